"""The page of figures: charts with their tables, and the same as lines of a file."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rse.communities.models import Community
from rse.core import charts
from rse.feed.models import Post
from rse.insights import figures
from rse.insights.figures import Departments, FirstSteps, Reach, Week
from rse.insights.models import FruitlessSearch
from rse.insights.suppression import Cell
from rse.people.models import User


@dataclass(frozen=True)
class Life:
    """How alive one place is: the whole network as the reader reads it, or one group."""

    weeks: list[Week]
    people_chart: SafeString
    words_chart: SafeString
    unanswered: list[Post]
    unanswered_count: int
    reach: list[Reach]


@dataclass(frozen=True)
class Network:
    life: Life
    departments: Departments
    cold: list[Community]
    cold_weeks: int
    steps: FirstSteps
    searches: list[FruitlessSearch]


def life_of(user: User, *, now: datetime, today: date, community: Community | None = None) -> Life:
    weeks = figures.weekly(user, today=today, community=community)
    waiting = figures.unanswered(user, now=now, community=community)
    # One label in two: twelve of them would touch.
    points = [charts.Point(date_format(week.monday, "j/n") if place % 2 else "") for place, week in enumerate(weeks)]
    people = charts.columns(
        "people",
        title=_("People who took part, by week"),
        told=_("Who wrote, commented, reacted, supported an idea or acknowledged; weeks with fewer than five people are not shown."),
        points=points,
        series=charts.Series(_("People"), [week.people for week in weeks]),
    )
    said = charts.lines(
        "said",
        title=_("Posts and comments, by week"),
        told=_("How many were sent each week."),
        points=points,
        series=[charts.Series(_("Posts"), [week.posts for week in weeks]), charts.Series(_("Comments"), [week.comments for week in weeks])],
    )
    reach = figures.reach(user, now=now, community=community)
    return Life(weeks, people, said, list(waiting[: figures.SHOWN]), waiting.count(), reach)


def network_of(user: User, *, now: datetime, today: date, cold_weeks: int) -> Network:
    return Network(
        life=life_of(user, now=now, today=today),
        departments=figures.by_department(user, today=today),
        cold=figures.cold(user, now=now, weeks=cold_weeks),
        cold_weeks=cold_weeks,
        steps=figures.first_steps(user, today=today),
        searches=figures.searches(user, today=today),
    )


def lines_of_life(life: Life) -> list[list[str]]:
    """For a spreadsheet: one line a week, then one a must-read."""
    lines = [[_("Week of"), _("People"), _("Posts"), _("Comments")]]
    lines += [[week.monday.isoformat(), number(week.people), str(week.posts), str(week.comments)] for week in life.weeks]
    lines += [[], [_("Must-read"), _("Concerned"), _("Acknowledged")]]
    return lines + [[safe(str(reach.post)), str(reach.concerned), number(reach.acknowledged)] for reach in life.reach]


def lines_of_network(network: Network) -> list[list[str]]:
    lines = [*lines_of_life(network.life), [], [_("Department"), _("People"), _("Took part in four weeks")]]
    return lines + [[safe(name), str(cell.size), spelt(cell)] for name, cell in network.departments.cells.items()]


def number(value: int | None) -> str:
    return _("fewer than 5") if value is None else str(value)


def spelt(cell: Cell) -> str:
    return str(cell.value) if cell.value is not None else _("nearly all") if cell.nearly else _("not shown")


def safe(text: str) -> str:
    """A cell that begins like a formula is text for a spreadsheet too."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
