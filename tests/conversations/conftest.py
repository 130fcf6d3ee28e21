import pytest
from django.test import Client

from rse.conversations import actions
from rse.conversations.models import Conversation
from rse.people.models import Agent
from tests.factories import AgentFactory


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sonia(db: None) -> Agent:
    return AgentFactory(first_name="Sonia", last_name="Diallo")


@pytest.fixture
def paul(db: None) -> Agent:
    return AgentFactory(first_name="Paul", last_name="Roche")


@pytest.fixture
def lucie(db: None) -> Agent:
    return AgentFactory(first_name="Lucie", last_name="Garnier")


@pytest.fixture
def outsider(db: None) -> Agent:
    return AgentFactory(first_name="Omar", last_name="Petit")


@pytest.fixture
def direct(sonia: Agent, paul: Agent) -> Conversation:
    """Sonia wrote to Paul."""
    return actions.start([paul.user], text="Les clés de la salle 2 ?", token="t0", actor=sonia.user)


@pytest.fixture
def few(sonia: Agent, paul: Agent, lucie: Agent) -> Conversation:
    """Sonia wrote to Paul and Lucie."""
    return actions.start([paul.user, lucie.user], text="On prépare la rentrée ?", name="Rentrée", token="t1", actor=sonia.user)


@pytest.fixture
def as_():
    """`as_(agent)`: a browser where this person is signed in."""

    def sign_in(agent: Agent) -> Client:
        browser = Client(headers={"accept": "text/html"})
        browser.force_login(agent.user)
        return browser

    return sign_in
