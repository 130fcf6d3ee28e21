"""Template tags of the shell: registered parts and icons."""

import re
from datetime import date
from functools import cache

from django import template
from django.db.models import Model
from django.template import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rse.core import days, reporting
from rse.core.todo import TodoCard

register = template.Library()
INDENTATION = re.compile(r"\n\s+")


@register.simple_tag(takes_context=True)
def part(context: RequestContext, card: TodoCard) -> str:
    """Render a registered card or tool with its own context on top of the page's."""
    with context.push(**card.context):
        return context.template.engine.get_template(card.template).render(context)  # type: ignore[union-attr]  # set while a template is rendered


class Squeezed(template.Node):
    """Its content without the indentation and the empty lines that a list of parts leaves; what was typed between <pre> stays."""

    def __init__(self, nodes: template.NodeList) -> None:
        self.nodelist = nodes

    def render(self, context: template.Context) -> str:
        html = self.nodelist.render(context)
        return html if "<pre" in html else INDENTATION.sub("\n", html)


@register.tag
def squeezed(parser: template.base.Parser, token: template.base.Token) -> Squeezed:
    """{% squeezed %}…{% endsqueezed %} around each part of a long list: a tenth of the bytes of a feed."""
    nodes = parser.parse(("endsqueezed",))
    parser.delete_first_token()
    return Squeezed(nodes)


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
