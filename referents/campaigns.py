"""The signing of one version of a charter: who has to answer, how far each department is, what will stop. Reading only, a constant number of queries.

Names are for those who keep the charters and for HR: whether a charter is signed is a legal act of theirs to follow. Heads of departments read
figures of their own departments, and none of a group of fewer than five; colleagues read nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from referents import permissions, rights
from referents.conf import directory
from referents.host import User, departments
from referents.models import Charter, CharterSignature, CharterVersion, Enquiry, EnquiryMove, Mandate, OfficialAccount, Publication
from referents.states import MOVES

SMALLEST_GROUP = 5
SIGNED, REFUSED, WAITING = "signed", "refused", "waiting"


def concerned(version: CharterVersion, *, on: date) -> "QuerySet[User]":
    """Who has to answer: everybody for the charter of the network; for that of publication, those whose mission of publication runs or is to begin."""
    people = get_user_model().objects.filter(is_active=True)
    if version.charter.audience == Charter.Audience.PUBLISHING:
        running = Mandate.objects.filter(Q(end__isnull=True) | Q(end__gte=on), role=Mandate.Role.PUBLISHER)
        people = people.filter(pk__in=running.values("user"))
    return people.order_by("last_name", "first_name", "pk")


def answers(version: CharterVersion, *, on: date) -> dict[int, CharterSignature]:
    """The answer of each person that stands today, by user id."""
    rows = CharterSignature.objects.latest_answers().filter(version=version.pk, expires_on__gte=on)
    return {row.user_id: row for row in rows}


def unanswered(version: CharterVersion, *, on: date) -> "QuerySet[User]":
    """Those concerned who have not answered yet, neither yes nor no: the ones a reminder is for."""
    return concerned(version, on=on).exclude(pk__in=CharterSignature.objects.filter(version=version.pk, expires_on__gte=on).values("user"))


def is_newest(version: CharterVersion) -> bool:
    return not CharterVersion.objects.filter(charter=version.charter_id, number__gt=version.number).exists()


def is_open(version: CharterVersion, *, on: date) -> bool:
    """The newest version, until its last day to sign."""
    return on <= version.must_sign_by and is_newest(version)


@dataclass(frozen=True)
class Group:
    """How far one department is. `hidden`: fewer than five people, for somebody who has no need of more."""

    name: str
    signed: int = 0
    refused: int = 0
    waiting: int = 0
    hidden: bool = False

    @property
    def people(self) -> int:
        return self.signed + self.refused + self.waiting

    @property
    def bars(self) -> list[tuple[str, float, float]]:
        """(state, x, width) in hundredths of the bar, in the order signed, refused, waiting; nothing for what is nought."""
        found, x = [], 0.0
        for state in (SIGNED, REFUSED, WAITING):
            width = round(100 * getattr(self, state) / self.people, 2) if self.people else 0.0
            if width:
                found.append((state, round(x, 2), width))
            x += width
        return found


@dataclass(frozen=True)
class Person:
    """Somebody who has to answer, for those who follow the signing by name."""

    name: str
    department: str
    state: str
    receipt: str = ""


@dataclass(frozen=True)
class Campaign:
    """What one reader sees of the signing of a version. `people` is empty for those who read figures only."""

    version: CharterVersion
    whole: Group
    groups: list[Group]
    people: list[Person] = field(default_factory=list)
    by_name: bool = False

    @property
    def waiting(self) -> list[Person]:
        return [person for person in self.people if person.state == WAITING]

    @property
    def refused(self) -> list[Person]:
        return [person for person in self.people if person.state == REFUSED]


def headed_by(user: User) -> set[int]:
    """Ids of the departments this person heads, those below included."""
    tree = list(departments().order_by().values_list("pk", "parent", "head"))
    found = {pk for pk, _parent, head in tree if head == user.pk}
    grew = bool(found)
    while grew:
        below = {pk for pk, parent, _head in tree if parent in found} - found
        found |= below
        grew = bool(below)
    return found


def may_follow(user: User) -> bool:
    """Those who follow every signing, and the heads of departments."""
    return permissions.may_follow_charters(user) or (user.is_active and departments().filter(head=user.pk).exists())


def of(version: CharterVersion, *, reader: User, on: date) -> Campaign:
    """The signing of this version as `reader` may see it."""
    by_name = permissions.may_follow_charters(reader)
    mine = None if by_name else headed_by(reader)
    people, given, places = list(concerned(version, on=on)), answers(version, on=on), directory().departments_of
    where, label = places(people), directory().label
    names = dict(departments().order_by().values_list("pk", "name"))
    if mine is not None:
        people = [person for person in people if where.get(person.pk) in mine]
    counted: dict[str, Counter[str]] = {}
    rows = []
    for person in people:
        answer = given.get(person.pk)
        state = WAITING if answer is None else SIGNED if answer.verdict == CharterSignature.Verdict.SIGNED else REFUSED
        department = names.get(where.get(person.pk, 0), "")
        counted.setdefault(department, Counter())[state] += 1
        rows.append(Person(label(person), department, state, answer.receipt if answer else ""))
    groups = [Group(name, found[SIGNED], found[REFUSED], found[WAITING]) for name, found in sorted(counted.items(), key=lambda item: (not item[0], item[0]))]
    if not by_name:
        groups = [group if group.people >= SMALLEST_GROUP else Group(group.name, hidden=True) for group in groups]
    return Campaign(version, _sum(groups), groups, rows if by_name else [], by_name)


def _sum(groups: Iterable[Group]) -> Group:
    """The figures shown, added up: a total that counted hidden groups would give them away."""
    shown = [group for group in groups if not group.hidden]
    return Group("", sum(group.signed for group in shown), sum(group.refused for group in shown), sum(group.waiting for group in shown))


@dataclass(frozen=True)
class Orphan:
    """An account nobody could publish on. `could`: those whose signature alone is missing."""

    account: OfficialAccount
    could: list[str]


def without_publisher(version: CharterVersion, *, on: date) -> list[Orphan]:
    """The live accounts nobody could publish on that day if nobody answered until then: a mission in force, a valid training, this version signed."""
    signed = {pk for pk, answer in answers(version, on=on).items() if answer.verdict == CharterSignature.Verdict.SIGNED}
    held, label = _publishers_by_account(on), directory().label
    return [Orphan(account, sorted(label(person) for person in able)) for account, able in held.items() if not {person.pk for person in able} & signed]


def without_anybody_now(*, at: datetime) -> list[OfficialAccount]:
    """The live accounts nobody may publish on at this instant, earlier signatures counted while they hold."""
    held = _publishers_by_account(timezone.localdate(at))
    signed = rights.signers(Charter.Audience.PUBLISHING, at=at)
    return [account for account, able in held.items() if not {person.pk for person in able} & signed]


def _publishers_by_account(on: date) -> "dict[OfficialAccount, list[User]]":
    """Whose mission and training allow them to publish on each live account that day, whatever they signed."""
    missions = Mandate.objects.in_force(on).filter(role=Mandate.Role.PUBLISHER, trained_on__lte=on)
    missions = missions.filter(Q(training_valid_until__isnull=True) | Q(training_valid_until__gte=on)).select_related("user").prefetch_related("accounts")
    held: dict[OfficialAccount, list[User]] = {
        account: [] for account in OfficialAccount.objects.filter(state=OfficialAccount.State.LIVE).order_by("platform", "label")
    }
    for mission in missions:
        for account in mission.accounts.all():
            if account in held and mission.user not in held[account]:
                held[account].append(mission.user)
    return held


@dataclass(frozen=True)
class PutBack:
    """A reply that was scheduled for `at` and waits for another name."""

    enquiry: Enquiry
    at: datetime | None


def put_back(user: User, *, now: datetime) -> list[PutBack]:
    """Replies that wait for another name, the latest first; for the desk. `at` is None once the hour has passed."""
    rows = EnquiryMove.objects.filter(move="unschedule", enquiry__in=Enquiry.objects.visible_to(user), enquiry__state__in=MOVES["unschedule"].sources)
    last = {row.enquiry_id: row for row in rows.select_related("enquiry").order_by("at", "version")}
    again = Publication.objects.filter(draft__enquiry__in=list(last), scheduled_at__isnull=False, state=Publication.State.PENDING)
    scheduled = set(again.values_list("draft__enquiry", flat=True))
    hours = {pk: parse_datetime(str(row.detail.get("at", ""))) for pk, row in last.items()}
    return [PutBack(row.enquiry, hour if (hour := hours[pk]) and hour > now else None) for pk, row in reversed(last.items()) if pk not in scheduled]


def day_after(version: CharterVersion) -> date:
    """The first day on which earlier signatures no longer hold."""
    return version.must_sign_by + timedelta(days=1)
