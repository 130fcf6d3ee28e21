"""Proposing, reading and supporting an idea."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rse.communities import restrictions
from rse.core.requests import SignedInRequest
from rse.ideas import actions
from rse.ideas.exceptions import IdeasError
from rse.ideas.forms import ProposeForm
from rse.ideas.lists import lines_of
from rse.ideas.models import Idea, IdeaBox, OfficialAnswer
from rse.ideas.permissions import answerer_of, can_answer, can_merge, can_propose
from rse.ideas.similar import similar

LONGEST_QUERY = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SignedInRequest, slug: str) -> HttpResponse:
    box = get_object_or_404(IdeaBox.objects.visible_to(request.user).select_related("community", "organisation", "answerer", "department__head"), slug=slug)
    if not can_propose(request.user, box, on=timezone.localdate()):
        raise Http404
    form = ProposeForm(request.POST or None, box=box)
    if request.method == "POST" and form.is_valid():
        try:
            restrictions.lift(request.user, request.POST.dict())
            sent = actions.propose(box, **{"category": None, **form.cleaned_data}, actor=request.user)
        except IdeasError as refusal:
            form.add_error("title", refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your idea is in the box. The answer will come to your notifications."))
            return redirect(f"{reverse('ideas:idea', args=[sent.pk])}?sent=1")
    title = request.POST.get("title", "")[:LONGEST_QUERY]
    context = {
        "box": box,
        "form": form,
        "answerer": answerer_of(box),
        "alike": similar(request.user, box, title),
        "restriction": restrictions.restriction_on(request.user, box.community),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    return render(request, "ideas/propose.html", context, status=status)


@require_safe
@login_required
def alike(request: SignedInRequest, slug: str) -> HttpResponse:
    """The fragment shown under the title while one writes."""
    box = get_object_or_404(IdeaBox.objects.visible_to(request.user), slug=slug)
    return render(request, "ideas/partials/alike.html", {"alike": similar(request.user, box, request.GET.get("title", "")[:LONGEST_QUERY])})


@require_safe
@login_required
def idea(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Idea.objects.visible_to(request.user).listed().select_related("box__answerer", "box__department__head", "box__community"), pk=pk)
    answers = list(OfficialAnswer.objects.visible_to(request.user).filter(idea=found).select_related("author__agent"))
    context = {
        "idea": found,
        "line": lines_of(request.user, [found])[0],
        "answer": answers[0] if answers else None,
        "earlier": answers[1:],
        "answerer": answerer_of(found.box),
        "may_answer": can_answer(request.user, found.box) and found.merged_into_id is None,
        "may_merge": can_merge(request.user, found.box) and found.merged_into_id is None,
        "into": Idea.objects.visible_to(request.user).filter(pk=found.merged_into_id).select_related("post").first() if found.merged_into_id else None,
        "just_sent": "sent" in request.GET,
        "just_answered": "answered" in request.GET,
    }
    return render(request, "ideas/idea.html", context)


@require_POST
@login_required
def support(request: SignedInRequest, pk: int) -> HttpResponse:
    return _supporting(request, pk, wanted=True)


@require_POST
@login_required
def withdraw_support(request: SignedInRequest, pk: int) -> HttpResponse:
    return _supporting(request, pk, wanted=False)


def _supporting(request: SignedInRequest, pk: int, *, wanted: bool) -> HttpResponse:
    found = get_object_or_404(Idea.objects.visible_to(request.user), pk=pk)
    try:
        found = (actions.support if wanted else actions.withdraw_support)(found, actor=request.user)
    except IdeasError as refusal:
        messages.error(request, str(refusal.messages[0]))
    except PermissionDenied:
        raise Http404 from None
    if request.htmx:
        line = lines_of(request.user, list(Idea.objects.visible_to(request.user).listed().filter(pk=pk)))[0]
        return render(request, "ideas/partials/support.html", {"line": line, "idea": line.idea})
    return redirect(_back(request, reverse("ideas:idea", args=[pk])))


def _back(request: SignedInRequest, default: str) -> str:
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()) else default
