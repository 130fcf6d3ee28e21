"""What the list pages show: news, guides, portals, issues, weeks of the canteen, the map of the site. Reading only, a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.models import CampaignPage, CanteenWeekPage, GuidePage, NewsCategory, NewsletterPage, NewsPage, PortalPage
from cms.permissions import Sight
from rse.people.models import Department

NEWS_SHOWN = 20
ISSUES_SHOWN = 52


@dataclass(frozen=True)
class NewsList:
    """`pinned` stands above, on the first page only; `after` is where the next page starts, or ""."""

    pinned: list[NewsPage]
    rows: list[NewsPage]
    categories: list[NewsCategory]
    chosen: NewsCategory | None
    after: str


def news(sight: Sight, *, category: str = "", after: str = "", on: date) -> NewsList:
    """Four queries beside the rights. `after` is « 2026-11-26.42 », as given by the page before; anything else is the first page."""
    categories = list(NewsCategory.objects.all())
    chosen = next((one for one in categories if one.slug == category), None)
    rows = sight.visible(NewsPage.objects.live()).filter(date__lte=on).select_related("category", "department", "image")
    if chosen:
        rows = rows.filter(category=chosen)
    is_pinned = Q(pinned_until__gte=on)
    place = _place(after)
    shown = rows.exclude(is_pinned).order_by("-date", "-pk")
    if place:
        shown = shown.filter(Q(date__lt=place[0]) | Q(date=place[0], pk__lt=place[1]))
    found = list(shown[: NEWS_SHOWN + 1])
    more = found[NEWS_SHOWN - 1] if len(found) > NEWS_SHOWN else None
    return NewsList(
        pinned=[] if place else list(rows.filter(is_pinned).order_by("-date", "-pk")),
        rows=found[:NEWS_SHOWN],
        categories=categories,
        chosen=chosen,
        after=f"{more.date.isoformat()}.{more.pk}" if more else "",
    )


def _place(after: str) -> tuple[date, int] | None:
    day, _dot, pk = after.partition(".")
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None


@dataclass(frozen=True)
class Shelf:
    """The guides of one theme."""

    slug: str
    label: str
    guides: list[GuidePage]


def guides(sight: Sight) -> list[Shelf]:
    """Every guide the reader may see, by theme, wherever it stands in the tree. One query beside the rights."""
    rows: dict[str, list[GuidePage]] = defaultdict(list)
    for guide in sight.visible(GuidePage.objects.live()).select_related("department").defer("steps", "body").order_by("title"):
        rows[guide.theme].append(guide)
    return [Shelf(theme.value, str(theme.label), rows[theme.value]) for theme in GuidePage.Theme if theme.value in rows]


@dataclass
class Branch:
    department: Department
    portal: PortalPage | None
    below: "list[Branch]" = field(default_factory=list)


def portals(sight: Sight) -> list[Branch]:
    """The organisation chart with the portal of each department: one that has none is named all the same. Two queries beside the rights."""
    by_department = {portal.of_id: portal for portal in sight.visible(PortalPage.objects.live()).filter(of__isnull=False).defer("body")}
    branches = {row.pk: Branch(row, by_department.get(row.pk)) for row in Department.objects.visible_to(sight.user).order_by("name")}
    for branch in branches.values():
        if branch.department.parent_id in branches:
            branches[branch.department.parent_id].below.append(branch)
    return [branch for branch in branches.values() if branch.department.parent_id not in branches]


def issues(sight: Sight) -> list[NewsletterPage]:
    return list(sight.visible(NewsletterPage.objects.live()).defer("body").order_by("-date", "-pk")[:ISSUES_SHOWN])


@dataclass(frozen=True)
class Week:
    """The menu of one week, with the weeks around it that are written."""

    page: CanteenWeekPage | None
    days: list[Any]
    before: CanteenWeekPage | None = None
    after: CanteenWeekPage | None = None


def week_of(sight: Sight, *, on: date) -> Week:
    """The menu of the week of that day: nothing while the kitchen has not written it. Two queries beside the rights."""
    monday = on - timedelta(days=on.weekday())
    near = {
        page.monday: page
        for page in sight.visible(CanteenWeekPage.objects.live())
        .filter(monday__range=(monday - timedelta(days=7), monday + timedelta(days=7)))
        .prefetch_related("days")
    }
    page = near.get(monday)
    return Week(page, list(page.days.all()) if page else [], near.get(monday - timedelta(days=7)), near.get(monday + timedelta(days=7)))


def campaigns(sight: Sight, *, on: date) -> list[CampaignPage]:
    """Those that run today."""
    rows = sight.visible(CampaignPage.objects.live()).filter(Q(starts_on=None) | Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gte=on))
    return list(rows.defer("body").order_by("ends_on", "pk"))


@dataclass
class Node:
    page: Page
    below: "list[Node]" = field(default_factory=list)


def site_map(sight: Sight, root: Page) -> list[Node]:
    """Every page below `root` that the reader may see, as a tree: one whose parent is closed is not there. One query beside the rights."""
    nodes = {root.path: Node(root)}
    for page in _menu_order(sight.visible(Page.objects.descendant_of(root).live())):
        above = nodes.get(page.path[: -Page.steplen])
        if above is not None:
            nodes[page.path] = Node(page)
            above.below.append(nodes[page.path])
    return nodes[root.path].below


def below(sight: Sight, page: Page) -> list[Page]:
    """The pages right below, in the order of the tree."""
    return list(_menu_order(sight.visible(Page.objects.child_of(page).live())))


def above(sight: Sight, page: Page) -> list[Page]:
    """The way from the home of the intranet to the page, itself left out. No query when the page was reached by its address."""
    rows = page.get_ancestors().order_by("path") if getattr(page, "way", None) is None else page.way
    return [one for one in rows if one.depth > 1 and sight.sees(one)]


def related(sight: Sight, guide: GuidePage) -> list[Page]:
    """What the editor advises to read too, in their order, for whoever may read it."""
    rows = [row.page for row in guide.related_pages.all().select_related("page")]
    return [page for page in rows if page.live and sight.sees(page)]


def _menu_order(pages: "QuerySet[Page]") -> "QuerySet[Page]":
    return pages.only("pk", "path", "depth", "title", "url_path", "slug", "numchild", "content_type_id", "locale_id").order_by("path")
