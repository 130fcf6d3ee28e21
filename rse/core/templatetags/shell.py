"""Template tags of the shell: registered parts and icons."""

from collections.abc import Hashable
from datetime import date
from functools import cache

from django import template
from django.db.models import Model
from django.template import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rse.core import days, reporting
from rse.core import remembered as memory
from rse.core.todo import TodoCard

register = template.Library()


@register.simple_tag(takes_context=True)
def part(context: RequestContext, card: TodoCard) -> str:
    """Render a registered card or tool with its own context on top of the page's."""
    with context.push(**card.context):
        return context.template.engine.get_template(card.template).render(context)  # type: ignore[union-attr]  # set while a template is rendered


@register.simple_tag(takes_context=True)
def remembered(context: RequestContext, template: str, **values: Hashable) -> SafeString:
    """`{% remembered "feed/partials/post.html" row=row %}`: like `include … only`, for a part that reads these values alone; see `core.remembered`."""
    request = context.get("request")
    return memory.drawn(template, token=str(context.get("csrf_token", "")), here=request.get_full_path() if request else "", values=values)


@register.filter(expects_localtime=True)
def spell_day(day: date | None, form: str = "j F") -> str:
    """`{{ day|spell_day:"l j F" }}`, like `date` but for the first of a month: « mardi 1er décembre »."""
    return days.spell_day(day, form) if day else ""


@cache
def _icons() -> str:
    """The address of the drawing, worked out once: a page shows twenty icons."""
    return static("core/icons.svg")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative symbol of icons.svg, hidden from assistive technology: a word always stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        _icons(),
        name,
    )


@register.simple_tag
def report_url(thing: Model) -> str:
    """Where `thing` is reported to moderators; "" when it cannot be: `{% report_url post as url %}{% if url %}…`."""
    return reporting.address(thing)


@register.simple_tag
def report_address(label: str, pk: int) -> str:
    """The same for a page that holds ids: `{% report_address "feed.comment" comment.pk as url %}`."""
    return reporting.address_of(label, pk)
