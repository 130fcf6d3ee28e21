"""Indicators: the figures of a period, the month in one page, the subjects nobody holds. Reading only; nobody is named or measured."""

import csv
from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from referents import permissions
from referents.host import SignedInRequest
from referents.indicators import drawings, standing, words
from referents.indicators import month as one_page
from referents.indicators import page as figures_page
from referents.indicators.figures import Dimension
from referents.indicators.page import Page
from referents.indicators.periods import MONTH, QUARTER, RUN, YEAR, Period, recent

View = Callable[..., HttpResponse]


def readers_only(view: View) -> View:
    """The desk, auditors and heads of departments. For anybody else, HR included, the indicators do not exist."""

    @login_required
    @wraps(view)
    def guarded(request: SignedInRequest, *args: object, **options: object) -> HttpResponse:
        if not permissions.reads_indicators(request.user):
            raise Http404
        return view(request, *args, **options)

    return guarded


def _period(request: SignedInRequest) -> Period:
    """The period asked for; the last whole month when none is, or none that can be read."""
    first, last = Period.read(request.GET.get("de", "")), Period.read(request.GET.get("a", ""))
    if first and last and first.kind == last.kind == MONTH:
        return Period.run(first.first, last.first)
    return Period.read(request.GET.get("periode", "")) or Period.month(timezone.localdate()).previous


def _page(request: SignedInRequest) -> Page:
    wanted = request.GET.get("par", "")
    return figures_page.page(_period(request), dimension=Dimension(wanted) if wanted in set(Dimension) else Dimension.DEPARTMENT)


@readers_only
@require_GET
def indicators(request: SignedInRequest) -> HttpResponse:
    """The figures of a period and what they were the period before."""
    found, today = _page(request), timezone.localdate()
    choices = recent(today)
    context = {
        "page": found,
        "over": found.period.is_over(today),
        "choices": {"months": choices[MONTH], "quarters": choices[QUARTER], "years": choices[YEAR]},
        "run": found.period.kind == RUN,
        "dimensions": words.DIMENSIONS.items(),
        "group_word": words.GROUPS[found.dimension],
        "drawings": drawings.of(found, address=reverse("referents:indicators")),
        "trend_table": figures_page.trend_table(found),
        "distribution_table": figures_page.distribution_table(found),
        "lines_table": figures_page.lines_table(found),
        "standing": standing.today(request.user, at=timezone.now()),
        "next": found.period.next if found.period.next.first <= today else None,
    }
    return render(request, "referents/indicators/indicators.html", context)


@readers_only
@require_GET
def indicators_export(request: SignedInRequest) -> HttpResponse:
    """The same figures for a spreadsheet: semicolons and a byte-order mark, as French spreadsheets expect."""
    found = _page(request)
    name = f"indicateurs-{found.period.key.replace('..', '_')}.csv"
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})
    response.write("\ufeff")
    csv.writer(response, delimiter=";").writerows(figures_page.export(found))
    return response


@readers_only
@require_GET
def month(request: SignedInRequest) -> HttpResponse:
    """The month in one page, made to be printed. What is true today is said of this month and the last only."""
    asked, today = Period.read(request.GET.get("mois", "")), timezone.localdate()
    period = asked if asked and asked.kind == MONTH else Period.month(today).previous
    found = figures_page.page(period)
    fresh = period.first >= Period.month(today).previous.first
    now = standing.today(request.user, at=timezone.now()) if fresh else None
    context = {
        "page": found,
        "month": one_page.month(found, now),
        "drawings": drawings.of(found),
        "held": standing.nobody_holds(request.user)[:6] if fresh else [],
        "fresh": fresh,
        "today": today,
        "next": period.next if period.next.first <= today else None,
        "over": period.is_over(today),
    }
    return render(request, "referents/indicators/month.html", context)


@readers_only
@require_GET
def unheld_subjects(request: SignedInRequest) -> HttpResponse:
    """The subjects nobody holds today, by department; a head's own departments first."""
    held = standing.nobody_holds(request.user)
    context = {"held": held, "count": sum(len(one.topics) for one in held), "heads": any(one.own for one in held), "today": timezone.localdate()}
    return render(request, "referents/indicators/unheld.html", context)
