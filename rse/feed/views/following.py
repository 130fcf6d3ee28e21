"""What one follows: colleagues, departments, subjects."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rse.core.requests import SignedInRequest
from rse.feed import actions
from rse.feed.models import FollowedTag, Hashtag
from rse.feed.views.doors import private, visible_agent, visible_department, visible_tag
from rse.people.actions import follow, unfollow
from rse.people.exceptions import PeopleError
from rse.people.models import Agent, Department, Follow
from rse.people.views.outcomes import next_url


@private
@require_safe
@login_required
def following(request: SignedInRequest) -> HttpResponse:
    """« Ce que je suis »: for the person alone."""
    follows = Follow.objects.visible_to(request.user)
    context = {
        "agents": Agent.objects.visible_to(request.user).filter(followed__in=follows).listed(),
        "departments": Department.objects.visible_to(request.user).filter(followed__in=follows),
        "tags": Hashtag.objects.visible_to(request.user).filter(followers__user=request.user).order_by("folded"),
    }
    return render(request, "feed/following.html", context)


@private
@require_POST
@login_required
def follow_agent(request: SignedInRequest, pk: int) -> HttpResponse:
    return _follow(request, visible_agent(request.user, pk))


@private
@require_POST
@login_required
def follow_department(request: SignedInRequest, pk: int) -> HttpResponse:
    return _follow(request, visible_department(request.user, pk))


@private
@require_POST
@login_required
def follow_tag(request: SignedInRequest, name: str) -> HttpResponse:
    if request.POST.get("retirer"):
        tag = get_object_or_404(Hashtag.objects.filter(pk__in=FollowedTag.objects.filter(user=request.user).values("tag")), folded=name)
        actions.unfollow_tag(tag, actor=request.user)
        messages.success(request, _("You no longer follow %(what)s.") % {"what": tag})
    else:
        tag = visible_tag(request.user, name)
        actions.follow_tag(tag, actor=request.user)
        messages.success(request, _("You follow %(what)s: what is said there comes into your feed.") % {"what": tag})
    return redirect(next_url(request, "feed:following"))


def _follow(request: SignedInRequest, target: Agent | Department) -> HttpResponse:
    try:
        if request.POST.get("retirer"):
            unfollow(target, actor=request.user)
            messages.success(request, _("You no longer follow %(what)s.") % {"what": target})
        else:
            follow(target, actor=request.user)
            messages.success(request, _("You follow %(what)s: what is said there comes into your feed.") % {"what": target})
    except PeopleError as refusal:
        messages.error(request, refusal.message)
    return redirect(next_url(request, "feed:following"))
