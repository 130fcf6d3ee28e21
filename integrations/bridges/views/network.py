"""From a published answer to colleagues, from a post to Communication or to referents, and the arrival of a referent."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from integrations.bridges.actions import arrivals, asking, sharing
from integrations.bridges.models import PostQuestion
from integrations.bridges.network_forms import AskCommunicationForm, AskReferentsForm, ShareForm
from referents.models import Enquiry, Publication
from rse.core.requests import SignedInRequest
from rse.feed.models import Comment, Post
from rse.feed.signal_handlers import address_of
from rse.feed.views.doors import number

GET_OR_POST = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(GET_OR_POST)
def share_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    publication = get_object_or_404(Publication.objects.select_related("account", "enquiry", "draft"), pk=pk)
    if not sharing.may_share(request.user, publication):
        raise Http404
    form = ShareForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            post = sharing.share_answer(publication, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The answer is sent to your colleagues."))
            return redirect("feed:post", post.pk)
    return render(request, "bridges/network/share.html", {"publication": publication, "form": form}, status=_status(form))


@login_required
@require_http_methods(GET_OR_POST)
def ask_communication(request: SignedInRequest, pk: int) -> HttpResponse:
    post = _post(request, pk)
    asked = PostQuestion.objects.select_related("enquiry").filter(post=post).first()
    own = {"words": post.text} if post.author_id == request.user.pk else {}
    form = AskCommunicationForm(request.POST or None, initial=own)
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask_communication(post, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("words", refusal)
        else:
            messages.success(request, _("Communication has your question: you will be told the answer here."))
            return redirect("feed:post", post.pk)
    opens = asked is not None and Enquiry.objects.visible_to(request.user).filter(pk=asked.enquiry_id).exists()
    context = {"post": post, "form": form, "asked": asked, "opens": opens}
    return render(request, "bridges/network/ask_communication.html", context, status=_status(form))


@login_required
@require_http_methods(GET_OR_POST)
def ask_referents(request: SignedInRequest, pk: int) -> HttpResponse:
    post = _post(request, pk)
    comment = _comment(request, post)
    form = AskReferentsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask_referents(post, topic=form.cleaned_data["topic"], comment=comment, actor=request.user)
        except ValidationError as refusal:
            form.add_error("topic", refusal)
        else:
            messages.success(request, _("The referents of this subject are told."))
            return redirect(address_of(post, comment))
    asked = post.referents_asked.select_related("topic").order_by("pk")
    context = {"post": post, "comment": comment, "back": address_of(post, comment), "form": form, "asked": asked}
    return render(request, "bridges/network/ask_referents.html", context, status=_status(form))


@require_POST
@login_required
def arrival(request: SignedInRequest) -> HttpResponse:
    """One's own choice: to be announced or not."""
    announced = request.POST.get("announced") == "yes"
    arrivals.choose_arrival(request.user, announced=announced, actor=request.user)
    messages.success(request, _("Your arrival will be announced.") if announced else _("Your arrival will not be announced."))
    return redirect(reverse("core:home"))


def _post(request: SignedInRequest, pk: int) -> Post:
    return get_object_or_404(Post.objects.visible_to(request.user).sent().select_related("author", "community"), pk=pk)


def _comment(request: SignedInRequest, post: Post) -> Comment | None:
    """The comment that `?commentaire=` names; 404 for one that is not read under this post."""
    asked = request.GET.get("commentaire", "")
    if not asked:
        return None
    found = Comment.objects.visible_to(request.user).filter(post=post, state=Comment.State.PUBLISHED).select_related("author__agent")
    return get_object_or_404(found, pk=number(asked) or 0)


def _status(form: forms.Form) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
