"""A small intranet: the standard tree over two departments, one below the other."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from cms.actions import Built, build_site
from rse.people.models import Agent, Department
from tests.factories import AgentFactory, DepartmentFactory, head_of


@pytest.fixture
def roads(db: None) -> Department:
    department = DepartmentFactory(name="Voirie", code="VOI")
    head_of(department, first_name="Yann", last_name="Le Goff")
    return department


@pytest.fixture
def cleaning(roads: Department) -> Department:
    return DepartmentFactory(name="Propreté", code="PRO", parent=roads, organisation=roads.organisation)


@pytest.fixture
def marc(roads: Department) -> Agent:
    return AgentFactory(first_name="Marc", last_name="Lefort", department=roads, organisation=roads.organisation)


@pytest.fixture
def intranet(roads: Department, cleaning: Department) -> Built:
    cache.clear()
    return build_site(name="Intranet de la ville", actor=None)


@pytest.fixture
def as_() -> Callable[[Agent], Client]:
    def client(agent: Agent) -> Client:
        browser = Client()
        browser.force_login(agent.user)
        return browser

    return client
