"""The town itself: organisation, people, referents, charters, accounts, missions. Deterministic for a given day."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from integrations.bridges import groups
from integrations.bridges.demo import cast, charter, profiles, signing, staff
from integrations.bridges.demo.clockwork import at
from referents import clocks, shipped, thesaurus
from referents.actions import charters, missions
from referents.models import Area, Charter, CharterVersion, Custody, Mandate, OfficialAccount, Referent, ServiceCalendar, Topic
from rse.people.models import Absence, Agent, Department, Organisation, User, WorkingPattern
from rse.people.search_key import letters, search_key
from rse.people.working_time import OFFICE_WEEK

ZONE = ZoneInfo("Europe/Paris")
PASSWORD = "techniville-demo"  # noqa: S105  # printed by the demonstration, refused anywhere else: only DEMO seeds it
PATTERNS = {
    "Temps plein": OFFICE_WEEK,
    "80 %, sans le mercredi": {day: slots for day, slots in OFFICE_WEEK.items() if day != "2"},
    "Terrain, 7 h – 14 h": {str(day): [["07:00", "14:00"]] for day in range(5)},
}
REFERENTS_IN = {"EDU": 4, "POP": 4, "VOI": 4, "SOC": 5, "PRO": 3, "JUR": 0}  # two in every other department; nobody yet for legal affairs
PUBLISHING_DEPARTMENTS = ("EDU", "VOI", "CUL", "SPO", "POP", "MOB")


@dataclass
class Town:
    """What the rest of the seed needs to find again."""

    organisation: Organisation
    users: dict[str, User]
    departments: dict[str, Department] = field(default_factory=dict)
    referents: dict[str, list[Referent]] = field(default_factory=dict)
    accounts: dict[str, OfficialAccount] = field(default_factory=dict)

    @property
    def cm(self) -> User:
        return self.users[cast.CM.number]


def build(today: date) -> Town:
    """Create everything. Call inside one transaction, on a database where the organisation does not exist yet."""
    random = Random(2026)
    groups.install()
    organisation = Organisation.objects.create(name=cast.ORGANISATION, code_insee="99999")
    town = Town(organisation=organisation, users={})
    _departments(town)
    _people(town, random, today)
    _council(town)
    _calendar()
    thesaurus.load()
    shipped.install()
    for name, aliases in cast.AREAS.items():
        Area.objects.create(name=name, aliases=aliases)
    _accounts(town, today)
    _charters(town, today)
    _referents(town, random, today)
    _missions(town, random, today)
    _signatures(town, today)
    signing.keep_the_register(town, today, moment)
    _absences(town, random, today)
    profiles.fill(town, today)
    staff.settle(town, today)
    return town


def find() -> Town | None:
    """The town already built, or None."""
    organisation = Organisation.objects.filter(name=cast.ORGANISATION).first()
    if organisation is None:
        return None
    users = {user.username: user for user in User.objects.filter(username__in=[role.number for role in cast.CAST])}
    return Town(organisation=organisation, users=users, departments={row.code: row for row in Department.objects.filter(organisation=organisation)})


def moment(day: date, clock: str) -> datetime:
    """An aware local time of that day."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=ZONE)


def _departments(town: Town) -> None:
    for code, name, parent, _size in cast.DEPARTMENTS:
        town.departments[code] = Department.objects.create(
            organisation=town.organisation, code=code, name=name, parent=town.departments.get(parent) if parent else None
        )


def _people(town: Town, random: Random, today: date) -> None:
    patterns = [WorkingPattern.objects.create(organisation=town.organisation, name=name, slots=slots) for name, slots in PATTERNS.items()]
    password = make_password(PASSWORD)
    rows: list[tuple[User, Agent]] = []
    for role in cast.CAST:
        rows.append(_person(town, role.number, role.first_name, role.last_name, role.department, role.job_title, patterns[0], password, len(rows), today))
        rows[-1][0].is_superuser = rows[-1][0].is_staff = role.administrator
    names = [(first, last) for first in cast.FIRST_NAMES for last in cast.LAST_NAMES]
    drawn = iter(random.sample(names, 400))
    for code, _name, _parent, size in cast.DEPARTMENTS:
        for _seat in range(size):
            first, last = next(drawn)
            field_work = code in {"PRO", "ESV", "VOI"} and random.random() < 0.6
            pattern = patterns[2] if field_work else patterns[1] if random.random() < 0.15 else patterns[0]
            rows.append(_person(town, str(10001 + len(rows)), first, last, code, _job(random.choice(cast.JOBS), first), pattern, password, len(rows), today))
    leading = _leading(town, rows)
    User.objects.bulk_create([user for user, _agent in rows])
    for user, agent in rows:
        agent.user = user
        agent.folded = search_key(agent)
    Agent.objects.bulk_create([agent for _user, agent in rows])
    town.users = {user.username: user for user, _agent in rows}
    for code, department in town.departments.items():
        department.head = leading[code]
        department.save()
    for role in cast.CAST:
        town.users[role.number].groups.set(Group.objects.filter(name__in=role.groups))


def _job(title: str, first_name: str) -> str:
    """The title as this person holds it."""
    return title if first_name in cast.MEN else cast.FEMININE.get(title, title)


def _leading(town: Town, rows: list[tuple[User, Agent]]) -> dict[str, User]:
    """Who leads each department, by its code: those of the cast keep their job, the others are given the title that goes with it."""
    heads = {}
    for code, department in town.departments.items():
        named = {"EDU": cast.REVIEWER.number, "RH": cast.HR.number}.get(code)
        user, agent = next((user, agent) for user, agent in reversed(rows) if agent.department == department and named in (None, user.username))
        if named is None:
            level = 0 if department.parent is None else 1 if department.parent.parent is None else 2
            agent.job_title = cast.HEADS[level][agent.first_name not in cast.MEN]
        heads[code] = user
    return heads


def _council(town: Town) -> None:
    """Elected members: in the directory, in no department, without an account to sign in with."""
    users = [
        User(username=str(20001 + index), first_name=first, last_name=last, email=f"{letters(last)}@techniville.example", is_active=False)
        for index, (first, last, _charge) in enumerate(cast.ELECTED)
    ]
    User.objects.bulk_create(users)
    rows = [
        Agent(user=user, organisation=town.organisation, kind=Agent.Kind.ELECTED, first_name=first, last_name=last, job_title=charge, site="Hôtel de ville")
        for user, (first, last, charge) in zip(users, cast.ELECTED, strict=True)
    ]
    for index, agent in enumerate(rows):
        agent.phone = f"01 00 00 05 {index:02}"
        agent.folded = search_key(agent)
    Agent.objects.bulk_create(rows)


def _person(
    town: Town, number: str, first: str, last: str, code: str, job: str, pattern: WorkingPattern, password: str, index: int, today: date
) -> tuple[User, Agent]:
    """Unsaved; one agent in six works in the field without an e-mail address, as in real towns."""
    field_worker = pattern.name.startswith("Terrain")
    user = User(
        username=number,
        first_name=first,
        last_name=last,
        email=None if field_worker else f"{number}@techniville.example",
        password=password,
        is_active=True,
    )
    agent = Agent(
        organisation=town.organisation,
        department=town.departments[code],
        first_name=first,
        last_name=last,
        job_title=job,
        phone="" if field_worker else f"01 00 00 {index // 100:02d} {index % 100:02d}",
        mobile=f"06 00 00 {index // 100:02d} {index % 100:02d}" if field_worker else "",
        site=cast.SITES[index % len(cast.SITES)],
        pattern=pattern,
        joined_on=today - timedelta(days=200 + 37 * (index % 90)),
    )
    return user, agent


def _calendar() -> None:
    calendar = ServiceCalendar.objects.create(
        name="Services municipaux", hours={str(day): [["08:30", "12:00"], ["13:30", "17:30"]] for day in range(5)}, is_default=True
    )
    clocks.install_policies(calendar)


def _accounts(town: Town, today: date) -> None:
    communication = town.departments["COM"]
    lengths = {"facebook": 2000, "instagram": 2200, "x": 280, "mastodon": 500, "linkedin": 3000}
    for platform, length in lengths.items():
        town.accounts[platform] = account = OfficialAccount.objects.create(
            platform=platform,
            identity="villedetechniville",
            label="Ville de Techniville",
            address=f"https://{platform}.example/villedetechniville",
            department=communication,
            state="live",
            max_length=length,
            recovery="compte@techniville.example",
            verified_on=today - timedelta(days=40),
        )
        Custody.objects.create(account=account, user=town.cm, role="holder", two_factor=True, reviewed_on=today - timedelta(days=40))
    Custody.objects.create(account=town.accounts["facebook"], user=town.users[cast.DISPATCHER.number], role="deputy", two_factor=True)


def _charters(town: Town, today: date) -> None:
    publishing = Charter.objects.create(slug="referents", name="Charte des référents", audience="publishing", valid_months=24)
    network = Charter.objects.create(slug="reseau", name="Charte d’usage du réseau", audience="network", valid_months=60)
    begun = moment(today - timedelta(days=300), "08:30")
    with at(begun):
        publish = partial(charters.publish_version, changes="", effective_at=begun, must_sign_by=today - timedelta(days=270), actor=None)
        publish(publishing, text=charter.PUBLISHING_1)
        publish(network, text=charter.NETWORK)


def _second_version(today: date) -> CharterVersion:
    with at(moment(today - timedelta(days=17), "09:00")):
        return charters.publish_version(
            Charter.objects.get(slug="referents"),
            text=charter.PUBLISHING_2,
            changes=charter.CHANGES,
            effective_at=moment(today - timedelta(days=9), "00:00"),
            must_sign_by=today + timedelta(days=16),
            actor=None,
        )


def _referents(town: Town, random: Random, today: date) -> None:
    areas = list(Area.objects.order_by("pk"))
    known = {role.number for role in (cast.REFERENT, cast.BUILDINGS, cast.ROADS, cast.ROADS_DEPUTY, cast.MOBILITY)}
    bystanders = {role.number for role in cast.CAST} - known
    for code, department in town.departments.items():
        count = REFERENTS_IN.get(code, 2)
        staff = User.objects.filter(agent__department=department, email__isnull=False).exclude(pk=department.head_id or 0).exclude(username__in=bystanders)
        people = sorted(staff.order_by("username"), key=lambda user: user.username not in known)[:count]
        topics = list(Topic.objects.filter(department=department).order_by("slug"))
        for index, user in enumerate(people):
            referent = Referent.objects.create(
                user=user,
                department=department,
                state="active",
                deputy=people[(index + 1) % count],
                capacity=random.choice((4, 5, 6)),
                since=today - timedelta(days=280),
            )
            referent.topics.set(topics if user.username in known else topics[index::count])
            referent.areas.set(random.sample(areas, 2))
            town.referents.setdefault(code, []).append(referent)


def _missions(town: Town, random: Random, today: date) -> None:
    begun = today - timedelta(days=280)
    trained_until = today + timedelta(days=450)
    grant = partial(missions.grant, start=begun, trained_on=begun - timedelta(days=5), training_valid_until=trained_until, actor=None)
    accounts = list(town.accounts.values())
    with at(moment(begun, "10:00")):
        for number in (cast.CM.number, cast.DISPATCHER.number):
            grant(user=town.users[number], role="publisher", accounts=accounts, share=Decimal(50))
        grant(user=town.users[cast.REVIEWER.number], role="reviewer")
        grant(user=town.departments["DGS"].head, role="reviewer")  # type: ignore[arg-type]  # just named
        for code, people in town.referents.items():
            for index, referent in enumerate(people):
                grant(
                    user=referent.user,
                    role="referent",
                    departments=[town.departments[code]],
                    job_description=random.choice(Mandate.JobDescription.values),
                    visa_by=town.departments[code].head,
                )
                if index == 0 and code in PUBLISHING_DEPARTMENTS:
                    grant(
                        user=referent.user,
                        role="publisher",
                        departments=[town.departments[code]],
                        accounts=accounts[:1],
                    )
        signing.more_publishers(town, start=begun, trained_until=trained_until)


def _signatures(town: Town, today: date) -> None:
    publishers = list(User.objects.filter(mandates__role="publisher").distinct().order_by("pk"))
    first = CharterVersion.objects.get(charter__slug="referents", number=1)
    with at(moment(today - timedelta(days=275), "11:00")):
        for user in publishers:
            charters.sign(first, words_shown=charter.WORDS, text_sha256=first.sha256, actor=user)
        for referent in Referent.objects.exclude(user__in=publishers).order_by("pk")[:40]:
            charters.sign(first, words_shown=charter.WORDS, text_sha256=first.sha256, actor=referent.user)
    network = CharterVersion.objects.get(charter__slug="reseau", number=1)
    with at(moment(today - timedelta(days=274), "11:00")):
        for user in User.objects.filter(agent__organisation=town.organisation, is_active=True).order_by("pk"):
            charters.sign(network, words_shown=charter.WORDS, text_sha256=network.sha256, actor=user)
    second = _second_version(today)
    with at(moment(today - timedelta(days=9), "14:00")):
        for user in (town.cm, town.users[cast.DISPATCHER.number]):
            charters.sign(second, words_shown=charter.WORDS, text_sha256=second.sha256, actor=user)
    signing.sign_the_second(town, second, today, moment)


def _absences(town: Town, random: Random, today: date) -> None:
    people = {number: Agent.objects.get(user=user) for number, user in town.users.items() if number in {role.number for role in cast.CAST}}
    rows = [
        Absence(agent=people[cast.ROADS.number], start=today - timedelta(days=2), end=today + timedelta(days=9), substitute=people[cast.ROADS_DEPUTY.number])
    ]
    others = Agent.objects.filter(kind=Agent.Kind.AGENT).exclude(pk__in=[agent.pk for agent in people.values()]).order_by("pk")
    rows += [
        Absence(agent=agent, start=today - timedelta(days=random.randint(0, 6)), end=today + timedelta(days=random.randint(0, 12)))
        for agent in random.sample(list(others), 22)
    ]
    Absence.objects.bulk_create(rows)


def prints(town: Town) -> list[str]:
    """The demonstration's accounts, one line each."""
    lines = []
    for role in cast.CAST[:7]:
        lines.append(f"  {role.number}  {role.first_name} {role.last_name}, {role.job_title.lower()} ({town.departments[role.department].name})")
    return [*lines, f"  code : {PASSWORD}"]


def today() -> date:
    """The day the town is built for."""
    return timezone.localdate()
