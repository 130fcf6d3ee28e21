"""A file that was sent and tied to nothing does not stay."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from rse.core import sweeps
from rse.core.actions import attach, forget_untied_files, receive_file
from rse.core.models import Attachment
from tests.factories import UserFactory
from tests.feed.factories import PostFactory, png

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_after_a_day_an_untied_file_leaves_the_database_and_the_disk(django_capture_on_commit_callbacks):
    sonia = UserFactory()
    left, kept = receive_file(png(), actor=sonia), receive_file(png(), actor=sonia)
    attach(kept, owner=PostFactory(author=sonia), actor=sonia)
    names = left.file.name, kept.file.name
    with time_machine.travel(timezone.now() + timedelta(hours=23), tick=False):
        assert forget_untied_files() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False), django_capture_on_commit_callbacks(execute=True):
        assert forget_untied_files() == 1
        assert forget_untied_files() == 0
    assert list(Attachment.objects.all()) == [kept]
    assert [default_storage.exists(name) for name in names] == [False, True]


def test_the_sweep_does_it():
    assert forget_untied_files in sweeps._sweeps
