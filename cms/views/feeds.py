"""The news in one's feed reader; the addresses of the pages for a search tool that signs in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms import conf, syndication
from cms.actions.feeds import close_news_feed, open_news_feed
from cms.models import NewsFeed
from rse.core.requests import SignedInRequest

UNINDEXED = {"X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex, nofollow, noarchive"}


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mine(request: SignedInRequest) -> HttpResponse:
    """The personal subscription: its address, and a button that makes another one."""
    if request.method == "POST":
        open_news_feed(request.user, actor=request.user)
        messages.success(request, _("Here is the address of your news. An address made before opens nothing any more."))
        return redirect("pages:feed")
    feed = NewsFeed.objects.visible_to(request.user).first()
    address = f"{conf.base_url()}{reverse('pages:news_feed', args=[syndication.token_of(feed)])}" if feed else ""
    return render(request, "cms/feed.html", {"address": address})


@require_POST
@login_required
def close(request: SignedInRequest) -> HttpResponse:
    close_news_feed(request.user, actor=request.user)
    messages.success(request, _("The subscription is closed: its address opens nothing any more."))
    return redirect("pages:feed")


@cache_control(private=True, max_age=300)
@require_safe
def news(request: HttpRequest, token: str) -> HttpResponse:
    """Read by a program that cannot sign in: the token says who asks, and every reading asks again what that person may see."""
    owner = syndication.owner_of(token)
    if owner is None:
        raise Http404
    return HttpResponse(syndication.news_of(owner), content_type=syndication.ATOM, headers=UNINDEXED)


@cache_control(private=True, no_store=True)
@require_safe
@login_required
def sitemap(request: SignedInRequest) -> HttpResponse:
    """For whoever is signed in, and as they read: nothing of an intranet is told to an unknown robot."""
    return HttpResponse(syndication.addresses_for(request.user), content_type=syndication.XML, headers=UNINDEXED)
