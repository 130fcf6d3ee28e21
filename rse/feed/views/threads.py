"""The page of a post and what one says under it."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rse.communities import restrictions
from rse.communities.permissions import MODERATE, POST
from rse.communities.restrictions import Restricted
from rse.core import drafts, text
from rse.core.requests import SignedInRequest
from rse.feed import actions
from rse.feed.exceptions import FeedError
from rse.feed.forms.comments import CommentForm
from rse.feed.keyset import Key
from rse.feed.models import Comment, Post
from rse.feed.permissions import can_edit_comment
from rse.feed.threads import Asked, comment_news, thread_page
from rse.feed.views.doors import is_fragment, key_asked, number, private, sentence_of, visible_comment, visible_post
from rse.feed.views.feeds import more_url


@private
@require_safe
@login_required
def post(request: SignedInRequest, pk: int) -> HttpResponse:
    return thread_response(request, visible_post(request, pk))


@private
@require_POST
@login_required
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sent, or the thread again with the words still in the field."""
    post = visible_post(request, pk)
    form = CommentForm(request.POST, draft=_draft(post))
    if form.is_valid():
        parent = _parent(request, post, form.cleaned_data["parent"])
        try:
            restrictions.lift(request.user, request.POST)
            sent = actions.send_comment(post, body=text.to_html(form.cleaned_data["body"]), token=form.cleaned_data["token"], actor=request.user, parent=parent)
        except PermissionDenied:
            form.add_error(None, _("You read here but do not write: ask to join the group."))
        except Restricted:
            return thread_response(request, post, form=form, status=422)
        except ValidationError as refusal:
            form.add_error("body", refusal)
        else:
            drafts.forget(request, _draft(post))
            messages.success(request, _("Your comment is sent."))
            return to_comment(sent)
    return thread_response(request, post, form=form, status=422)


@private
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_comment(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible_comment(request, pk)
    if not can_edit_comment(request.user, found):
        raise Http404
    form = CommentForm(request.POST or None, initial={"body": text.to_plain(found.body), "version": found.version, "token": "-"})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.edit_comment(found, body=text.to_html(form.cleaned_data["body"]), version=version, actor=request.user)
        except (FeedError, Restricted) as refusal:
            form.add_error("body", refusal)
        else:
            messages.success(request, _("Your comment is corrected; the words before are kept in its history."))
            return to_comment(found)
    return render(request, "feed/edit_comment.html", {"comment": found, "form": form}, status=422 if form.errors else 200)


@private
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete_comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """A page that says what will happen, then the deletion; a month to change one's mind."""
    found = visible_comment(request, pk)
    if found.author_id != request.user.pk:
        raise Http404
    if request.method == "POST":
        actions.delete_comment(found, actor=request.user)
        messages.success(request, _("Your comment is deleted. You can bring it back for a month."))
        return to_comment(found)
    return render(request, "feed/delete_comment.html", {"comment": found})


@private
@require_POST
@login_required
def restore_comment(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible_comment(request, pk)
    if found.author_id != request.user.pk:
        raise Http404
    actions.restore_comment(found, actor=request.user)
    messages.success(request, _("Your comment is back."))
    return to_comment(found)


@private
@require_safe
@login_required
def comment_history(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a comment said before, for whoever reads it."""
    found = visible_comment(request, pk)
    if found.state != Comment.State.PUBLISHED or found.edited_at is None:
        raise Http404
    versions = [(version, text.clean(version.body)) for version in found.versions.order_by("-number")]
    return render(request, "feed/comment_history.html", {"comment": found, "now": text.clean(found.body), "versions": versions})


@private
@require_POST
@login_required
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """This comment answers my question; said of the accepted one, it no longer does."""
    found = visible_comment(request, pk)
    chosen = None if request.POST.get("retirer") else found
    try:
        actions.accept_answer(found.post, comment=chosen, actor=request.user)
    except PermissionDenied:
        raise Http404 from None
    except FeedError as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, _("The answer is marked as the right one.") if chosen else _("No answer is marked any more."))
    return redirect("feed:post", found.post_id)


@private
@require_safe
@login_required
def news(request: SignedInRequest, pk: int) -> HttpResponse:
    """« 2 nouveaux commentaires »: the inside of the bar of an open thread."""
    post = visible_post(request, pk)
    since = Key.read(request.GET.get("depuis"))
    context = {"news": comment_news(request.user, post, since=since) if since else None, "post": post, "since": since}
    return render(request, "feed/partials/comment_news.html", context)


def thread_response(request: SignedInRequest, post: Post, *, form: CommentForm | None = None, status: int = 200) -> HttpResponse:
    asked = _asked(request, post)
    page = thread_page(request.user, post, asked, now=timezone.now())
    form = form or CommentForm(draft=_draft(post), initial={"token": secrets.token_urlsafe(12), "parent": number(request.GET.get("repondre"))})
    may_write = post.state == Post.State.PUBLISHED and (post.community is None or (POST in page.thread.rights and not post.community.is_archived))
    context = {
        "post": post,
        "restriction": restrictions.restriction_on(request.user, post.community) if may_write and post.locked_at is None else None,
        "row": page.thread.post,
        "page": page,
        "thread": page.thread,
        "form": form,
        "answering": _answered(post, form["parent"].value(), request),
        "may_write": may_write,
        "may_accept": post.kind == Post.Kind.QUESTION and (post.author_id == request.user.pk or MODERATE in page.thread.rights),
        "news_url": f"{reverse('feed:post_news', args=[post.pk])}?depuis={page.newest}",
        "more_url": more_url(request.path if request.method != "POST" else reverse("feed:post", args=[post.pk]), page.after),
    }
    return render(request, "feed/partials/comments.html" if is_fragment(request) else "feed/post.html", context, status=status)


def _draft(post: Post) -> str:
    """The name under which a browser keeps the comment being written under this post."""
    return f"comment-{post.pk}"


def to_comment(comment: Comment) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('feed:post', args=[comment.post_id])}?commentaire={comment.pk}#c{comment.pk}")


def _asked(request: SignedInRequest, post: Post) -> Asked:
    seen = Comment.objects.visible_to(request.user).filter(post=post).select_related("parent")
    if (pk := number(request.GET.get("commentaire"))) is not None:
        return Asked(at=seen.filter(pk=pk).first())
    if (pk := number(request.GET.get("reponses"))) is not None:
        return Asked(under=seen.filter(pk=pk).first())
    return Asked(after=key_asked(request))


def _parent(request: SignedInRequest, post: Post, pk: int | None) -> Comment | None:
    if pk is None:
        return None
    return get_object_or_404(Comment.objects.visible_to(request.user).filter(post=post, state=Comment.State.PUBLISHED), pk=pk)


def _answered(post: Post, pk: object, request: SignedInRequest) -> Comment | None:
    """The comment that the form answers, when it does."""
    if not pk or not str(pk).isdigit():
        return None
    seen = Comment.objects.visible_to(request.user).filter(post=post, state=Comment.State.PUBLISHED)
    return seen.select_related("author__agent").filter(pk=int(str(pk)[:18])).first()
