"""Reacting, and who reacted: names, never hours."""

from collections import defaultdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from rse.core.requests import SignedInRequest
from rse.feed import actions
from rse.feed.exceptions import FeedError
from rse.feed.loading import reaction_lines
from rse.feed.models import Comment, Post, Reaction, ReactionKind
from rse.feed.views.doors import is_fragment, private, sentence_of, visible_comment, visible_post
from rse.feed.views.threads import to_comment

MOST_NAMES = 300


@private
@require_POST
@login_required
def react_to_post(request: SignedInRequest, pk: int) -> HttpResponse:
    return _react(request, visible_post(request, pk))


@private
@require_POST
@login_required
def react_to_comment(request: SignedInRequest, pk: int) -> HttpResponse:
    return _react(request, visible_comment(request, pk))


@private
@require_safe
@login_required
def who_reacted_to_post(request: SignedInRequest, pk: int) -> HttpResponse:
    post = visible_post(request, pk)
    return render(request, "feed/who_reacted.html", {"post": post, "kinds": _names(Reaction.objects.filter(post=post))})


@private
@require_safe
@login_required
def who_reacted_to_comment(request: SignedInRequest, pk: int) -> HttpResponse:
    comment = visible_comment(request, pk)
    if comment.state != Comment.State.PUBLISHED:
        raise Http404
    return render(request, "feed/who_reacted.html", {"post": comment.post, "comment": comment, "kinds": _names(Reaction.objects.filter(comment=comment))})


def _react(request: SignedInRequest, target: Post | Comment) -> HttpResponse:
    """« Utile » given, or taken back: the button says which (`donner` or `retirer`), so that a double click is one."""
    wanted = request.POST.get("donner") or request.POST.get("retirer") or ""
    kind = get_object_or_404(ReactionKind, code=wanted[:20])
    try:
        if request.POST.get("donner"):
            actions.react(target, kind=kind, actor=request.user)
        else:
            actions.take_back(target, kind=kind, actor=request.user)
    except PermissionDenied:
        raise Http404 from None
    except FeedError as refusal:
        messages.error(request, sentence_of(refusal))
    if is_fragment(request):
        target.refresh_from_db(fields=["reaction_counts"])
        context = {"reactions": reaction_lines(request.user, target), "react_url": request.path}
        return render(request, "feed/partials/reactions.html", context)
    return _back(request, target)


def _back(request: SignedInRequest, target: Post | Comment) -> HttpResponseRedirect:
    """To where the button stood."""
    suite = request.POST.get("suite") or request.headers.get("Referer", "")
    if suite and url_has_allowed_host_and_scheme(suite, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(f"{suite}#message-{target.pk}" if isinstance(target, Post) else suite)
    return to_comment(target) if isinstance(target, Comment) else HttpResponseRedirect(request.path.removesuffix("reagir/"))


def _names(reactions: QuerySet[Reaction]) -> list[tuple[ReactionKind, list[str], int]]:
    """Each word of the set with the names of who gave it, in the order of the alphabet."""
    rows = reactions.select_related("kind", "user__agent").order_by("kind__order", "kind", "user__agent__folded", "user")
    found: dict[ReactionKind, list[str]] = defaultdict(list)
    for row in rows[: 4 * MOST_NAMES]:
        agent = getattr(row.user, "agent", None)
        found[row.kind].append(agent.full_name if agent else str(row.user))
    return [(kind, names[:MOST_NAMES], max(0, len(names) - MOST_NAMES)) for kind, names in found.items()]
