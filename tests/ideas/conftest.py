from collections.abc import Callable

import pytest
from django.test import Client

from rse.ideas.models import IdeaBox
from rse.people.models import Agent
from tests.factories import AgentFactory
from tests.ideas import factories


@pytest.fixture
def marc(db: None) -> Agent:
    return AgentFactory(first_name="Marc", last_name="Lefort", job_title="Jardinier")


@pytest.fixture
def sonia(db: None) -> Agent:
    return AgentFactory(first_name="Sonia", last_name="Diallo")


@pytest.fixture
def denis(db: None) -> Agent:
    """Answers the box."""
    return AgentFactory(first_name="Denis", last_name="Marchal")


@pytest.fixture
def flora(db: None) -> Agent:
    return factories.animator()


@pytest.fixture
def welcome(denis: Agent) -> IdeaBox:
    """« Mieux accueillir », open to everybody, answered by Denis within thirty days."""
    return factories.box(denis.user, categories=("Accueil", "Écrans"))


@pytest.fixture
def as_() -> Callable[[Agent], Client]:
    def sign_in(agent: Agent) -> Client:
        browser = Client(headers={"accept": "text/html"})
        browser.force_login(agent.user)
        return browser

    return sign_in
