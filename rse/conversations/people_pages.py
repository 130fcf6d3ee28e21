"""« Écrire un message » on the page of a colleague."""

from rse.people.models import Agent, User
from rse.people.sections import Section


def write_button(_user: User, agent: Agent) -> list[Section]:
    """Where there is an account to read it. No query: the page has loaded the account."""
    return [Section("conversations/partials/write_button.html", {"agent": agent}, 10)] if agent.user.is_active else []
