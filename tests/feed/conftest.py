from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from rse.people.models import User
from tests import factories


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def sonia(db: None) -> User:
    return factories.AgentFactory(first_name="Sonia", last_name="Diallo").user


@pytest.fixture
def marc(db: None) -> User:
    return factories.AgentFactory(first_name="Marc", last_name="Lefort").user


@pytest.fixture
def as_() -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
