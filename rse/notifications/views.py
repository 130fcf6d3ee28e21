"""The bell, the list, what was missed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from rse.core.requests import SignedInRequest
from rse.notifications import actions, conf
from rse.notifications.bell import bell_of
from rse.notifications.forms import EmailForm, PageForm, ReadForm, SinceForm
from rse.notifications.models import Notification

private = cache_control(private=True, no_store=True)


@private
@require_safe
@login_required
def notifications(request: SignedInRequest) -> HttpResponse:
    """Newest first, a page at a time by sequence."""
    form = PageForm(request.GET)
    before = form.cleaned_data["avant"] if form.is_valid() else None
    rows = list(Notification.objects.visible_to(request.user).newest_first().before(before).select_related("actor")[: conf.PAGE_SIZE + 1])
    page, more = rows[: conf.PAGE_SIZE], rows[conf.PAGE_SIZE :]
    mine = bell_of(request.user)
    email = EmailForm(initial={"by_email": mine.by_email})
    context = {"page": page, "next": page[-1].seq if more else None, "first_page": before is None, "mine": mine, "email": email}
    return render(request, "notifications/list.html", context)


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
def read_all(request: SignedInRequest) -> HttpResponse:
    form = ReadForm(request.POST)
    if form.is_valid():
        actions.mark_all_read(request.user, up_to=form.cleaned_data["up_to"], actor=request.user)
    return redirect("notifications:list")


@require_POST
@login_required
def choose_email(request: SignedInRequest) -> HttpResponse:
    form = EmailForm(request.POST)
    if form.is_valid():
        actions.choose_email(request.user, by_email=form.cleaned_data["by_email"], actor=request.user)
    return redirect("notifications:list")
