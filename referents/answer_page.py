"""What the person who is asked, who answered or who brought a question sees of it. Reading only; nobody's pace is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from referents import permissions, rights
from referents.conf import directory
from referents.host import User
from referents.hours import moment, promise
from referents.matching.reasons import Why
from referents.models import Assignment, Attachment, Clock, Contribution, ContributionRequest, Draft, Enquiry, EnquiryMove, Message, Publication
from referents.models.calendars import Metric
from referents.models.enquiries import Channel
from referents.speakers import speaker, speaks
from referents.states import CLOSED, MOVES, Role, State

WRITTEN = frozenset({State.IN_REVIEW, State.READY, State.PUBLISHING, State.UNCERTAIN, State.FAILED})
WORDABLE = MOVES["word"].sources | MOVES["edit"].sources
CONTRIBUTABLE = MOVES["contribute"].sources | MOVES["complete"].sources


@dataclass(frozen=True)
class Said:
    """A technical answer, who gave it, and whether the reader has to confirm words noted on the telephone."""

    contribution: Contribution
    name: str
    mine: bool
    to_confirm: bool
    correctable: bool


@dataclass(frozen=True)
class AnswerPage:
    """One question for one reader. `can` holds the codes of what the reader may do now; `before` an hour still to come, or None."""

    enquiry: Enquiry
    now: datetime
    messages: list[Message]
    photos: list[Attachment]
    involved: bool
    asked: bool
    answered: bool
    declined: bool
    passed_on: bool
    why: str
    note: str
    before: datetime | None
    said: list[Said]
    draft: Draft | None
    answer: Publication | None
    to_attest: Publication | None
    thanks: list[Message]
    can: frozenset[str]
    missing_rights: list[str]

    @property
    def where(self) -> str:
        """On which network, or how, the citizen asked."""
        return where_words(self.enquiry)

    @property
    def over(self) -> bool:
        return self.enquiry.state in CLOSED

    @property
    def may_publish(self) -> bool:
        """The reader's mission lets the decided wording leave, or would if nothing were missing."""
        return "publish" in self.can

    @property
    def received(self) -> str:
        """When the citizen asked, as people say it."""
        return moment(self.enquiry.received_at, now=self.now)

    @property
    def hoped(self) -> str:
        """« avant 12 h 30 », or nothing."""
        return promise(self.before, now=self.now) if self.before else ""

    @property
    def stands(self) -> str:
        """Where the question stands, in a sentence without anybody's name."""
        return where_it_stands(self.enquiry, published=self.answer is not None, now=self.now)


def where_words(enquiry: Enquiry) -> str:
    """How a question came, to follow « Un habitant, »."""
    words = {Channel.EMAIL: _("by e-mail"), Channel.FORM: _("by form"), Channel.PHONE: _("by telephone"), Channel.STREET: _("in person")}
    channel = Channel(enquiry.channel)
    return words.get(channel) or _("on %(network)s") % {"network": channel.label}


def where_it_stands(enquiry: Enquiry, *, published: bool, now: datetime) -> str:
    """What becomes of a question, for whoever brought it or answered it: no name, nobody's pace."""
    if published:
        return _("The answer is published.")
    ends = {
        State.JOINED: _("Another citizen asks the same: one reply will answer both."),
        State.DROPPED: _("No reply was needed."),
        State.TO_MODERATE: _("The message is put aside."),
        State.WAITING: _("The citizen is asked for a detail."),
        State.HANDED_OVER: _("The citizen is told whom to turn to: %(body)s.") % {"body": enquiry.handed_to},
        State.CLOSED: _("The question is closed."),
    }
    if enquiry.state in ends:
        return ends[State(enquiry.state)]
    if enquiry.promised_at and enquiry.promised_at > now:
        return _("We are looking for the answer; the citizen is promised it %(promise)s.") % {"promise": promise(enquiry.promised_at, now=now)}
    if enquiry.state in {State.NEW, State.REOPENED, State.QUALIFIED}:
        return _("Received: Communication is finding who knows.")
    return _("We are looking for the answer.")


def answer_page(user: User, enquiry: Enquiry, *, now: datetime) -> AnswerPage:
    """Everything the page shows; `enquiry` was fetched through `visible_to(user)`."""
    asked_before = list(enquiry.assignments.filter(user=user.pk).select_related("on_behalf_of").order_by("-asked_at", "-pk"))
    assignment = next((one for one in asked_before if one.active), asked_before[0] if asked_before else None)
    request = enquiry.contribution_requests.filter(user=user.pk).select_related("asked_by").first()
    contributed = permissions.contributed(user, enquiry)
    wrote = enquiry.drafts.filter(author=user.pk, cycle=enquiry.cycle).exists()
    leads = assignment is not None and assignment.active is True
    asked = leads or request is not None
    involved = asked or contributed or wrote
    can, missing = _can(user, enquiry, asked=asked, leads=leads, contributed=contributed, involved=involved, now=now)
    thanks = thanks_of([enquiry])
    answers = enquiry.publications.filter(kind=Publication.Kind.ANSWER)
    return AnswerPage(
        enquiry=enquiry,
        now=now,
        messages=list(enquiry.messages.filter(direction=Message.Direction.IN, deleted_at__isnull=True).exclude(pk__in=[one.pk for one in thanks])),
        photos=list(enquiry.attachments.all()),
        involved=involved,
        asked=asked and enquiry.state in CONTRIBUTABLE,
        answered=contributed,
        declined=assignment is not None and assignment.state in {Assignment.State.NOT_MINE, Assignment.State.DONT_KNOW},
        passed_on=assignment is not None and not involved,
        why=why_sentence(enquiry, assignment, request) if asked else "",
        note=request.note if request and not leads else "",
        before=hoped_before(enquiry, enquiry.clocks.all(), at=now) if asked else None,
        said=_said(user, enquiry) if involved else [],
        draft=enquiry.drafts.filter(current=True).first() if involved and enquiry.state in WRITTEN | WORDABLE else None,
        answer=answers.filter(state=Publication.State.DONE).order_by("-published_at", "-pk").first(),
        to_attest=answers.filter(actor=user.pk, mode=Publication.Mode.MANUAL, state=Publication.State.PENDING, scheduled_at__isnull=True).first(),
        thanks=thanks if involved else [],
        can=can,
        missing_rights=missing,
    )


def _can(user: User, enquiry: Enquiry, *, asked: bool, leads: bool, contributed: bool, involved: bool, now: datetime) -> tuple[frozenset[str], list[str]]:
    """What this reader may do now; and, for the holder of a mission of publication, what is missing to publish."""
    state, codes = enquiry.state, set()
    if asked and state in CONTRIBUTABLE:
        codes.add("contribute")
    if asked and state in MOVES["bring_in"].sources:
        codes.add("bring_in")
    if leads and state in MOVES["decline"].sources:
        codes.add("decline")
    if leads and state in MOVES["accept"].sources:
        codes.add("accept")
    if contributed and state in MOVES["correct_fact"].sources:
        codes.add("correct_fact")
    if not involved or Role.REFERENT not in permissions.roles(user, enquiry):
        return frozenset(codes), []
    right = rights.publishing(user, topic=enquiry.topic, account=enquiry.account, at=now)
    if right.mandate is None:
        return frozenset(codes), []
    if state in WORDABLE:
        codes.add("word")
    if state in MOVES["publish"].sources:
        codes.add("publish")
    return frozenset(codes), right.sentences


def why_sentence(enquiry: Enquiry, assignment: Assignment | None, request: ContributionRequest | None) -> str:
    """Who passed the question on and why to this person. A colleague brought in reads who thought of them."""
    label = directory().label
    if assignment is None or not assignment.active:
        return _("%(name)s brings you in on this question.") % {"name": label(request.asked_by)} if request else ""
    move = next(
        (row for row in enquiry.moves.filter(move="assign").select_related("actor").order_by("-version") if row.detail.get("assignment") == assignment.pk), None
    )
    who = _("%(name)s (Communication)") % {"name": label(move.actor)} if move and move.actor else pgettext("who", "Communication")
    if assignment.on_behalf_of:
        return _("Passed on by %(who)s, in place of %(person)s.") % {"who": who, "person": label(assignment.on_behalf_of)}
    codes = {reason["code"] if isinstance(reason, dict) else reason for reason in assignment.reasons}
    if enquiry.topic and Why.KNOWS in codes:
        return _("Passed on by %(who)s because you know about “%(topic)s”.") % {"who": who, "topic": enquiry.topic.name}
    if enquiry.topic and enquiry.topic.department and Why.LEVEL in codes:
        return _("Passed on by %(who)s because you work in %(department)s.") % {"who": who, "department": enquiry.topic.department}
    if enquiry.area and Why.AREA in codes:
        return _("Passed on by %(who)s because you know the neighbourhood %(area)s.") % {"who": who, "area": enquiry.area}
    return _("Passed on by %(who)s because you may know.") % {"who": who}


def hoped_before(enquiry: Enquiry, clocks: Iterable[Clock], *, at: datetime) -> datetime | None:
    """« Si possible avant … »: the earliest hour still to come among the promise to the citizen and the time for a technical answer."""
    running = {clock.metric: clock.due_at for clock in clocks if clock.cycle == enquiry.cycle and clock.result == Clock.Result.RUNNING}
    hours = [running.get(Metric.EXPERT_ANSWER), enquiry.promised_at]
    if not any(hours):
        hours = [running.get(Metric.ACCEPTANCE)]
    return min((hour for hour in hours if hour and hour > at), default=None)


def _said(user: User, enquiry: Enquiry) -> list[Said]:
    rows = enquiry.contributions.filter(cycle=enquiry.cycle).select_related("said_by", "contact").with_correction()
    return [
        Said(
            contribution=row,
            name=speaker(row),
            mine=speaks(user, row),
            to_confirm=row.said_by_id == user.pk and row.author_id != user.pk and row.confirmed_at is None and not row.corrected,
            correctable=enquiry.state in CONTRIBUTABLE | MOVES["correct_fact"].sources,
        )
        for row in rows
    ]


def thanks_of(enquiries: list[Enquiry]) -> list[Message]:
    """What citizens wrote once their answer was published and that reopened nothing: their thanks, the latest first."""
    rows = EnquiryMove.objects.filter(enquiry__in=enquiries, move="append", from_state__in=MOVES["reopen"].sources)
    pks = [pk for row in rows if (pk := row.detail.get("message"))]
    return list(Message.objects.filter(pk__in=pks, enquiry__in=enquiries).select_related("enquiry").order_by("-at", "-pk"))


def involved_in(user: User) -> Q:
    """Enquiries this person was asked about, brought in on, or answered."""
    return (
        Q(pk__in=Assignment.objects.filter(user=user.pk).values("enquiry"))
        | Q(pk__in=ContributionRequest.objects.filter(user=user.pk).values("enquiry"))
        | Q(pk__in=Contribution.objects.filter(Q(author=user.pk) | Q(said_by=user.pk)).values("enquiry"))
        | Q(pk__in=Draft.objects.filter(author=user.pk).values("enquiry"))
    )
