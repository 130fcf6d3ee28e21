"""How the pages are, on a page: those of everybody for those who keep the intranet, of their departments for heads, one's own for the others."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms import health, truth
from cms.models.base import IntranetPage
from cms.models.reviews import PageFault
from cms.permissions import open_to
from cms.rights import department_of
from rse.core import charts
from rse.people.models import Department, User

MOST = 50
DRAWN = 12


@dataclass(frozen=True)
class Part:
    slug: str
    title: str
    ills: list[health.Ill]
    number: int


@dataclass(frozen=True)
class HealthPage:
    parts: list[Part]
    chart: SafeString | None
    table: list[list[str]]
    pages: int
    whole: bool


def health_page(user: User, *, on: date) -> HealthPage:
    """A query a family of pages, then a few; links and images come from the nightly check."""
    rows = _answered_for(user)
    by_pk = {page.pk: page for page in rows}
    faults = [health.ill(by_pk[fault.page_id], fault.kind, fault.detail) for fault in PageFault.objects.filter(page__in=by_pk)]
    stale = health.stale_by_department(rows, on=on)
    return HealthPage(
        parts=[
            _part("owner", _("Without owner"), health.without_owner(rows)),
            _part("review", _("Past their day"), health.past_review(rows, on=on)),
            _part("link", _("Broken links"), [ill for ill in faults if ill.kind == PageFault.Kind.LINK]),
            _part("picture", _("Images without words"), [ill for ill in faults if ill.kind == PageFault.Kind.PICTURE]),
        ],
        chart=_chart(stale) if len(stale) > 1 else None,
        table=[
            [_("Department"), _("Past their day"), _("Pages")],
            *([name or _("No department"), str(late), str(number)] for name, late, number in stale),
        ],
        pages=len(rows),
        whole=user.has_perm("cms.keep_pages"),
    )


def _answered_for(user: User) -> list[IntranetPage]:
    """The live pages this person looks after and reads."""
    shown = set(open_to(user, Page.objects.filter(live=True)).values_list("pk", flat=True))
    rows = [page for page in truth.pages() if page.pk in shown]
    if user.has_perm("cms.keep_pages"):
        return rows
    headed = set(Department.objects.headed_by(user).values_list("pk", flat=True))
    return [page for page in rows if user.pk in {page.owner_id, page.deputy_id} or getattr(department_of(page), "pk", None) in headed]


def _part(slug: str, title: str, ills: list[health.Ill]) -> Part:
    return Part(slug, title, ills[:MOST], len(ills))


def _chart(stale: list[tuple[str, int, int]]) -> SafeString:
    drawn = stale[:DRAWN]
    return charts.bars(
        "stale",
        title=_("Pages past their day, by department"),
        told=_("The departments with most of them first; the table below says the same."),
        points=[charts.Point(name or _("No department")) for name, _late, _number in drawn],
        series=charts.Series(_("Past their day"), [late for _name, late, _number in drawn]),
    )
