import pytest
from django.test import Client

from rse.people.models import Agent
from tests.events.factories import may_speak
from tests.factories import AgentFactory


@pytest.fixture
def flora(db: None) -> Agent:
    """Communication: may write to all agents."""
    agent = AgentFactory(first_name="Flora", last_name="Quint")
    may_speak(agent.user)
    return agent


@pytest.fixture
def marc(db: None) -> Agent:
    return AgentFactory(first_name="Marc", last_name="Lefort", job_title="Jardinier")


@pytest.fixture
def sonia(db: None) -> Agent:
    return AgentFactory(first_name="Sonia", last_name="Diallo")


@pytest.fixture
def as_():
    """`as_(agent)`: a browser where this person is signed in."""

    def sign_in(agent: Agent) -> Client:
        browser = Client(headers={"accept": "text/html"})
        browser.force_login(agent.user)
        return browser

    return sign_in
