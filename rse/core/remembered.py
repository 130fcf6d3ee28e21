"""Parts of pages drawn once. A part whose words come from a few values alone (a card of the feed) is remembered in this process by these
values whole: whatever changes in them draws it again, and who may read it was decided before they were read.

What differs at every request, the CSRF token and the address of the page, stands in it as marks and is put in at the end.
"""

import re
import secrets
from collections.abc import Hashable
from functools import lru_cache
from types import SimpleNamespace

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

INDENTATION = re.compile(r"\n\s+")
MOST = 2000
# Drawn at random in each process: nothing that somebody writes can be one of them.
TOKEN, HERE = (f"mark-{secrets.token_hex(12)}" for _mark in range(2))
_PAGE = SimpleNamespace(get_full_path=lambda: HERE)


def drawn(template: str, *, token: str, here: str, values: dict[str, Hashable]) -> SafeString:
    """`template` rendered with `values`, squeezed. It reads nothing else of the page but `csrf_token` (`token`) and
    `request.get_full_path` (`here`). Values that cannot be hashed are drawn each time."""
    names = tuple(values.items())
    try:
        hash(names)
    except TypeError:
        html = _draw.__wrapped__(template, get_language(), names)
    else:
        # While templates are being written, the last version is the one to show.
        html = (_draw.__wrapped__ if settings.DEBUG else _draw)(template, get_language(), names)
    return mark_safe(html.replace(TOKEN, escape(token)).replace(HERE, escape(here)))  # noqa: S308 - what a template drew; token and address are escaped


def squeeze(html: str) -> str:
    """Without the indentation and the empty lines that a list of parts leaves; what was typed between <pre> stays."""
    return html if "<pre" in html else INDENTATION.sub("\n", html)


@lru_cache(maxsize=MOST)
def _draw(template: str, _language: str | None, names: tuple[tuple[str, Hashable], ...]) -> str:
    context = Context({**dict(names), "csrf_token": TOKEN, "request": _PAGE})
    return squeeze(get_template(template).template.render(context))  # type: ignore[attr-defined]  # the engine is Django's
