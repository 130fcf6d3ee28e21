"""The portal of a department, worked out from the department when the page is read: after a reorganisation it says what is true. Reading only."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Count, DateField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from cms.models import GuideIndexPage, GuidePage, NewsPage, PortalPage
from cms.readers import Reader, accounts_of
from rse.core.models import Document
from rse.core.prepared import Prepared
from rse.events.models import Event
from rse.people.models import Agent, Department, User
from rse.people.presence import Presence, presence

if TYPE_CHECKING:
    from referents.models import OfficialAccount
    from referents.reachability import Entry

TEAM_SHOWN = 24
GUIDES_SHOWN = 30
NEWS_SHOWN = 3
EVENTS_SHOWN = 5
DOCUMENTS_SHOWN = 12
EVENTS_WITHIN = timedelta(days=60)


@dataclass(frozen=True)
class Leaf:
    """A page as one line of a portal: a guide, a piece of news."""

    pk: int
    title: str
    words: str
    url: str
    day: date | None


@dataclass
class Leaves:
    """What one query brings: lines of pages, where all the guides are listed, the portals by department."""

    guides: list[Leaf] = field(default_factory=list)
    news: list[Leaf] = field(default_factory=list)
    index: list[Leaf] = field(default_factory=list)
    portals: dict[int, Leaf] = field(default_factory=dict)


@dataclass(frozen=True)
class Portal:
    """`team` is that of the department itself, its head first; `agents` counts with those below; `all_guides` is where the guides of every department are."""

    department: Department
    head: Agent | None
    team: list[tuple[Agent, Presence]]
    agents: int
    above: Department | None
    below: list[tuple[Department, Leaf | None]]
    referents: "list[Entry]"
    guides: list[Leaf]
    all_guides: str
    more_guides: bool
    news: list[Leaf]
    documents: list[Document]
    events: list[Event]
    accounts: "list[OfficialAccount]"


def portal(reader: Reader, page: PortalPage) -> Portal | None:
    """Nothing when the department is gone. A constant number of queries, whatever the number of people and pages."""
    chart = {row.pk: row for row in CHART.objects(reader.user)}
    department = chart.get(page.of_id or 0)
    if department is None:
        return None
    user, now = reader.user, timezone.now()
    ids = _with_below(department, chart)
    team = TEAM.objects(user, departments=[department.pk])
    there = presence(team, now)
    found = _leaves(reader, page, ids)
    return Portal(
        department=department,
        head=next((agent for agent in team if agent.user_id == department.head_id), None) or getattr(page.of and page.of.head, "agent", None),
        team=[(agent, there[agent.pk]) for agent in sorted(team, key=lambda agent: agent.user_id != department.head_id)],
        agents=sum(chart[pk].people for pk in ids),
        above=chart.get(department.parent_id or 0),
        below=[(row, found.portals.get(row.pk)) for row in chart.values() if row.parent_id == department.pk],
        referents=reader.referents_in(ids),
        guides=sorted(found.guides, key=lambda leaf: leaf.title)[:GUIDES_SHOWN],
        all_guides=found.index[0].url if found.index else "",
        more_guides=len(found.guides) > GUIDES_SHOWN,
        news=sorted(found.news, key=lambda leaf: (leaf.day or timezone.localdate(now), leaf.pk), reverse=True),
        documents=_documents(reader, page),
        events=EVENTS.objects(user, departments=ids),
        accounts=accounts_of(ids),
    )


def _with_below(department: Department, chart: Mapping[int, Department]) -> list[int]:
    """Ids of the department and of those below it; a loop in the data ends it."""
    found = [department.pk]
    for pk in found:
        found += [row.pk for row in chart.values() if row.parent_id == pk and row.pk not in found]
    return found


def _leaves(reader: Reader, page: PortalPage, ids: list[int]) -> Leaves:
    """The pages of the department and the portals below it: one query beside the rights."""
    if reader.user.is_superuser or reader.sight.closed_pages or page.numchild:
        rows: Iterable[tuple[Any, ...]] = _pages(reader.sight.visible, ids, page.path)
    else:
        rows = OPEN.rows(reader.user, departments=ids)
    found = Leaves()
    for kind, pk, title, words, place, day, department in rows:
        leaf = Leaf(pk, title, words, reader.address(place), date.fromisoformat(day) if isinstance(day, str) else day)
        if kind == "portals":
            found.portals[department] = leaf
        else:
            getattr(found, kind).append(leaf)
    return found


def _pages(visible: "Callable[[QuerySet[Any]], QuerySet[Any]]", departments: list[int], path: str) -> "QuerySet[Any]":  # Any: pages of four kinds
    """`path`: that of the portal, whose own guides are the department's too; "" when it has none."""
    of_it = Q(department__in=departments) | Q(path__startswith=path) if path else Q(department__in=departments)
    guides = visible(GuidePage.objects.live()).filter(of_it).order_by("title", "pk")[: GUIDES_SHOWN + 1]
    latest = visible(NewsPage.objects.live()).filter(department__in=departments).order_by("-date", "-pk")[:NEWS_SHOWN]
    return _rows("guides", GuidePage.objects.filter(pk__in=guides.values("pk"))).union(
        _rows("index", visible(GuideIndexPage.objects.live())),
        _rows("news", NewsPage.objects.filter(pk__in=latest.values("pk")), day=F("date")),
        _rows("portals", visible(PortalPage.objects.live()).filter(of__in=departments), department=F("of")),
        all=True,
    )


def _coming(user: User, now: datetime, *, departments: list[int]) -> QuerySet[Event]:
    end = timezone.make_aware(datetime.combine(timezone.localdate() + EVENTS_WITHIN, time()))
    theirs = Q(post__department__in=departments) | Q(post__on_behalf_of__in=departments)
    return Event.objects.visible_to(user).standing().between(now, end).filter(theirs).with_post().in_order()[:EVENTS_SHOWN]


def _team(user: User, _now: datetime, *, departments: list[int]) -> QuerySet[Agent]:
    return Agent.objects.visible_to(user).filter(state=Agent.State.ACTIVE, department__in=departments).listed()[:TEAM_SHOWN]


def _chart(_user: User, _now: datetime) -> QuerySet[Department]:
    people = Count("agents", filter=Q(agents__state=Agent.State.ACTIVE))
    return Department.objects.only("name", "parent", "head").annotate(people=people).order_by("name")


CHART, TEAM, EVENTS = Prepared(_chart), Prepared(_team), Prepared(_coming)
# Where nothing is closed to the reader.
OPEN = Prepared(lambda _user, _now, departments: _pages(lambda pages: pages, departments, ""))


def _rows(what: str, pages: "QuerySet[Any]", *, day: Any = None, department: Any = None) -> "QuerySet[Any]":  # Any: expressions
    columns = {
        "row_kind": Value(what, output_field=CharField()),
        "row_day": Cast(day or Value(None), DateField()),
        "row_department": Cast(department or Value(None), IntegerField()),
    }
    return pages.order_by().annotate(**columns).values_list("row_kind", "pk", "title", "intro", "url_path", "row_day", "row_department")


def _documents(reader: Reader, page: PortalPage) -> list[Document]:
    """Those of the collection of the department and of those below it."""
    if page.collection is None:
        return []
    rows = reader.sight.visible(Document.objects.filter(collection__path__startswith=page.collection.path))
    return list(rows.order_by("-created_at")[:DOCUMENTS_SHOWN])
