"""What HR of the town keeps: job descriptions, a position for everybody, a file already applied, newcomers who wait for their code."""

import hashlib
import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from integrations.bridges.demo import cast
from rse.people.models import Agent, ImportRun, JobDescription, PersonChange, Position, User
from rse.people.search_key import search_key

if TYPE_CHECKING:
    from integrations.bridges.demo.town import Town

JOBS = Path(__file__).with_name("jobs.toml")
DAY = timedelta(days=1)
NEWCOMERS = (
    ("10801", "Solène", "Kerbrat", "EDU", "Agent territorial spécialisé des écoles maternelles"),
    ("10802", "Mehdi", "Lacroix", "PRO", "Agent de propreté urbaine"),
    ("10803", "Agathe", "Millet", "CUL", "Bibliothécaire"),
    ("10804", "Ousmane", "Touré", "POP", "Officier d’état civil délégué"),
    ("10805", "Claire", "Vasseur", "SPO", "Éducateur territorial des activités physiques, maître-nageur"),
    ("10806", "Rayan", "Haddad", "PRO", "Agent de propreté urbaine"),
    ("10807", "Lise", "Pichon", "SOC", "Assistante sociale"),
)


def settle(town: "Town", today: date) -> None:
    """Call once everybody is in the directory."""
    descriptions = _descriptions(town, today)
    newcomers = _newcomers(town, today)
    _positions(town, descriptions, today)
    _import(town, newcomers, today)


def _descriptions(town: "Town", today: date) -> dict[tuple[str, int | None], JobDescription]:
    """By title and department, the department being none for jobs found everywhere."""
    written = timezone.now() - timedelta(days=420)
    author = town.users[cast.HR.number]
    rows = []
    for index, job in enumerate(tomllib.loads(JOBS.read_text(encoding="utf-8"))["jobs"]):
        department = town.departments.get(job.get("department", ""))
        rows.append(
            JobDescription(
                organisation=town.organisation,
                code=job["code"],
                title=job["title"],
                department=department,
                text=_text(job),
                contributor_role=job.get("mention", JobDescription.Mention.NO),
                version=1 + index % 3,
                created_at=written,
                updated_at=written + timedelta(days=13 * index),
                updated_by=author,
            )
        )
    JobDescription.objects.bulk_create(rows)
    return {(row.title, row.department_id): row for row in rows}


def _text(job: dict[str, Any]) -> str:
    """As a town writes them: the mission, the activities, the skills."""
    activities = "\n".join(f"• {line}" for line in job["activities"])
    skills = "\n".join(f"• {line}" for line in job["skills"])
    return f"Mission\n{job['mission']}\n\nActivités principales\n{activities}\n\nCompétences et conditions\n{skills}"


def _newcomers(town: "Town", today: date) -> list[Agent]:
    """Entered by the last file; their accounts are still closed."""
    users = [User(username=number, first_name=first, last_name=last, is_active=False) for number, first, last, _code, _job in NEWCOMERS]
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_create(users)
    agents = []
    for index, (user, (_number, first, last, code, job)) in enumerate(zip(users, NEWCOMERS, strict=True)):
        agent = Agent(user=user, organisation=town.organisation, department=town.departments[code], first_name=first, last_name=last, job_title=job)
        agent.joined_on = today - timedelta(days=4 + 3 * (index % 4))
        agent.folded = search_key(agent)
        agents.append(agent)
    return Agent.objects.bulk_create(agents)


def _positions(town: "Town", descriptions: dict[tuple[str, int | None], JobDescription], today: date) -> None:
    """Everybody's main position since they came; here and there a past one, a second one, a contract that ends, a change to come."""
    rows: list[Position] = []
    agents = Agent.objects.filter(organisation=town.organisation, department__isnull=False, state=Agent.State.ACTIVE).select_related("department", "user")
    common = {feminine: title for title, feminine in cast.FEMININE.items()}
    stays = {role.number for role in cast.CAST}
    for index, agent in enumerate(agents.order_by("pk")):
        start = agent.joined_on or today - timedelta(days=900)
        title = common.get(agent.job_title, agent.job_title)
        job = descriptions.get((title, agent.department_id)) or descriptions.get((title, None))
        main = Position(agent=agent, department=agent.department, title=agent.job_title, start=start, job_description=job, taken_up=True)
        if index % 9 == 4 and (today - start).days > 800:
            main.start = start + timedelta(days=500)
            rows.append(Position(agent=agent, department=town.departments["POP"], title="Agent d’accueil", start=start, end=main.start - DAY, taken_up=True))
        if agent.user.username not in stays:
            if index % 60 == 17:
                main.end = today + timedelta(days=20 + index % 50)
            if index % 75 == 33:
                main.end = today + timedelta(days=29)
                rows.append(Position(agent=agent, department=town.departments["DGS"], title="Chargé de mission", start=main.end + DAY))
            if index % 40 == 11:
                rows.append(
                    Position(
                        agent=agent,
                        department=agent.department,
                        title="Conseiller en prévention",
                        start=today - timedelta(days=200),
                        share=Decimal(20),
                        main=False,
                        taken_up=True,
                    )
                )
                main.share = Decimal(80)
        rows.append(main)
    Position.objects.bulk_create(rows)


def _import(town: "Town", newcomers: list[Agent], today: date) -> None:
    """The file of this month, applied by HR; the one of last season was applied too."""
    hr = town.users[cast.HR.number]
    for name, kind, days, counts in (
        ("organigramme-juin.xlsx", ImportRun.Kind.DEPARTMENTS, 168, (27, 2, 3, 22)),
        ("arrivees-novembre.csv", ImportRun.Kind.AGENTS, 3, (352, len(newcomers), 11, 334)),
    ):
        at = timezone.now() - timedelta(days=days, hours=2)
        lines, created, changed, unchanged = counts
        ImportRun.objects.create(
            organisation=town.organisation,
            kind=kind,
            state=ImportRun.State.APPLIED,
            file_name=name,
            sha256=hashlib.sha256(name.encode()).hexdigest(),
            lines=lines,
            created=created,
            changed=changed,
            unchanged=unchanged,
            actor=hr,
            at=at,
            settled_at=at + timedelta(minutes=4),
        )
    at = timezone.now() - timedelta(days=3)
    PersonChange.objects.bulk_create(PersonChange(code="created", actor=hr, subject=agent.user, department=agent.department, at=at) for agent in newcomers)
