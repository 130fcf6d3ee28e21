"""« Personnel »: what HR has under its eyes. Reading only; nothing here says how anybody works."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from rse.core.todo import TodoCard
from rse.people.models import Agent, Department, ImportRun, JobDescription, Position, User

RECENT = timedelta(days=60)
SOON = timedelta(days=90)
SHOWN = 6
# No other page lists these.
LISTED = 40
PAGE_SIZE = 40

Provider = Callable[[User], list[TodoCard]]

_providers: list[Provider] = []


def register_cards(provider: Provider) -> None:
    """`provider(user)` gives cards for the head of the page; other rooms register from `AppConfig.ready()`, harmless twice."""
    if provider not in _providers:
        _providers.append(provider)


@dataclass(frozen=True)
class Few:
    """The first rows of a list, and how many there are."""

    rows: list
    total: int


@dataclass(frozen=True)
class Personnel:
    cards: list[TodoCard]
    in_post: int
    entered: Few
    without_code: Few
    ending: Few
    to_come: Few
    asked: Few
    runs: list[ImportRun]
    waiting: list[ImportRun]


def personnel(user: User, *, on: date) -> Personnel:
    """A fixed number of queries, whatever the size of the authority."""
    agents = Agent.objects.visible_to(user)
    positions = Position.objects.visible_to(user).select_related("agent", "department")
    runs = ImportRun.objects.visible_to(user).defer("content", "report").select_related("actor")
    cards = sorted((card for provider in _providers for card in provider(user)), key=lambda card: card.order)
    return Personnel(
        cards=cards,
        in_post=agents.count(),
        entered=few(agents.filter(joined_on__gt=on - RECENT, joined_on__lte=on).select_related("department").order_by("-joined_on", "pk"), LISTED),
        without_code=few(agents.codes_given_by(user).without_account().select_related("department").order_by("folded", "pk")),
        ending=few(positions.ending(on, before=on + SOON).order_by("end", "pk"), LISTED),
        to_come=few(positions.to_come(on).filter(agent__state="active").order_by("start", "pk"), LISTED),
        asked=few(JobDescription.objects.visible_to(user).filter(contributor_role="asked").select_related("department").order_by("title", "pk")),
        runs=list(runs.filter(state="applied")[:SHOWN]),
        waiting=list(runs.filter(state__in=["ready", "faulty"])[:SHOWN]),
    )


def few(rows: QuerySet, most: int = SHOWN) -> Few:
    shown = list(rows[: most + 1])
    return Few(shown[:most], len(shown) if len(shown) <= most else rows.count())


def job_descriptions(user: User, *, on: date, q: str = "", department: Department | None = None, mention: str = "") -> QuerySet[JobDescription]:
    """What the filters find, each with `holders`, the number of positions held on that day."""
    found = JobDescription.objects.visible_to(user).select_related("department", "updated_by")
    if q:
        found = found.filter(Q(title__icontains=q) | Q(code__icontains=q))
    if department:
        found = found.filter(department=department)
    if mention:
        found = found.filter(contributor_role=mention)
    held = Q(positions__start__lte=on) & (Q(positions__end__isnull=True) | Q(positions__end__gte=on))
    return found.annotate(holders=Count("positions", filter=held)).order_by("title", "pk")
