"""Everything a question's page shows to the desk, gathered in a constant number of queries. Reads only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Prefetch, Q
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referents import likeness, matching, permissions, rights
from referents.conf import directory, option
from referents.desk_words import DeskWords
from referents.host import User
from referents.models import Answer, Assignment, Attachment, Decision, Draft, Enquiry, Message, OutsideBody, Publication, Topic
from referents.models.enquiries import Channel
from referents.models.topics import Sensitivity
from referents.outside import Outside, outside
from referents.rights import Right
from referents.speakers import speaker
from referents.states import MOVES, Role, State
from referents.timeline import Entry, told
from referents.wording import Setting

_ASKED = {"assign", "miss_acceptance", "decline", "bring_in", "hand_on", "ask_outside", "bring_outside", "outside_declined", "ask_citizen", "chase"}
_SAID = {"answer_outside", "contribute", "complete", "ask_changes", "correct_fact", "lose_hold", "reopen", "split"}
MAIN = frozenset(_ASKED | _SAID | {"confirm", "refuse", "doubt", "miss_schedule", "unschedule"})
WORDING = frozenset({"answer_oneself", "word", "edit"})
SUGGESTED = 3
STATE_WORDS: dict[str, str | Promise] = {
    State.NEW: gettext_lazy("new question"),
    State.REOPENED: gettext_lazy("the citizen wrote again"),
    State.QUALIFIED: gettext_lazy("a department to be asked"),
    State.ASSIGNED: gettext_lazy("waits for a department"),
    State.IN_PROGRESS: gettext_lazy("waits for a department"),
    State.WAITING: gettext_lazy("waits for the citizen"),
    State.ANSWERED: gettext_lazy("to be written for the public"),
    State.IN_REVIEW: gettext_lazy("being reviewed"),
    State.TO_CORRECT: gettext_lazy("reply to correct"),
    State.READY: gettext_lazy("reply ready"),
    State.PUBLISHING: gettext_lazy("reply leaving"),
    State.UNCERTAIN: gettext_lazy("publication to check"),
    State.FAILED: gettext_lazy("publication failed"),
    State.PUBLISHED: gettext_lazy("published"),
    State.CLOSED: gettext_lazy("closed"),
    State.JOINED: gettext_lazy("joined to another question"),
    State.DROPPED: gettext_lazy("no reply needed"),
    State.TO_MODERATE: gettext_lazy("put aside for moderation"),
    State.HANDED_OVER: gettext_lazy("handed over"),
}


@dataclass(frozen=True)
class Suggestion:
    """A subject the message seems to be about, and its words that say so."""

    topic: Topic
    words: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """A candidate as the desk sees it. `person` is the id to ask (the referent, even when away: the action finds who stands in)."""

    candidate: matching.Candidate
    name: str
    person: int | None
    absent: str
    away_until: date | None
    asked: Assignment | None
    brought_in_at: datetime | None
    may_ask: bool
    may_bring_in: bool

    @property
    def may_press(self) -> bool:
        return self.may_ask or self.may_bring_in

    @property
    def reasons(self) -> str:
        """« Connaît « travaux » · présent · 2 questions en cours »."""
        words = " · ".join(str(reason) for reason in self.candidate.reasons if not (self.absent and reason.code == matching.Why.STANDS_IN))
        return words[:1].upper() + words[1:]


class Sheet:
    """One question as the desk sees it at one instant. Each part is read when the page asks for it, once."""

    def __init__(self, enquiry: Enquiry, *, user: User, now: datetime) -> None:
        self.enquiry, self.user, self.now = enquiry, user, now

    @cached_property
    def offered(self) -> frozenset[str]:
        """The codes of the moves this person may make at the desk from the present state: the table filtered by role and state."""
        held = set()
        if permissions.works_desk(self.user):
            held.add(Role.CM.value)
        if permissions.dispatches(self.user):
            held.add(Role.DISPATCHER.value)
        return frozenset(code for code, move in MOVES.items() if held & move.roles and self.enquiry.state in move.sources)

    @cached_property
    def _has(self) -> dict[str, bool]:
        """Which of the question's lists hold anything: one query spares those that are empty, most of the time most of them."""
        related = {
            "attachments": Attachment.objects.filter(enquiry=self.enquiry.pk),
            "merged": Enquiry.objects.filter(merged_into=self.enquiry.pk),
            "drafts": Draft.objects.filter(enquiry=self.enquiry.pk, current=True),
            "publications": Publication.objects.filter(Q(enquiry=self.enquiry.pk) | Q(draft__enquiry=self.enquiry.pk)),
            "answers": Answer.objects.filter(enquiry=self.enquiry.pk),
            "leads": Assignment.objects.filter(enquiry=self.enquiry.pk, active=True),
        }
        flags = {f"has_{name}": Exists(rows) for name, rows in related.items()}
        row: Any = Enquiry.objects.filter(pk=self.enquiry.pk).order_by().annotate(**flags).values(*flags).get()  # Any: the columns added here
        return {name: row[f"has_{name}"] for name in related}

    @cached_property
    def may_word(self) -> bool:
        return bool(WORDING & self.offered)

    @cached_property
    def messages(self) -> list[Message]:
        """What the citizen wrote, deletions left out, the oldest first."""
        return list(self.enquiry.messages.filter(direction=Message.Direction.IN, deleted_at__isnull=True))

    @cached_property
    def entries(self) -> list[Entry]:
        """The journal in sentences, the oldest first."""
        return told(self.enquiry, now=self.now)

    @cached_property
    def main_entries(self) -> list[Entry]:
        """Who was asked and what was answered; what the page already says elsewhere is left to the whole story."""
        return [entry for entry in self.entries if entry.code in MAIN]

    @cached_property
    def photos(self) -> list[Attachment]:
        return list(self.enquiry.attachments.all()) if self._has["attachments"] else []

    @cached_property
    def joined(self) -> list[Enquiry]:
        """The questions of other citizens answered together with this one."""
        if not self._has["merged"]:
            return []
        said = Prefetch("messages", queryset=Message.objects.filter(direction=Message.Direction.IN), to_attr="said")
        return list(self.enquiry.merged.prefetch_related(said).order_by("pk"))

    @cached_property
    def text(self) -> str:
        return "\n".join(message.text for message in self.messages)

    @cached_property
    def holding(self) -> Publication | None:
        """The last holding reply of this cycle."""
        return next((row for row in reversed(self.publications) if row.kind == Publication.Kind.HOLDING), None)

    @cached_property
    def publications(self) -> list[Publication]:
        """What left or is leaving in this cycle, for this question and those joined to it."""
        if not self._has["publications"]:
            return []
        own = Q(enquiry=self.enquiry, cycle=self.enquiry.cycle)
        rows = Publication.objects.filter(own | Q(draft__enquiry=self.enquiry, draft__current=True))
        return list(rows.select_related("account", "enquiry", "enquiry__author", "charter_version").order_by("created_at", "pk"))

    @cached_property
    def answers_leaving(self) -> list[Publication]:
        return [row for row in self.publications if row.kind == Publication.Kind.ANSWER]

    @cached_property
    def shows_leaving(self) -> bool:
        """From the press of « Publier » on, the replies to each citizen stand on the page with what became of them."""
        return self.enquiry.state in MOVES["retry"].sources | MOVES["confirm"].sources | MOVES["reopen"].sources

    @cached_property
    def scheduled_at(self) -> datetime | None:
        return next((row.scheduled_at for row in self.answers_leaving if row.scheduled_at), None)

    @cached_property
    def lead(self) -> Assignment | None:
        return self.enquiry.assignments.filter(active=True).select_related("user", "on_behalf_of").first() if self._has["leads"] else None

    @cached_property
    def brought_in(self) -> dict[int, datetime]:
        """Colleagues brought in beside the lead, by id, and when."""
        return dict(self.enquiry.contribution_requests.values_list("user_id", "asked_at"))

    @cached_property
    def draft(self) -> Draft | None:
        return self.enquiry.drafts.filter(current=True).select_related("author").first() if self._has["drafts"] else None

    @cached_property
    def decision(self) -> Decision | None:
        """The last decision on exactly the current wording."""
        if self.draft is None:
            return None
        decided = self.draft.decisions.filter(sha256=self.draft.sha256).select_related("reviewer", "charter_version")
        return decided.order_by("-pk").first()

    @cached_property
    def shown_to(self) -> list[str]:
        """Those who answered: they see the wording before it leaves and may correct a fact."""
        said = self.enquiry.contributions.filter(cycle=self.enquiry.cycle, said_by__isnull=False).select_related("said_by")
        return list(dict.fromkeys(speaker(contribution) for contribution in said))

    @cached_property
    def right(self) -> Right:
        return rights.publishing(self.user, topic=self.enquiry.topic, account=self.enquiry.account, at=self.now)

    @cached_property
    def review_reasons(self) -> list[str]:
        words = {
            "sensitive": _("sensitive subject"),
            "red": _("subject always reviewed"),
            "pre_election": _("pre-election period"),
            "no_topic": _("no subject yet"),
        }
        return [words[code] for code in rights.review_reasons(self.enquiry, on=timezone.localdate(self.now))]

    @cached_property
    def needs_review(self) -> bool:
        """Whether a wording by this person would go to a reviewer: said on the button before it is pressed."""
        return not self.right.holds or bool(self.review_reasons)

    @cached_property
    def reviewers(self) -> list[str]:
        people = permissions.reviewers(self.enquiry.topic, besides=self.user.pk, on=timezone.localdate(self.now))
        return [directory().label(person) for person in people]

    @cached_property
    def sensitive_words(self) -> list[str]:
        words = [_("“%s”") % word for word in self.enquiry.sensitive_words]
        if not words and self.enquiry.topic and self.enquiry.topic.sensitivity == self.enquiry.sensitivity:
            words = [self.enquiry.topic.name]
        return list(dict.fromkeys(words))[:3]

    @cached_property
    def sensitivity_words(self) -> str:
        """« Sensible : enfants, relecture obligatoire »."""
        level = _("Sensitive") if self.enquiry.sensitivity == Sensitivity.HIGH else _("Delicate")
        required = (self.enquiry.topic_id is not None and bool(self.review_reasons)) or self.enquiry.sensitivity == Sensitivity.HIGH
        why = [*self.sensitive_words, *([_("review required")] if required else [])]
        return _("%(level)s: %(why)s") % {"level": level, "why": ", ".join(why)} if why else level

    @cached_property
    def sensitive(self) -> bool:
        return self.enquiry.sensitivity != Sensitivity.LOW

    @cached_property
    def late(self) -> bool:
        """A promise to the citizen is past due: the only red of the desk."""
        return is_late(self.enquiry, now=self.now)

    @cached_property
    def max_length(self) -> int | None:
        """What the account and its network take."""
        return Setting(network=self.enquiry.channel, most=self.enquiry.account.max_length if self.enquiry.account else None).longest

    @cached_property
    def by_email(self) -> bool:
        author = self.enquiry.author
        return self.enquiry.channel in {Channel.EMAIL, Channel.FORM} and author is not None and bool(author.email)

    @cached_property
    def _match(self) -> matching.Match:
        return matching.match(self.text, area=self.enquiry.area)

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """Three subjects to choose from in one click, while none has been chosen."""
        if self.enquiry.topic_id or not self.text:
            return []
        return [Suggestion(found.topic, found.words) for found in self._match.topics[:SUGGESTED]]

    @cached_property
    def area_said(self) -> int | None:
        return self._match.area.pk if self.suggestions and self._match.area else None

    @cached_property
    def outside_body(self) -> OutsideBody | None:
        """Who is competent when the town is not: of the subject, else of the likeliest one."""
        topic = self.enquiry.topic or (self.suggestions[0].topic if self.suggestions else None)
        return topic.outside_body if topic else None

    @cached_property
    def cards(self) -> list[Card]:
        """Whom to ask, best first; the person asked stands on top even when nothing else speaks for them."""
        found = matching.candidates(self.enquiry, at=self.now)
        replaced = [one.on_behalf_of for one in found if one.on_behalf_of]
        today = timezone.localdate(self.now)
        until = {away.user_id: away.end for away in directory().absences(replaced, today, today)} if replaced else {}
        useful = [one for one in found if one.user or one.body or one.department] or found
        return sorted((self._card(one, until) for one in useful), key=lambda card: card.asked is None)

    def _card(self, one: matching.Candidate, until: dict[int, date]) -> Card:
        absent = one.on_behalf_of
        asked = self.lead if self.lead and one.user and self.lead.user_id == one.user.pk else None
        brought_in_at = self.brought_in.get(one.user.pk) if one.user else None
        free = one.user is not None and asked is None
        return Card(
            candidate=one,
            name=one.label,
            person=(absent or one.user).pk if one.user else None,
            absent=directory().label(absent) if absent else "",
            away_until=until.get(absent.pk) if absent else None,
            asked=asked,
            brought_in_at=brought_in_at,
            may_ask=free and "assign" in self.offered,
            may_bring_in=free and brought_in_at is None and "bring_in" in self.offered,
        )

    @cached_property
    def outside(self) -> Outside:
        """Outside contacts and links sent."""
        return outside(self.enquiry, user=self.user, now=self.now)

    @cached_property
    def lead_apart(self) -> Assignment | None:
        """The person asked, when no card shows them."""
        return self.lead if self.lead and not any(card.asked for card in self.cards) else None

    @cached_property
    def _topics(self) -> list[int]:
        """The subject, or the three that the message seems to be about, the likeliest first."""
        return [self.enquiry.topic_id] if self.enquiry.topic_id else [one.topic.pk for one in self.suggestions]

    @cached_property
    def similar(self) -> list[Enquiry]:
        """Open questions that say much the same, the closest first, then those on the same subject (or on the likeliest one), the oldest first."""
        if "append" not in self.offered:
            return []
        return likeness.open_questions(self.text, user=self.user, topics=self._topics[:1], besides=self.enquiry.pk, limit=SUGGESTED)

    @cached_property
    def reusable(self) -> list[Answer]:
        """Three answers still valid, to much the same question first, then on this subject, the most used first; an expired one is never offered."""
        valid = Answer.objects.visible_to(self.user).valid(timezone.localdate(self.now)).exclude(enquiry=self.enquiry.pk)
        return likeness.ready_answers(self.text, valid, topics=self._topics, limit=SUGGESTED)

    @cached_property
    def kept(self) -> Answer | None:
        return self.enquiry.answers.first() if self._has["answers"] else None

    @cached_property
    def may_keep(self) -> bool:
        published = any(row.state == Publication.State.DONE for row in self.answers_leaving)
        return published and self.kept is None and permissions.works_desk(self.user)

    @cached_property
    def undo_until(self) -> datetime | None:
        """Until when the last ending can be undone; None when it cannot."""
        if "undo" not in self.offered:
            return None
        last = self.enquiry.moves.order_by("-version").first()
        until = last.at + timedelta(hours=option("UNDO_WITHIN_HOURS")) if last else self.now
        return until if until > self.now else None

    @cached_property
    def should_hold(self) -> bool:
        """The subject is known, the citizen is not told yet, and no answer has come."""
        return self.enquiry.held_at is None and self.enquiry.state in {State.QUALIFIED, State.ASSIGNED, State.IN_PROGRESS}

    @cached_property
    def words(self) -> DeskWords:
        """Models of holding replies, notices, thanks: the words ready for this question."""
        return DeskWords(self)


def is_late(enquiry: Enquiry, *, now: datetime) -> bool:
    """Open, and the hour promised to the citizen has passed."""
    return bool(enquiry.promised_at and enquiry.promised_at < now and enquiry.state in MOVES["mark_urgent"].sources)


def state_words(enquiry: Enquiry) -> str | Promise:
    """Where a question stands. Whether the person asked took it is nobody's business: « attend un service » either way."""
    if enquiry.state in {State.ASSIGNED, State.IN_PROGRESS} and enquiry.topic and enquiry.topic.department:
        return _("waits for a department: %(department)s") % {"department": enquiry.topic.department}
    return STATE_WORDS[State(enquiry.state)]
