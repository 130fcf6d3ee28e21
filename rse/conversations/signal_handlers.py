"""What follows in conversations: people are told, what was told is forgotten, names are erased. Receivers only write rows."""

from rse.conversations import actions, telling
from rse.conversations.models import Conversation, Line
from rse.conversations.signals import conversation_read, line_sent, person_added
from rse.people.actions.departures import nameless
from rse.people.models import User
from rse.people.signals import agent_erased


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    line_sent.connect(on_line, dispatch_uid="conversations.line_sent")
    person_added.connect(on_added, dispatch_uid="conversations.person_added")
    conversation_read.connect(on_read, dispatch_uid="conversations.conversation_read")
    agent_erased.connect(on_erased, dispatch_uid="conversations.agent_erased")


def on_line(line: Line, actor: User, **_payload: object) -> None:
    telling.tell_of_line(line, actor=actor)


def on_added(line: Line, person: User, actor: User, **_payload: object) -> None:
    telling.tell_added(line, person=person, actor=actor)


def on_read(conversation: Conversation, user: User, **_payload: object) -> None:
    telling.forget(conversation, user=user)


def on_erased(names: list[str], **_payload: object) -> None:
    actions.erase_names(names, nameless=nameless(), actor=None)
