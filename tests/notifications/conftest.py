"""A kind of notification to play with, and somebody to tell."""

import pytest

from rse.notifications import kinds
from rse.notifications.kinds import Kind
from tests.factories import AgentFactory


@pytest.fixture(autouse=True)
def help_wanted(monkeypatch):
    """« … demande votre aide », sent by e-mail too; `still_allowed` obeys the list it answers."""
    monkeypatch.setattr(kinds, "_kinds", {})
    forbidden: list[int] = []
    kinds.register(
        Kind("help.wanted", "help", "%(who)s demande votre aide", email=True, still_allowed=lambda notification: notification.recipient_id not in forbidden)
    )
    kinds.register(Kind("quiet", "quiet", "Rien d’urgent"))
    return forbidden


@pytest.fixture
def sonia(db):
    return AgentFactory(user__email="sonia@technopole.example").user
