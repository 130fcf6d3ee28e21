"""How a page of the feed finds what its address names: absent and forbidden look the same."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import cache_control

from rse.communities.models import Community
from rse.core.requests import SignedInRequest
from rse.core.text import fold
from rse.feed import feeds
from rse.feed.exceptions import FeedError
from rse.feed.keyset import Key
from rse.feed.models import Comment, Hashtag, Post
from rse.feed.places import community_url
from rse.feed.querysets import PostQuerySet
from rse.feed.threads import post_of_thread
from rse.people.models import Agent, Department, User

private = cache_control(private=True, no_store=True)
LONGEST_ID = 18


def visible_post(request: SignedInRequest, pk: int) -> Post:
    post = post_of_thread(request.user, pk)
    if post is None:
        raise Http404
    return post


def visible_comment(request: SignedInRequest, pk: int) -> Comment:
    comments = Comment.objects.visible_to(request.user).select_related("post__community", "author__agent")
    return get_object_or_404(comments, pk=pk)


def visible_department(user: User, pk: int) -> Department:
    return get_object_or_404(Department.objects.visible_to(user), pk=pk)


def visible_agent(user: User, pk: int) -> Agent:
    return get_object_or_404(Agent.objects.visible_to(user).select_related("user", "department"), pk=pk)


def visible_tag(user: User, name: str) -> Hashtag:
    """A word used only where the reader does not read is a word nobody has used."""
    return get_object_or_404(Hashtag.objects.visible_to(user), folded=fold(name))


def number(text: str | None) -> int | None:
    """An id of the address; None when it is missing or is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else None


def key_asked(request: SignedInRequest, name: str = "apres") -> Key | None:
    return Key.read(request.GET.get(name))


def is_fragment(request: SignedInRequest) -> bool:
    return bool(request.htmx) or "X-Fragment" in request.headers


def feed_asked(request: SignedInRequest) -> tuple[PostQuerySet, str]:
    """The feed that `?groupe=`, `?service=`, `?agent=`, `?sujet=` or `?vue=` names, and the address of its page. 404 when there is none."""
    user, asked = request.user, request.GET
    if (pk := number(asked.get("groupe"))) is not None:
        community = get_object_or_404(Community.objects.readable_by(user), pk=pk)
        return feeds.of_community(user, community), community_url(community) or reverse("feed:home")
    if (pk := number(asked.get("service"))) is not None:
        department = visible_department(user, pk)
        return feeds.of_department(user, department), reverse("feed:department", args=[pk])
    if (pk := number(asked.get("agent"))) is not None:
        return feeds.of_agent(user, visible_agent(user, pk)), reverse("feed:agent", args=[pk])
    if name := asked.get("sujet"):
        tag = visible_tag(user, name)
        return feeds.of_tag(user, tag), reverse("feed:tag", args=[tag.folded])
    tab = feeds.tab_called(asked.get("vue", ""))
    return tab.posts(user), reverse("feed:home") + (f"?{urlencode({'vue': tab.slug})}" if tab.slug else "")


def sentence_of(refusal: FeedError) -> str:
    return " ".join(refusal.messages)
