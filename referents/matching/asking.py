"""Who is asked. The ranking is ENQUIRY's: exact topic 3 + area 2 + level 1 − open load / capacity; ties go to whoever was asked longest ago."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db.models import Count, Max, Q
from django.utils import timezone

from referents import conf
from referents.directory import Directory
from referents.host import Department, User, departments
from referents.matching.index import OUTSIDE
from referents.matching.reading import area_in, read
from referents.matching.reasons import Reason, Why
from referents.matching.standing_in import stand_ins
from referents.models import Area, Assignment, Enquiry, Message, OutsideBody, Referent, Topic
from referents.states import CLOSED

GROUPS, PEOPLE_IN_GROUP = 3, 6
NEVER = datetime.min.replace(tzinfo=UTC)
DECLINED = (Assignment.State.NOT_MINE, Assignment.State.DONT_KNOW)


@dataclass(frozen=True)
class Candidate:
    """One line of « Qui peut répondre » at the desk.

    A person has a `user` (and `on_behalf_of` when standing in); a line without a user sends to the dispatcher for `department`,
    or gives the citizen the words of an outside `body`. `department_code` is always set when the subject was recognised.
    """

    department_code: str
    label: str
    score: float
    reasons: tuple[Reason, ...]
    user: User | None = None
    on_behalf_of: User | None = None
    phone: str = ""
    department: Department | None = None
    topic: Topic | None = None
    body: OutsideBody | None = None


@dataclass(frozen=True)
class _Group:
    """A department that may answer, with its likeliest topic, the words of the message that say so, and the ids of the departments above and below."""

    code: str
    topic: Topic | None
    words: tuple[str, ...]
    department: Department | None
    branch: frozenset[int]
    body: OutsideBody | None


@dataclass(frozen=True)
class _Carried:
    open: int = 0
    last: datetime = NEVER


def candidates(source: str | Enquiry, *, topic: Topic | None = None, area: Area | None = None, at: datetime) -> list[Candidate]:
    """Whom to ask about a message or an enquiry, best first; never empty.

    With a topic (given, or the enquiry's): the people of that topic, then of the departments its `also_codes` name. Without one: the
    first three departments of `departments(text)`, in that order, each with its people or, failing these, one line without a person.
    Absent and full people are left out, a deputy standing where one is named; whoever declined this enquiry in this cycle too.
    The number of queries does not depend on how many referents there are.
    """
    left_out: frozenset[int] = frozenset()
    if isinstance(source, Enquiry):
        text, topic, area = _text_of(source), topic or source.topic, area or source.area
        left_out = frozenset(source.assignments.filter(cycle=source.cycle, state__in=DECLINED).values_list("user", flat=True))
    else:
        text = source
    area = area or area_in(text)
    groups = _groups(text, topic)
    if not groups:
        return [Candidate("", "", 0.0, (Reason(Why.NO_SUBJECT),))]
    directory = conf.directory()
    people = _people(groups, area, directory, at=at, left_out=left_out)
    found: list[Candidate] = []
    for group in groups:
        known = {candidate.user.pk for candidate in found if candidate.user}
        mine = [one for one in people.get(group.code, ()) if one.user and one.user.pk not in known][:PEOPLE_IN_GROUP]
        found += mine or [_without_person(group, directory)]
    shown = [candidate.user for candidate in found if candidate.user]
    phones = directory.phones(shown) if shown else {}
    return [replace(one, phone=phones.get(one.user.pk, ""), label=directory.label(one.user)) if one.user else one for one in found]


def reasons(source: str | Enquiry, person: User, *, at: datetime) -> list[Reason]:
    """Why this person may be asked: what `candidates` says of them, else only that they work where they work."""
    found = next((candidate for candidate in candidates(source, at=at) if candidate.user == person), None)
    if found:
        return list(found.reasons)
    roles = Referent.objects.active().filter(user=person.pk).select_related("department")
    return [Reason(Why.LEVEL, {"name": str(role.department)}) for role in roles]


def present_or_deputy(person: User, *, at: datetime) -> User | None:
    """This person, or whoever stands in today after three hops at most; None when everybody in the chain is away."""
    return stand_ins([person], conf.directory(), day=timezone.localdate(at))[person.pk]


def _text_of(enquiry: Enquiry) -> str:
    said = enquiry.messages.filter(direction=Message.Direction.IN, deleted_at__isnull=True).values_list("text", flat=True)
    return "\n".join([enquiry.subject, *said])


def _groups(text: str, topic: Topic | None) -> list[_Group]:
    reading = read(text)
    if topic is not None:
        code = OUTSIDE if topic.outside_body_id else topic.department.code if topic.department else topic.department_code
        words = next((scored.words for scored in reading.subjects if scored.key == topic.pk), ())
        wanted = [(code, topic.pk, words), *((also, None, ()) for also in topic.also_codes if also not in (code, OUTSIDE))]
    else:
        best = [(code, reading.best_of(code)) for code, _score in reading.departments[:GROUPS]]
        wanted = [(code, scored.key if scored else None, scored.words if scored else ()) for code, scored in best]
    topics = Topic.objects.select_related("outside_body").in_bulk([key for _code, key, _words in wanted if key])
    rows, parents = _tree()
    outside = next((body.partition(":")[2] for body, _score in reading.bodies if body.startswith(OUTSIDE)), "")
    groups = []
    for code, key, words in wanted:
        subject = topics.get(key) if key else None
        own = rows.get(subject.department_id) if subject and subject.department_id else None
        department = None if code == OUTSIDE else own or _by_code(rows, code)
        body = subject.outside_body if subject else OutsideBody.objects.filter(slug=outside).first() if code == OUTSIDE else None
        groups.append(_Group(code, subject, words, department, _branch(department, parents), body))
    return groups


def _tree() -> tuple[dict[int, Department], dict[int, int | None]]:
    """Every department and who stands above it: one query."""
    rows = {row.pk: row for row in departments().order_by("pk")}
    return rows, {pk: getattr(row, "parent_id", None) for pk, row in rows.items()}


def _by_code(rows: dict[int, Department], code: str) -> Department | None:
    return next((row for row in rows.values() if code and row.code == code), None)


def _branch(department: Department | None, parents: dict[int, int | None]) -> frozenset[int]:
    """The department, those above it and those below it."""
    if department is None:
        return frozenset()
    return frozenset([*_above(department.pk, parents), *(pk for pk in parents if department.pk in _above(pk, parents))])


def _above(pk: int | None, parents: dict[int, int | None]) -> list[int]:
    chain: list[int] = []
    while pk is not None and pk not in chain:
        chain.append(pk)
        pk = parents.get(pk)
    return chain


def _people(groups: Sequence[_Group], area: Area | None, directory: Directory, *, at: datetime, left_out: frozenset[int]) -> dict[str, list[Candidate]]:
    """People by group code, best first: absences, deputies and loads read for everybody at once."""
    topics = [group.topic.pk for group in groups if group.topic]
    branches = frozenset().union(*(group.branch for group in groups))
    rows = Referent.objects.active().filter(Q(topics__in=topics) | Q(department__in=branches)).distinct()
    referents = list(rows.select_related("user", "department").prefetch_related("topics", "areas"))
    if not referents:
        return {}
    present = stand_ins([referent.user for referent in referents], directory, day=timezone.localdate(at))
    there = [user for user in present.values() if user]
    carried = _carried(there)
    off = directory.off_duty(there, timezone.localdate(at))
    capacity = {referent.user_id: referent.capacity for referent in referents}
    found: dict[str, list[Candidate]] = {}
    for group in groups:
        ranked: dict[int, Candidate] = {}
        for referent in referents:
            user = present[referent.user_id]
            if user is None or user.pk in left_out:
                continue
            load, room = carried.get(user.pk, _Carried()).open, capacity.get(user.pk, referent.capacity)
            if load >= room:
                continue
            candidate = _person(group, referent, user, area, load=load, room=room, in_today=user.pk not in off, label=directory.label)
            if candidate and (user.pk not in ranked or candidate.score > ranked[user.pk].score):
                ranked[user.pk] = candidate
        order = sorted(ranked, key=lambda pk: (-ranked[pk].score, carried.get(pk, _Carried()).last, pk))
        found.setdefault(group.code, [ranked[pk] for pk in order])
    return found


def _person(
    group: _Group, referent: Referent, user: User, area: Area | None, *, load: int, room: int, in_today: bool, label: Callable[[User], str]
) -> Candidate | None:
    exact = group.topic is not None and group.topic in referent.topics.all()
    level = referent.department_id in group.branch
    if not (exact or level):
        return None
    local = area is not None and area in referent.areas.all()
    why = [Reason(Why.KNOWS, {"words": list(group.words) or [group.topic.name]})] if exact and group.topic else []
    why += [Reason(Why.AREA, {"name": area.name})] if local and area else []
    why += [Reason(Why.LEVEL, {"name": str(referent.department)})] if level else []
    stands_in = user.pk != referent.user_id
    why += [Reason(Why.STANDS_IN, {"name": label(referent.user)})] if stands_in else []
    why += [Reason(Why.PRESENT)] if in_today else []
    why += [Reason(Why.LOAD, {"count": load})]
    return Candidate(
        department_code=group.code,
        label="",
        score=round(3 * exact + 2 * local + level - load / room, 2),
        reasons=tuple(why),
        user=user,
        on_behalf_of=referent.user if stands_in else None,
        department=referent.department,
        topic=group.topic,
    )


def _carried(users: Iterable[User]) -> dict[int, _Carried]:
    """Open questions each person leads, and when they were last asked: one query. The second figure only breaks ties and is shown nowhere."""
    asked = Assignment.objects.filter(user__in={user.pk for user in users}).values("user").order_by("user")
    leads = Count("pk", filter=Q(active=True) & ~Q(enquiry__state__in=CLOSED))
    return {row["user"]: _Carried(row["open"], row["last"] or NEVER) for row in asked.annotate(open=leads, last=Max("asked_at"))}


def _without_person(group: _Group, directory: Directory) -> Candidate:
    if group.body:
        return Candidate(group.code, group.body.name, 0.0, (Reason(Why.OUTSIDE, {"name": group.body.name}),), topic=group.topic, body=group.body)
    name = str(group.department) if group.department else group.code
    heads = directory.heads(group.department) if group.department else []
    why = [Reason(Why.NOBODY, {"name": name}), *(Reason(Why.HEAD, {"name": directory.label(head)}) for head in heads[:1])]
    phone = directory.phone(heads[0]) if heads else ""
    return Candidate(group.code, name, 0.0, tuple(why), phone=phone, department=group.department, topic=group.topic)
