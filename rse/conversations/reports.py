"""Messages that people may report: moderators are shown the reported words, never the conversation around them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rse.conversations import actions
from rse.conversations.models import Line
from rse.core import reporting
from rse.people.models import User


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    reporting.register(LINE)


def _author(line: Line) -> User:
    return line.author


def _nowhere(_line: Line) -> None:
    return None


def _words(line: Line) -> str:
    return line.text


def _address(line: Line) -> str:
    return f"{reverse('conversations:conversation', args=[line.conversation_id])}#message-{line.pk}"


LINE = reporting.Reportable(
    label="conversations.line",
    name=_("message"),
    author=_author,
    community=_nowhere,
    words=_words,
    address=_address,
    hide=actions.hide,
    restore=actions.show,
    remove=actions.remove,
    private=True,
)
