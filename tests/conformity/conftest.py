"""The demonstration town in the test database, with a fortnight of past instead of six months: once a module, in one transaction."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import Client

from integrations.bridges.demo import past, present
from integrations.bridges.demo import town as builder
from integrations.bridges.demo.clockwork import quietly
from integrations.bridges.demo.town import Town

FORTNIGHT = 16


@pytest.fixture(scope="module")
def lived_in(django_db_setup: None, django_db_blocker) -> Iterator[Town]:
    """Built through the same code as `make demo`; each test then works in a savepoint of this transaction, and the module undoes it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with patch.object(past, "DAYS", FORTNIGHT), quietly():
            town = builder.build(builder.today())
            past.play(town, builder.today())
        present.play(town)
        with django_db_blocker.block():
            yield town
        transaction.set_rollback(True)


@pytest.fixture
def town(lived_in: Town, db: None) -> Town:
    return lived_in


@pytest.fixture
def signed_in(town: Town):
    """`signed_in("10003")`: a client of that person; a server error is an answer, not an exception."""

    def client(number: str, *, enforce_csrf_checks: bool = False) -> Client:
        browser = Client(raise_request_exception=False, enforce_csrf_checks=enforce_csrf_checks)
        browser.force_login(town.users[number])
        return browser

    return client
