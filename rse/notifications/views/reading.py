"""The bell, the list, what was missed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from rse.core.requests import SignedInRequest
from rse.notifications import actions, conf, listing
from rse.notifications.bell import bell_of
from rse.notifications.forms import PageForm, ReadForm, SinceForm
from rse.notifications.models import Notification
from rse.notifications.views import private


@private
@require_safe
@login_required
def notifications(request: SignedInRequest) -> HttpResponse:
    """Newest first, by day, a page at a time by sequence."""
    form = PageForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = listing.page_of(request.user, before=asked.get("avant"), unread_only=bool(asked.get("nonlues")))
    return render(request, "notifications/list.html", {"page": page, "mine": bell_of(request.user)})


@private
@require_safe
@login_required
def bell(request: SignedInRequest) -> HttpResponse:
    """The inside of the bell, fetched again when a frame says so."""
    return render(request, "notifications/partials/bell.html", {"bell": bell_of(request.user)})


@private
@require_safe
def since(request: HttpRequest) -> JsonResponse:
    """For browsers without sockets: {"seq", "unread", "frames": [{"kind", "id", "seq"}]} after `?seq=`; 401 once signed out."""
    form = SinceForm(request.GET)
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    now, seen = bell_of(request.user), form.cleaned_data["seq"]
    rows = () if seen is None else Notification.objects.visible_to(request.user).after(seen).values_list("pk", "seq")[: conf.CATCH_UP]
    frames = [{"kind": actions.FRAME, "id": pk, "seq": seq} for pk, seq in rows]
    return JsonResponse({"seq": frames[-1]["seq"] if frames else now.seq, "unread": now.unread, "frames": frames})


@require_POST
@login_required
def open_one(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark as read and go where it leads."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    actions.mark_read(notification, actor=request.user)
    return redirect(notification.url)


@require_POST
@login_required
def read_one(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark as read and stay on the list."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    actions.mark_read(notification, actor=request.user)
    return redirect("notifications:list")


@require_POST
@login_required
def read_all(request: SignedInRequest) -> HttpResponse:
    form = ReadForm(request.POST)
    if form.is_valid():
        actions.mark_all_read(request.user, up_to=form.cleaned_data["up_to"], actor=request.user)
    return redirect("notifications:list")
