import pytest
from django.contrib.auth.models import Permission

from rse.people.models import Agent
from tests.factories import AgentFactory


@pytest.fixture
def flora(db: None) -> Agent:
    """Somebody of Communication: reads figures."""
    agent = AgentFactory(first_name="Flora", last_name="Quint")
    agent.user.user_permissions.add(Permission.objects.get(codename="read_insights", content_type__app_label="insights"))
    return agent


@pytest.fixture
def marc(db: None) -> Agent:
    return AgentFactory(first_name="Marc", last_name="Lefort", job_title="Jardinier")
