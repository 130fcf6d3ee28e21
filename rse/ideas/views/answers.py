"""The page of whoever answers; answering, merging."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rse.core.requests import SignedInRequest
from rse.ideas import actions
from rse.ideas.answering import to_answer as waiting_for
from rse.ideas.exceptions import AnsweredMeanwhile, IdeasError
from rse.ideas.forms import AnswerForm, MergeForm
from rse.ideas.models import Idea, IdeaBox
from rse.ideas.permissions import can_answer, can_merge
from rse.ideas.similar import similar

PAGE_SIZE = 20
GET_OR_POST = ["GET", "HEAD", "POST"]
WITH_ITS_BOX = ("box__answerer", "box__department__head", "box__community")


@require_safe
@login_required
def to_answer(request: SignedInRequest) -> HttpResponse:
    """What waits in the boxes this person answers, and those boxes."""
    boxes = list(IdeaBox.objects.answered_by(request.user).order_by("name"))
    page = Paginator(waiting_for(request.user).listed(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "ideas/to_answer.html", {"page": page, "boxes": boxes})


@login_required
@require_http_methods(GET_OR_POST)
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Idea.objects.visible_to(request.user).standing().listed().select_related(*WITH_ITS_BOX), pk=pk)
    if not can_answer(request.user, found.box):
        raise Http404
    form = AnswerForm(request.POST or None, idea=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(found, actor=request.user, **form.cleaned_data)
        except IdeasError as refusal:
            form.add_error(None, refusal)
            if isinstance(refusal, AnsweredMeanwhile):
                form.data = {**request.POST.dict(), "version": str(Idea.objects.get(pk=found.pk).version)}
        else:
            messages.success(request, _("Your answer is sent: whoever proposed the idea and those who support it are told."))
            return redirect(f"{reverse('ideas:idea', args=[found.pk])}?answered=1")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    earlier = found.answers.select_related("author").all()
    return render(request, "ideas/answer.html", {"idea": found, "form": form, "earlier": earlier}, status=status)


@login_required
@require_http_methods(GET_OR_POST)
def merge(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Idea.objects.visible_to(request.user).standing().listed().select_related(*WITH_ITS_BOX), pk=pk)
    if not can_merge(request.user, found.box):
        raise Http404
    alike = similar(request.user, found.box, found.post.title, besides=found.pk)
    form = MergeForm(request.POST or None, user=request.user, idea=found, first=[one.idea.pk for one in alike])
    if request.method == "POST" and form.is_valid():
        try:
            merged = actions.merge(found, into=form.cleaned_data["into"], actor=request.user)
        except IdeasError as refusal:
            form.add_error("into", refusal)
        else:
            messages.success(request, _("The two ideas are one, with the support of both."))
            return redirect("ideas:idea", merged.merged_into_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    return render(request, "ideas/merge.html", {"idea": found, "form": form, "alike": alike}, status=status)
