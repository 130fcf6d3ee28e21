"""The agenda by week and by month; what leaves for other calendars."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rse.core.requests import SignedInRequest
from rse.events import actions, calendars, conf
from rse.events import agenda as diary
from rse.events.forms import AgendaForm, group_named
from rse.events.models import CalendarFeed
from rse.events.views.doors import GET_OR_POST, private, visible


@private
@require_safe
@login_required
def agenda(request: SignedInRequest) -> HttpResponse:
    """Six weeks as a list, from the week of `?jour=`."""
    form = AgendaForm(request.GET)
    form.is_valid()
    day = form.day()
    monday = day - timedelta(days=day.weekday())
    span = timedelta(weeks=conf.WEEKS_SHOWN)
    context = {
        **_filters(request, form),
        "weeks": diary.weeks(request.user, start=day, who=form.who()),
        "first": monday,
        "last": monday + span - timedelta(days=1),
        "earlier": monday - span,
        "later": monday + span,
        "today": timezone.localdate(),
    }
    return render(request, "events/agenda.html", context)


@private
@require_safe
@login_required
def month(request: SignedInRequest) -> HttpResponse:
    """One month as a table, from `?mois=2026-12`."""
    form = AgendaForm(request.GET)
    form.is_valid()
    first = form.first_of_month()
    context = {
        **_filters(request, form),
        "weeks": diary.month(request.user, first=first, who=form.who()),
        "first": first,
        "earlier": (first - timedelta(days=1)).replace(day=1),
        "later": (first + timedelta(days=32)).replace(day=1),
        "today": timezone.localdate(),
    }
    return render(request, "events/month.html", context)


@private
@require_safe
@login_required
def event_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """One event for one's own calendar."""
    found = visible(request, pk)
    headers = {"Content-Disposition": content_disposition_header(True, f"{found.post.title}.ics"), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(calendars.calendar_of(found), content_type=calendars.MEDIA_TYPE, headers=headers)


@private
@require_http_methods(GET_OR_POST)
@login_required
def feed(request: SignedInRequest) -> HttpResponse:
    """The personal subscription: its address, and a button that makes another one."""
    if request.method == "POST":
        actions.open_feed(request.user, actor=request.user)
        messages.success(request, _("Here is the address of your agenda. An address made before opens nothing any more."))
        return redirect("events:feed")
    mine = CalendarFeed.objects.visible_to(request.user).first()
    address = f"{conf.base_url()}{reverse('events:subscription', args=[calendars.token_of(mine)])}" if mine else ""
    return render(request, "events/feed.html", {"address": address, "feed": mine})


@require_POST
@login_required
def close_feed(request: SignedInRequest) -> HttpResponse:
    actions.close_feed(request.user, actor=request.user)
    messages.success(request, _("The subscription is closed: its address opens nothing any more."))
    return redirect("events:feed")


@cache_control(private=True, max_age=300)
@require_safe
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """Read by a calendar that cannot sign in: the token says who asks, and every reading asks again what that person may see."""
    owner = calendars.owner_of(token)
    if owner is None:
        raise Http404
    return HttpResponse(calendars.subscription_of(owner), content_type=calendars.MEDIA_TYPE, headers={"X-Content-Type-Options": "nosniff"})


def _filters(request: SignedInRequest, form: AgendaForm) -> dict[str, object]:
    groups = diary.groups_of(request.user)
    group = group_named(form.who(), groups)
    return {"groups": groups, "group": group, "who": diary.MINE if form.who() == diary.MINE else str(group.pk) if group else diary.ALL}
