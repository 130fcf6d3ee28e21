"""« À prévenir »: what will happen, announced by whoever knows it first."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from referents import permissions
from referents.actions import notices as actions
from referents.forms.notices import NoticeForm
from referents.host import SignedInRequest
from referents.models import Notice
from referents.views.outcomes import Refusal, form_page, outcome

MOST_PAST = 30


def notice_of(request: SignedInRequest, pk: int) -> Notice:
    """The notice with what its page names; 404 when it does not exist for this person."""
    return get_object_or_404(Notice.objects.visible_to(request.user).select_related("topic", "area", "department", "author"), pk=pk)


@login_required
@require_GET
def notices(request: SignedInRequest) -> HttpResponse:
    """What is going on, what is coming, what is over."""
    now = timezone.now()
    seen = Notice.objects.visible_to(request.user).select_related("area", "department")
    past = request.GET.get("vue") == "passees"
    context = {
        "past": list(seen.past(now).order_by("-end", "-pk")[:MOST_PAST]) if past else [],
        "current": [] if past else list(seen.current(now)),
        "upcoming": [] if past else list(seen.upcoming(now)),
        "tab": "passees" if past else "a-venir",
    }
    return render(request, "referents/notices/notices.html", context)


@login_required
@require_GET
def notice(request: SignedInRequest, pk: int) -> HttpResponse:
    found = notice_of(request, pk)
    context = {"notice": found, "keeps": permissions.keeps_notice(request.user, found), "over": found.end <= timezone.now()}
    return render(request, "referents/notices/notice.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_notice(request: SignedInRequest) -> HttpResponse:
    form = NoticeForm(request.POST or None)

    def act() -> Notice:
        return actions.announce(form.facts, submission=form.cleaned_data["submission"] or form["submission"].initial, actor=request.user)

    return _form_page(request, form, None, act, _("It is announced: Communication and the referents of the subject are told."))


@login_required
@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    found = notice_of(request, pk)
    if not permissions.keeps_notice(request.user, found):
        raise Http404
    form = NoticeForm(request.POST or None, notice=found)
    return _form_page(request, form, found, lambda: actions.change(found, form.facts, actor=request.user), _("Changed: the same people are told."))


def _form_page(request: SignedInRequest, form: NoticeForm, found: Notice | None, act: Callable[[], object], said: str) -> HttpResponse:
    done = f"notice-{found.pk if found else 'new'}"
    return form_page(
        request,
        form,
        act,
        template="referents/notices/form.html",
        context={"notice": found},
        then=lambda row: reverse("referents:notice", args=[row.pk]),
        said=said,
        draft_done=done,
    )


@login_required
@require_POST
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """« C’est annulé »."""
    found = notice_of(request, pk)
    if not permissions.keeps_notice(request.user, found):
        raise Http404
    there = reverse("referents:notice", args=[pk])

    def again(refusal: Refusal) -> HttpResponse:
        context = {"notice": found, "keeps": True, "over": False, "refusal": refusal}
        return render(request, "referents/notices/notice.html", context, status=refusal.status)

    return outcome(
        request,
        lambda: actions.cancel(found, actor=request.user),
        then=there,
        again=again,
        said=_("Cancelled: nobody is offered this answer any more."),
    )
