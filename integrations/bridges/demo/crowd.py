"""A crowd of invented agents, to measure on: always the same for the same number, written in bulk in a few seconds."""

from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from integrations.bridges.demo import cast, crowd_names
from rse.people.models import Agent, Department, Organisation, Skill, User, WorkingPattern
from rse.people.search_key import letters, search_key
from rse.people.working_time import OFFICE_WEEK

FIRST_NUMBER = 500_001
ROUND = 997  # prime with the ten thousand numbers kept for fiction: each person has their own


@transaction.atomic
def build(agents: int) -> int:
    """Add people until the crowd has `agents`, ten thousand at most; returns how many were added. Run twice, the second run adds nobody."""
    organisation, _made = Organisation.objects.get_or_create(name=cast.ORGANISATION)
    there = User.objects.filter(username__in=[str(FIRST_NUMBER + index) for index in range(agents)]).count()
    if there >= agents:
        return 0
    departments = _departments(organisation)
    pattern, _made = WorkingPattern.objects.get_or_create(organisation=organisation, name="Temps plein", defaults={"slots": dict(OFFICE_WEEK)})
    people = [_person(index, draw, departments, organisation, pattern) for index, draw in enumerate(_names(agents))]
    people = people[there:]
    User.objects.bulk_create([user for user, _agent in people], batch_size=500)
    for user, agent in people:
        agent.user = user
        agent.folded = search_key(agent)
    Agent.objects.bulk_create([agent for _user, agent in people], batch_size=500)
    _heads(departments)
    _skills([agent for _user, agent in people])
    return len(people)


def _departments(organisation: Organisation) -> list[Department]:
    found = {department.code: department for department in Department.objects.filter(organisation=organisation)}
    for code, name, parent, *_size in (*cast.DEPARTMENTS, *crowd_names.DEPARTMENTS):
        if code not in found:
            found[code] = Department.objects.create(organisation=organisation, code=code, name=name, parent=found[parent] if parent else None)
    return [found[code] for code, *_rest in (*cast.DEPARTMENTS, *crowd_names.DEPARTMENTS)]


def _names(count: int) -> list[tuple[str, str, bool]]:
    """Distinct full names, in an order of their own: (first name, last name, woman)."""
    pairs = [
        (first, last, woman) for woman, firsts in ((True, crowd_names.WOMEN), (False, crowd_names.MEN)) for first in firsts for last in crowd_names.SURNAMES
    ]
    Random(5000).shuffle(pairs)
    return list({(first, last): (first, last, woman) for first, last, woman in pairs}.values())[:count]


def _person(index: int, draw: tuple[str, str, bool], departments: list[Department], organisation: Organisation, pattern: WorkingPattern) -> tuple[User, Agent]:
    """Unsaved. Everything follows from the index; one person in six has no e-mail address, one in three a mobile."""
    first, last, woman = draw
    random = Random(index)
    department = random.choice(departments)
    trades = crowd_names.TRADES.get(department.code, ()) * 3 + crowd_names.TRADES[""]
    line, mobile = divmod(index * ROUND % 10_000, 100), divmod((index * ROUND + 5_003) % 10_000, 100)
    number = str(FIRST_NUMBER + index)
    user = User(username=number, first_name=first, last_name=last, email=None if index % 6 == 5 else f"{number}@techniville.example", is_active=index == 0)
    user.password = make_password(None)
    agent = Agent(
        organisation=organisation,
        department=department,
        kind=Agent.Kind.ELECTED if index % 250 == 249 else Agent.Kind.AGENT,
        first_name=first,
        last_name=last,
        job_title=random.choice(trades)[woman],
        phone=f"01 99 00 {line[0]:02} {line[1]:02}",
        mobile=f"06 39 98 {mobile[0]:02} {mobile[1]:02}" if index % 3 == 0 else "",
        site=random.choice(cast.SITES),
        pattern=pattern,
    )
    if agent.kind == Agent.Kind.ELECTED:
        agent.department, agent.job_title = None, "Conseillère municipale" if woman else "Conseiller municipal"
    return user, agent


def _heads(departments: list[Department]) -> None:
    """Each department without a head is given its first person, « Directrice » or « Directeur »."""
    for department in departments:
        agent = Agent.objects.filter(department=department).order_by("pk").select_related("department").first()
        if department.head_id is None and agent is not None:
            department.head_id = agent.user_id
            department.save(update_fields=["head"])
            agent.job_title = f"{'Directrice' if agent.first_name in crowd_names.WOMEN else 'Directeur'}, {department.name}"
            agent.folded = search_key(agent)
            agent.save(update_fields=["job_title", "folded"])


def _skills(agents: list[Agent]) -> None:
    skills = [Skill.objects.get_or_create(folded=letters(name), defaults={"name": name})[0] for name in crowd_names.SKILLS]
    links = Agent.skills.through
    pairs = [links(agent_id=agent.pk, skill_id=skill.pk) for agent in agents[::4] for skill in Random(agent.folded).sample(skills, 2)]
    links.objects.bulk_create(pairs, batch_size=500)
