"""What the blocks and pages of the intranet ask about their reader."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone

from cms import charters, lists, portals, threads, today
from cms.letter.tools import LetterTools, letter_tools_for
from cms.permissions import edits
from cms.readers import Reader, reader_of

register = template.Library()


@register.simple_tag(takes_context=True)
def reader(context: Context) -> Reader:
    """`{% reader as reader %}`: who reads the page."""
    return reader_of(context["request"])


@register.simple_tag(takes_context=True)
def people_shown(context: Context, agents: Any) -> Any:
    return reader_of(context["request"]).people(agents)


@register.simple_tag(takes_context=True)
def referents_shown(context: Context, topic: Any) -> Any:
    return reader_of(context["request"]).referents_of(topic) if topic else []


@register.simple_tag(takes_context=True)
def documents_shown(context: Context, documents: Any) -> Any:
    return reader_of(context["request"]).documents(documents)


@register.simple_tag(takes_context=True)
def answer_shown(context: Context, answer: Any) -> Any:
    return reader_of(context["request"]).answer(answer)


@register.simple_tag(takes_context=True)
def call_shown(context: Context, call: Any) -> Any:
    return reader_of(context["request"]).call(call)


@register.simple_tag(takes_context=True)
def posts_shown(context: Context, value: Any) -> Any:
    return reader_of(context["request"]).latest_posts(value["community"], value["number"] or 3)


@register.simple_tag(takes_context=True)
def images_shown(context: Context, described: Any) -> Any:
    return reader_of(context["request"]).images(described)


@register.simple_tag(takes_context=True)
def sees_image(context: Context, image: Any) -> bool:
    return reader_of(context["request"]).sees_image(image)


@register.simple_tag(takes_context=True)
def way_to(context: Context, page: Any) -> Any:
    return lists.above(reader_of(context["request"]).sight, page)


@register.simple_tag(takes_context=True)
def pages_below(context: Context, page: Any) -> Any:
    return lists.below(reader_of(context["request"]).sight, page)


@register.simple_tag(takes_context=True)
def news_list(context: Context) -> Any:
    request = context["request"]
    return lists.news(reader_of(request).sight, category=request.GET.get("categorie", ""), after=request.GET.get("apres", ""), on=timezone.localdate())


@register.simple_tag(takes_context=True)
def guide_shelves(context: Context) -> Any:
    return lists.guides(reader_of(context["request"]).sight)


@register.simple_tag(takes_context=True)
def portal_branches(context: Context) -> Any:
    return lists.portals(reader_of(context["request"]).sight)


@register.simple_tag(takes_context=True)
def leads_to(context: Context, entry: Any) -> str | None:
    """Where an entry of the letter leads; None when it is not to be shown."""
    return reader_of(context["request"]).leads_to(entry, getattr(context.get("page"), "body", None))


@register.simple_tag(takes_context=True)
def letter_tools(context: Context) -> LetterTools:
    return letter_tools_for(reader_of(context["request"]).user, context.get("page"))


@register.simple_tag(takes_context=True)
def edit_address(context: Context, page: Any) -> str:
    """Where whoever reads may edit this page; "" otherwise. No query for those who write nothing."""
    user = reader_of(context["request"]).user
    if not page or not page.pk or not edits(user) or not page.permissions_for_user(user).can_edit():
        return ""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@register.simple_tag(takes_context=True)
def newsletter_issues(context: Context) -> Any:
    return lists.issues(reader_of(context["request"]).sight)


@register.simple_tag(takes_context=True)
def canteen_week(context: Context, day: Any = None) -> Any:
    return lists.week_of(reader_of(context["request"]).sight, on=day or timezone.localdate())


@register.simple_tag(takes_context=True)
def running_campaigns(context: Context) -> Any:
    return lists.campaigns(reader_of(context["request"]).sight, on=timezone.localdate())


@register.simple_tag(takes_context=True)
def site_map(context: Context, page: Any) -> Any:
    return lists.site_map(reader_of(context["request"]).sight, page.get_site().root_page)


@register.simple_tag(takes_context=True)
def portal_of(context: Context, page: Any) -> Any:
    return portals.portal(reader_of(context["request"]), page)


@register.simple_tag(takes_context=True)
def today_on_intranet(context: Context) -> Any:
    reader = reader_of(context["request"])
    return today.today(reader.user, reader.sight)


@register.simple_tag(takes_context=True)
def thread_of(context: Context, page: Any) -> Any:
    """The thread of a piece of news, when the reader may read it."""
    return threads.thread_for(reader_of(context["request"]).user, page)


@register.simple_tag(takes_context=True)
def related_shown(context: Context, page: Any) -> Any:
    return lists.related(reader_of(context["request"]).sight, page)


@register.simple_tag
def charter_version(charter: Any) -> Any:
    return charters.version_in_force(charter)
