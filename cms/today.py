"""What the intranet brings to the home page of Relais: an alert above, news and the menu of the canteen beside what must be done.

Two queries for everything when no page is restricted: one reads the restrictions, one the alerts, the news and the menu together.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, DateField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.models import Alert, CanteenDay, NewsPage
from cms.permissions import Sight
from rse.core.prepared import Prepared
from rse.core.requests import SignedInRequest
from rse.core.todo import TodoCard
from rse.people.models import User

NEWS_SHOWN = 3
NEWS_FOR = timedelta(days=30)
ALERTS_SHOWN = 3
_READ = "_intranet_today"


@dataclass(frozen=True)
class Item:
    """An alert, a piece of news or the menu, in words. `mark` is the level of an alert, "pinned" for news put forward."""

    heading: str
    words: str
    mark: str
    url: str
    day: date


@dataclass
class Today:
    alerts: list[Item] = field(default_factory=list)
    news: list[Item] = field(default_factory=list)
    canteen: list[Item] = field(default_factory=list)


def today(user: User, sight: Sight | None = None) -> Today:
    """Asked once a request, however many parts of the page show it. `sight`: where the restrictions of `user` have been read already."""
    if _READ not in vars(user):
        vars(user)[_READ] = _read(sight or Sight(user))
    return vars(user)[_READ]  # type: ignore[no-any-return]  # written above


def _read(sight: Sight) -> Today:
    user = sight.user
    if user.is_superuser or sight.closed_pages:
        rows = list(_everything(user, timezone.now(), sight.visible(Page.objects.live()).order_by()))
    else:
        rows = OPEN.rows(user)
    found = Today()
    for what, _pk, heading, words, mark, place, day in rows:
        getattr(found, what).append(Item(heading, words, mark, _address(place), day if isinstance(day, date) else date.fromisoformat(day)))
    found.alerts.sort(key=lambda item: ({"urgent": 0, "warning": 1}.get(item.mark, 2), -item.day.toordinal()))
    found.news.sort(key=lambda item: (item.mark != "pinned", -item.day.toordinal()))
    return found


def _everything(user: User, now: datetime, pages: "QuerySet[Page]") -> "QuerySet[Any]":
    """Alerts, news and menu of the day in one query; `pages` are those that `user` reads."""
    on = timezone.localdate()
    latest = NewsPage.objects.filter(pk__in=pages.values("pk"), date__range=(on - NEWS_FOR, on)).order_by(
        Case(When(pinned_until__gte=on, then=0), default=1), "-date", "-pk"
    )[:NEWS_SHOWN]
    leads = Case(When(page__in=pages.values("pk"), then=F("page__url_path")), default=Value(""), output_field=CharField())
    alerts = _rows("alerts", Alert.objects.visible_to(user).standing(now), "title", "text", mark=F("level"), place=leads, day=Cast("starts_at", DateField()))
    pinned = Case(When(pinned_until__gte=on, then=Value("pinned")), default=Value(""), output_field=CharField())
    news = _rows("news", NewsPage.objects.filter(pk__in=latest.values("pk")), "title", "intro", mark=pinned, place=F("url_path"), day=F("date"))
    dishes = Concat("starter", Value("\n"), "main", Value("\n"), "vegetarian", Value("\n"), "dessert", output_field=CharField())
    served = CanteenDay.objects.filter(day=on, week__in=pages.values("pk"))
    canteen = _rows("canteen", served, "main", dishes, mark=Value(""), place=F("week__url_path"), day=F("day"))
    return alerts.union(news, canteen, all=True)


def _where_nothing_is_closed(user: User, now: datetime) -> "QuerySet[Any]":
    return _everything(user, now, Page.objects.live().order_by())


OPEN = Prepared(_where_nothing_is_closed)


def _rows(what: str, rows: "QuerySet[Any]", heading: str, words: Any, *, mark: Any, place: Any, day: Any) -> "QuerySet[Any]":  # Any: expressions
    columns = {
        "row_kind": Value(what, output_field=CharField()),
        "row_heading": Cast(heading, CharField()),
        "row_words": Cast(words, CharField()),
        "row_mark": Cast(mark, CharField()),
        "row_place": Cast(place, CharField()),
        "row_day": Cast(day, DateField()),
    }
    return rows.order_by().annotate(**columns).values_list("row_kind", "pk", "row_heading", "row_words", "row_mark", "row_place", "row_day")


def _address(place: str) -> str:
    """From a place in the tree to an address, by the roots of sites that Wagtail keeps in its cache."""
    return (Page(pk=1, url_path=place, title="").get_url() or "") if place else ""


def cards(user: User) -> list[TodoCard]:
    """News and the menu of the day, beside what must be done; no card for nothing."""
    found = today(user)
    shown = [TodoCard("cms/aside/canteen.html", {"served": found.canteen}, 30)] if found.canteen else []
    return [*shown, TodoCard("cms/aside/news.html", {"news": found.news}, 40)] if found.news else shown


def alert_context(request: SignedInRequest) -> dict[str, Any]:
    """On the home page alone: no other page pays a query for it."""
    return {"intranet_alerts": today(request.user).alerts[:ALERTS_SHOWN]} if request.path == reverse("core:home") else {}
