"""The feed and its like: « Entre collègues », a department's, a colleague's, a subject's; what arrived meanwhile."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from rse.communities.models import Community
from rse.communities.visits import Visit
from rse.core.requests import SignedInRequest
from rse.feed import feeds
from rse.feed.composing import composer_for, composer_of_group
from rse.feed.keyset import Key
from rse.feed.models import FollowedTag
from rse.feed.places import community_url
from rse.feed.querysets import PostQuerySet
from rse.feed.views.doors import feed_asked, is_fragment, key_asked, number, private, visible_agent, visible_department, visible_tag
from rse.feed.visits import last_visit
from rse.people.models import Follow

MOST_PLACES = 50


@private
@require_safe
@login_required
def home(request: SignedInRequest) -> HttpResponse:
    """« Entre collègues »."""
    tab = feeds.tab_called(request.GET.get("vue", ""))
    context = {"tab": tab, "tabs": feeds.TABS, "empty": tab.empty, "composer": composer_for(request.user)}
    query = {"vue": tab.slug} if tab.slug else {}
    # Built when asked alone: the first page of the first tab has its query written already.
    posts: Any = SimpleLazyObject(lambda: tab.posts(request.user))
    first = partial(tab.first.rows, request.user) if tab.first else None
    return feed_response(request, posts, "feed/home.html", context, query=query, since=last_visit(request.user, now=timezone.now()), first=first)


@private
@require_safe
@login_required
def department(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible_department(request.user, pk)
    followed = Follow.objects.visible_to(request.user).filter(department=found).exists()
    context = {"department": found, "followed": followed, "composer": composer_for(request.user, department=found)}
    return feed_response(request, feeds.of_department(request.user, found), "feed/department.html", context, query={"service": pk})


@private
@require_safe
@login_required
def agent(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible_agent(request.user, pk)
    context = {"agent": found, "followed": Follow.objects.visible_to(request.user).filter(agent=found).exists(), "is_self": found.user_id == request.user.pk}
    return feed_response(request, feeds.of_agent(request.user, found), "feed/agent.html", context, query={"agent": pk})


@private
@require_safe
@login_required
def tag(request: SignedInRequest, name: str) -> HttpResponse:
    found = visible_tag(request.user, name)
    context = {"tag": found, "followed": FollowedTag.objects.filter(user=request.user, tag=found).exists()}
    return feed_response(request, feeds.of_tag(request.user, found), "feed/tag.html", context, query={"sujet": found.folded})


@private
@require_safe
@login_required
def community(request: SignedInRequest, pk: int) -> HttpResponse:
    """What follows on the page of a group, for the script that adds it there; without a script, that page itself."""
    found = get_object_or_404(Community.objects.readable_by(request.user), pk=pk)
    if not is_fragment(request):
        return redirect(f"{community_url(found) or reverse('feed:home')}?{request.GET.urlencode()}")
    return render(request, "feed/partials/posts.html", group_page(request, found))


@private
@require_safe
@login_required
def news(request: SignedInRequest) -> HttpResponse:
    """« 3 nouveaux messages »: the inside of the bar above a feed, asked again when a frame says that something was sent."""
    posts, url = feed_asked(request)
    since = Key.read(request.GET.get("depuis"))
    found = feeds.news(request.user, posts, since=since) if since else feeds.News(0, more=False)
    return render(request, "feed/partials/news.html", {"news": found, "url": url})


@private
@require_safe
@login_required
def access(request: SignedInRequest) -> JsonResponse:
    """Of the groups whose words an open page shows, those that the person no longer reads: the page takes them away at once."""
    asked = {pk for pk in map(number, request.GET.get("groupes", "").split(",")[:MOST_PLACES]) if pk}
    kept = set(Community.objects.readable_by(request.user).filter(pk__in=asked).order_by().values_list("pk", flat=True))
    return JsonResponse({"lost": sorted(asked - kept)})


def stream_of_group(request: SignedInRequest, visit: Visit) -> dict[str, object]:
    """What stands on the page of a group: the line to write there, a page of its posts. Asked by `communities.sections` for whoever reads it."""
    return {**group_page(request, visit.community), "composer": composer_of_group(visit)}


def group_page(request: SignedInRequest, community: Community) -> dict[str, object]:
    posts: Any = SimpleLazyObject(lambda: feeds.of_community(request.user, community))
    first = partial(feeds.FIRST_OF_GROUP.rows, request.user, groups=[community.pk])
    page = feeds.feed_page(request.user, posts, after=key_asked(request), now=timezone.now(), first=first)
    return {
        "feed": page,
        "news_url": news_url(page.newest, {"groupe": community.pk}),
        "more_url": more_url(community_url(community), page.after),
        "fragment_url": more_url(reverse("feed:community", args=[community.pk]), page.after),
    }


def feed_response(
    request: SignedInRequest,
    posts: PostQuerySet,
    template: str,
    context: dict[str, object],
    *,
    query: Mapping[str, object],
    since: datetime | None = None,
    first: feeds.First | None = None,
) -> HttpResponse:
    """A page of `posts` in `template`, or its cards alone for the script that adds them at the end. `query` names the feed to `feed_asked`."""
    page = feeds.feed_page(request.user, posts, after=key_asked(request), now=timezone.now(), since=since, first=first)
    context |= {"feed": page, "news_url": news_url(page.newest, query), "more_url": more_url(request.path, page.after, request.GET.get("vue", ""))}
    return render(request, "feed/partials/posts.html" if is_fragment(request) else template, context)


def news_url(newest: Key, query: Mapping[str, object]) -> str:
    return f"{reverse('feed:news')}?{urlencode({**query, 'depuis': str(newest)})}"


def more_url(path: str, after: Key | None, tab: str = "") -> str:
    return f"{path}?{urlencode(({'vue': tab} if tab else {}) | {'apres': str(after)})}" if after else ""
