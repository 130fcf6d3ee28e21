"""The journal told in sentences: who, what, at what hour. The journal keeps ids; words are looked up here, a constant number of queries.

Nobody's speed, acceptance or silence is told: `accept` and who declined stay in the journal, and a question that goes to the next person is only asked to them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth import get_user_model
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from referents.conf import directory
from referents.host import User
from referents.hours import moment, promise
from referents.models import Contribution, Decision, Enquiry, EnquiryMove, OutsideBody, OutsideContact, Publication, Referent, Topic
from referents.models.enquiries import Channel

Row = TypeVar("Row", bound=Model)
UNTOLD = frozenset({"accept", "citizen_answered", "publish"})


@dataclass(frozen=True)
class Entry:
    """One line: the hour, a sentence, and the text or address that goes with it. `note` is a second, smaller sentence; `version` is the
    number of the move in its journal, which never changes."""

    at: datetime
    code: str
    sentence: str
    version: int
    text: str = ""
    note: str = ""
    address: str = ""


def told(enquiry: Enquiry, *, now: datetime) -> list[Entry]:
    """The journal of a question, the oldest first. At most ten queries, whatever its length."""
    rows = [row for row in enquiry.moves.select_related("actor").order_by("version") if row.move not in UNTOLD]
    teller = _Teller(rows, now=now, topic=enquiry.topic)
    return [teller.tell(row) for row in rows]


class _Teller:
    """Looks up everything the rows name, once, then tells them."""

    def __init__(self, rows: list[EnquiryMove], *, now: datetime, topic: Topic | None) -> None:
        self.now = now
        self._label = directory().label
        self.contributions = self._named(rows, "contribution", Contribution.objects.select_related("author", "said_by", "contact").with_correction())
        self.publications = self._named(rows, "publication", Publication.objects.select_related("account"))
        self.topics = self._topics(rows, topic)
        self.bodies = self._named(rows, "body", OutsideBody.objects.all())
        self.contacts = self._named(rows, "contact", OutsideContact.objects.all())
        self.others = self._named(rows, "into", Enquiry.objects.all())
        self.people = self._people(rows)
        drafts = {row.detail["draft"] for row in rows if row.move == "ask_changes" and "draft" in row.detail}
        decisions = Decision.objects.filter(draft__in=drafts, verdict=Decision.Verdict.CHANGES) if drafts else ()
        self.reasons = {decision.draft_id: decision.reason for decision in decisions}
        self.departments = {pk: person.works_in for pk, person in self.people.items()}

    @staticmethod
    def _named(rows: list[EnquiryMove], key: str, objects: QuerySet[Row]) -> dict[int, Row]:
        wanted = {row.detail[key] for row in rows if row.detail.get(key)}
        return objects.in_bulk(wanted) if wanted else {}

    @classmethod
    def _topics(cls, rows: list[EnquiryMove], topic: Topic | None) -> dict[int, Topic]:
        """The subjects set one after the other; the present one is known already, and most of the time there is no other."""
        if topic is not None and all(row.detail.get("topic", topic.pk) == topic.pk for row in rows):
            return {topic.pk: topic}
        return cls._named(rows, "topic", Topic.objects.all())

    def _people(self, rows: list[EnquiryMove]) -> dict[int, Any]:  # Any: accounts with the column added here
        """Those who were asked or answered, each with the department of their last role of referent: one query."""
        wanted = {row.detail["user"] for row in rows if row.detail.get("user")} | {one.said_by_id for one in self.contributions.values() if one.said_by_id}
        role = Referent.objects.active().filter(user=OuterRef("pk")).order_by("-pk").values("department__name")
        return get_user_model()._default_manager.annotate(works_in=Subquery(role[:1])).in_bulk(wanted) if wanted else {}

    def name(self, person: User | None, *, department: bool = False) -> str:
        if person is None:
            return _("somebody")
        name, where = self._label(person), self.departments.get(person.pk, "")
        return _("%(name)s (%(department)s)") % {"name": name, "department": where} if department and where else name

    def tell(self, row: EnquiryMove) -> Entry:
        words = _TELLERS.get(row.move, _plain)(self, row)
        sentence, more = words if isinstance(words, tuple) else (words, {})
        return Entry(row.at, row.move, sentence, row.version, **more)


Told = str | tuple[str, dict[str, str]]


def _plain(teller: _Teller, row: EnquiryMove) -> Told:
    sentences = {
        "answer_oneself": _("Reply written by %(name)s"),
        "word": _("Reply written by %(name)s"),
        "edit": _("Reply edited by %(name)s"),
        "approve": _("Reply approved by %(name)s"),
        "decline": _("Back to the desk"),
        "doubt": _("Publication to check"),
        "miss_schedule": _("Not published at the hour: the reply was not approved"),
        "retry": _("Publication started again by %(name)s"),
        "close": _("Closed"),
        "give_up_waiting": _("Closed without news from the citizen"),
        "moderate": _("Put aside for moderation by %(name)s"),
        "undo": _("Undone by %(name)s"),
        "take_back": _("Taken back from moderation by %(name)s"),
    }
    return sentences.get(row.move, "%(name)s") % {"name": teller.name(row.actor)}


def _received(teller: _Teller, row: EnquiryMove) -> Told:
    channel = row.detail.get("channel")
    label = Channel(channel).label if channel in Channel.values else ""
    if row.actor is None:
        return _("Received: %(channel)s") % {"channel": label}
    return _("Received: %(channel)s, entered by %(name)s") % {"channel": label, "name": teller.name(row.actor)}


def _subject(teller: _Teller, row: EnquiryMove) -> Told:
    topic = teller.topics.get(row.detail.get("topic"))
    return _("Subject: %(topic)s") % {"topic": topic.name if topic else "…"}


def _asked(teller: _Teller, row: EnquiryMove) -> Told:
    if not row.detail.get("user"):
        return _("Back to the desk")
    return _("Asked %(name)s") % {"name": teller.name(teller.people.get(row.detail["user"]), department=True)}


def _brought_in(teller: _Teller, row: EnquiryMove) -> Told:
    colleague = teller.name(teller.people.get(row.detail.get("user")), department=True)
    return _("%(name)s brought in %(colleague)s") % {"name": teller.name(row.actor), "colleague": colleague}


def _contributed(teller: _Teller, row: EnquiryMove) -> Told:
    contribution = teller.contributions.get(row.detail.get("contribution"))
    if contribution is None:
        return _("Answer of a colleague")
    who = str(contribution.contact) if contribution.contact else teller.name(contribution.said_by, department=True)
    if row.move == "correct_fact":
        return _("A fact corrected by %(name)s") % {"name": who}, {"text": contribution.text}
    if contribution.kind == Contribution.Kind.TELEPHONE:
        noted = _("By telephone, noted by %(name)s.") % {"name": teller.name(contribution.author)}
        noted += " " + (_("Confirmed.") if contribution.confirmed_at else _("Corrected since.") if contribution.corrected else _("To be confirmed."))
        return _("Answer of %(name)s") % {"name": who}, {"text": contribution.text, "note": noted}
    if contribution.kind == Contribution.Kind.LINK:
        return _("Answer of %(name)s (by link)") % {"name": who}, {"text": contribution.text}
    return _("Answer of %(name)s") % {"name": who}, {"text": contribution.text}


def _outside(teller: _Teller, row: EnquiryMove) -> Told:
    contact = teller.contacts.get(row.detail.get("contact"))
    name = str(contact) if contact else "…"
    if row.move == "outside_declined":
        return _("Back to the desk")
    return _("%(name)s asked %(contact)s by e-mail") % {"name": teller.name(row.actor), "contact": name}


def _handed_on(teller: _Teller, row: EnquiryMove) -> Told:
    if not row.detail.get("user"):
        return _("Back to the desk")
    return _("Handed on to %(name)s") % {"name": teller.name(teller.people.get(row.detail["user"]), department=True)}


def _changes(teller: _Teller, row: EnquiryMove) -> Told:
    return _("Changes asked for by %(name)s") % {"name": teller.name(row.actor)}, {"text": teller.reasons.get(row.detail.get("draft"), "")}


def _held(teller: _Teller, row: EnquiryMove) -> Told:
    publication = teller.publications.get(row.detail.get("publication"))
    promised = parse_datetime(str(row.detail.get("promised_at", "")))
    sentence = _("Citizen told") if promised is None else _("Citizen told, promised %(promise)s") % {"promise": promise(promised, now=row.at)}
    return sentence, {"address": publication.permalink} if publication else {}


def _citizen_asked(teller: _Teller, row: EnquiryMove) -> Told:
    publication = teller.publications.get(row.detail.get("publication"))
    return _("Citizen asked for more"), {"text": publication.text, "address": publication.permalink} if publication else {}


def _wrote_again(teller: _Teller, row: EnquiryMove) -> Told:
    return _("Reopened: the citizen wrote again") if row.move == "reopen" else _("The citizen wrote again")


def _scheduled(teller: _Teller, row: EnquiryMove) -> Told:
    at = parse_datetime(str(row.detail.get("at", "")))
    return _("Scheduled for %(hour)s by %(name)s") % {"hour": moment(at, now=teller.now) if at else "…", "name": teller.name(row.actor)}


def _unscheduled(teller: _Teller, row: EnquiryMove) -> Told:
    return _("No longer scheduled: the reply waits for somebody who may let it leave")


def _published(teller: _Teller, row: EnquiryMove) -> Told:
    publication = teller.publications.get(row.detail.get("publication"))
    return _("Published"), {"address": publication.permalink} if publication else {}


def _refused(teller: _Teller, row: EnquiryMove) -> Told:
    publication = teller.publications.get(row.detail.get("publication"))
    return _("The publication failed"), {"note": publication.last_error} if publication else {}


def _joined(teller: _Teller, row: EnquiryMove) -> Told:
    other = teller.others.get(row.detail.get("into"))
    return _("Joined to question %(number)s by %(name)s") % {"number": other.number if other else "…", "name": teller.name(row.actor)}


def _split(teller: _Teller, row: EnquiryMove) -> Told:
    other = teller.others.get(row.detail.get("into"))
    return _("Split by %(name)s: the second question is no. %(number)s") % {"number": other.number if other else "…", "name": teller.name(row.actor)}


def _hold_lost(teller: _Teller, row: EnquiryMove) -> Told:
    publication = teller.publications.get(row.detail.get("publication"))
    return _("The holding reply did not leave: the citizen is still to be told"), {"note": publication.last_error} if publication else {}


def _chased(teller: _Teller, row: EnquiryMove) -> Told:
    publication = teller.publications.get(row.detail.get("publication"))
    if publication is None:
        return _("No news from the citizen for three days")
    return _("Citizen reminded by %(name)s") % {"name": teller.name(row.actor)}, {"text": publication.text, "address": publication.permalink}


def _handed_over(teller: _Teller, row: EnquiryMove) -> Told:
    body = teller.bodies.get(row.detail.get("body"))
    return _("Handed over to: %(body)s") % {"body": body.name if body else "…"}


def _urgency(teller: _Teller, row: EnquiryMove) -> Told:
    sentence = _("Marked urgent by %(name)s") if row.detail.get("urgent") else _("No longer urgent, says %(name)s")
    return sentence % {"name": teller.name(row.actor)}


def _dropped(teller: _Teller, row: EnquiryMove) -> Told:
    return _("No reply needed, says %(name)s") % {"name": teller.name(row.actor)}


_TELLERS: dict[str, Callable[[_Teller, EnquiryMove], Told]] = {
    "receive": _received,
    "qualify": _subject,
    "requalify": _subject,
    "assign": _asked,
    "miss_acceptance": _asked,
    "bring_in": _brought_in,
    "hand_on": _handed_on,
    "ask_outside": _outside,
    "bring_outside": _outside,
    "outside_declined": _outside,
    "answer_outside": _contributed,
    "contribute": _contributed,
    "complete": _contributed,
    "correct_fact": _contributed,
    "ask_changes": _changes,
    "hold": _held,
    "ask_citizen": _citizen_asked,
    "append": _wrote_again,
    "reopen": _wrote_again,
    "schedule": _scheduled,
    "unschedule": _unscheduled,
    "confirm": _published,
    "refuse": _refused,
    "join": _joined,
    "split": _split,
    "lose_hold": _hold_lost,
    "chase": _chased,
    "hand_over": _handed_over,
    "mark_urgent": _urgency,
    "drop": _dropped,
}
