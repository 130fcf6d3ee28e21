"""Template tags of the shell: registered parts and icons."""

from django import template
from django.template import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rse.core.todo import TodoCard

register = template.Library()


@register.simple_tag(takes_context=True)
def part(context: RequestContext, card: TodoCard) -> str:
    """Render a registered card or tool with its own context on top of the page's."""
    with context.push(**card.context):
        return context.template.engine.get_template(card.template).render(context)  # type: ignore[union-attr]  # set while a template is rendered


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative symbol of icons.svg, hidden from assistive technology: a word always stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("core/icons.svg"),
        name,
    )
