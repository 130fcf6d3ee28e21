"""Addresses of pages that a host may lack, and the words of steps."""

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rse.communities.models import Community
from rse.feed.models import Post
from rse.feed.places import community_url

register = template.Library()

STEPS: dict[str, str | Promise] = {
    "photo": _("show a photograph"),
    "skills": _("say what they know"),
    "group": _("are in a group"),
    "post": _("have sent a post"),
}


@register.filter
def group_address(group: Community) -> str:
    return community_url(group)


@register.filter
def post_address(post: Post) -> str:
    return reverse("feed:post", args=[post.pk])


@register.filter
def step_words(code: str) -> str | Promise:
    return STEPS.get(code, code)
