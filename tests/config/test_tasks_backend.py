"""Wagtail's background work starts after the commit, in a worker or, without a broker, here."""

from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django_tasks import task
from kombu.exceptions import OperationalError

from rse.config import tasks_backend

pytestmark = pytest.mark.django_db


@task()
def found_group(name: str) -> None:
    Group.objects.get_or_create(name=name)


def test_the_work_starts_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        found_group.enqueue("Accueil")
        assert not Group.objects.filter(name="Accueil").exists()
    assert Group.objects.filter(name="Accueil").exists()


def test_a_rollback_forgets_the_work(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks, transaction.atomic():
        found_group.enqueue("Accueil")
        transaction.set_rollback(True)
    assert callbacks == []


@task()
def read_group(pk: int) -> None:
    Group.objects.get(pk=pk)


def test_what_was_deleted_meanwhile_asks_for_no_work(django_capture_on_commit_callbacks, caplog):
    with caplog.at_level("INFO", logger="rse.config.tasks_backend"), django_capture_on_commit_callbacks(execute=True):
        read_group.enqueue(987654321)
    assert "nothing left to do" in caplog.text
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize("error", [OperationalError("no broker"), ConnectionRefusedError(), PermissionError("no folder")])
def test_without_a_broker_the_work_is_done_here(django_capture_on_commit_callbacks, error, caplog):
    with mock.patch.object(tasks_backend.run_background, "apply_async", side_effect=error), django_capture_on_commit_callbacks(execute=True):
        found_group.enqueue("Accueil")
    assert Group.objects.filter(name="Accueil").exists()
    assert "runs in this process" in caplog.text
