"""What is one's own: drafts and scheduled posts, posts put aside."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rse.core.requests import SignedInRequest
from rse.feed.actions import drafts, reading, sending
from rse.feed.composing import composer_for
from rse.feed.models import Post, SavedPost
from rse.feed.views.posts import seen_post
from rse.people.views.outcomes import next_url

MOST = 100


@login_required
@require_GET
def drafts_list(request: SignedInRequest) -> HttpResponse:
    mine = Post.objects.visible_to(request.user).filter(author=request.user).select_related("community", "department")
    context = {
        "drafts": mine.filter(state=Post.State.DRAFT).order_by("-created_at", "-pk")[:MOST],
        "scheduled": mine.filter(state=Post.State.SCHEDULED).order_by("scheduled_for", "pk")[:MOST],
        "composer": composer_for(request.user),
    }
    return render(request, "feed/drafts.html", context)


@login_required
@require_POST
def throw_away(request: SignedInRequest, pk: int) -> HttpResponse:
    post = Post.objects.filter(author=request.user, pk=pk).first()
    if post is not None:
        drafts.throw_away(post, actor=request.user)
        messages.success(request, _("The draft is gone."))
    return redirect("feed:drafts")


@login_required
@require_POST
def unschedule(request: SignedInRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.visible_to(request.user).filter(author=request.user), pk=pk)
    post = sending.unschedule(post, actor=request.user)
    said = _("It is among your drafts again.") if post.state == Post.State.DRAFT else _("Too late: this post has just left.")
    messages.success(request, said)
    return redirect("feed:drafts")


@login_required
@require_GET
def saved_list(request: SignedInRequest) -> HttpResponse:
    """Latest first; what one no longer reads is not listed, and comes back with the right to read it."""
    rows = SavedPost.objects.visible_to(request.user).filter(post__state=Post.State.PUBLISHED)
    rows = rows.select_related("post__author", "post__community", "post__department").order_by("-at", "-pk")[:MOST]
    return render(request, "feed/saved.html", {"rows": rows})


@login_required
@require_POST
def save(request: SignedInRequest, pk: int) -> HttpResponse:
    reading.save_for_later(seen_post(request, pk), actor=request.user)
    messages.success(request, _("Put aside: find it under “Put aside” in the menu of the feed."))
    return redirect(next_url(request, "feed:saved"))


@login_required
@require_POST
def forget(request: SignedInRequest, pk: int) -> HttpResponse:
    reading.forget_saved(seen_post(request, pk), actor=request.user)
    return redirect(next_url(request, "feed:saved"))
