import pytest
from django.core.cache import cache
from django.test import Client

from rse.people.models import Agent, PersonChange
from tests import factories


@pytest.fixture(autouse=True)
def _no_rate_limit_from_the_test_before() -> None:
    cache.clear()


@pytest.fixture
def sonia(db: None) -> Agent:
    return factories.AgentFactory(first_name="Sonia", last_name="Diallo", user__username="1001", user__email="sonia@ville.example")


@pytest.fixture
def hr(db: None) -> Agent:
    return factories.hr_agent(first_name="Hélène", last_name="Roy", user__username="2001")


@pytest.fixture
def outsider(db: None) -> Agent:
    """A colleague of another department: sees the directory, changes nothing of others."""
    return factories.AgentFactory(first_name="Omar", last_name="Petit", user__username="3001")


@pytest.fixture
def head(sonia: Agent) -> Agent:
    return factories.head_of(sonia.department, first_name="Paul", last_name="Roche", user__username="4001")


@pytest.fixture
def as_(client: Client):
    """`as_(agent)`: a browser where this person is signed in."""

    def sign_in(agent: Agent) -> Client:
        browser = Client(headers={"accept": "text/html"})
        browser.force_login(agent.user)
        return browser

    return sign_in


@pytest.fixture
def journal():
    """`journal(agent)`: the codes written about this person, oldest first."""

    def codes(agent: Agent) -> list[str]:
        return list(PersonChange.objects.filter(subject=agent.user).order_by("pk").values_list("code", flat=True))

    return codes
