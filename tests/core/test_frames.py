"""Frames are found by every process after the commit, once each, whatever the order of their ids."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rse.core import frames
from rse.core.models import Frame
from rse.realtime.source import Push

pytestmark = pytest.mark.django_db


@pytest.fixture
def tail(monkeypatch):
    monkeypatch.setattr(frames, "POLL", 0)
    return frames.Tail()


def test_a_frame_is_found_once(tail):
    cursor, _nothing = tail.wait(None)
    frames.announce([7, 9], kind="enquiry", id=3)
    cursor, found = tail.wait(cursor)
    assert found == [Push(users=(7, 9), kind="enquiry", id=3)]
    assert tail.wait(cursor)[1] == []


def test_what_was_there_before_the_process_started_is_not_pushed(tail):
    frames.announce([7], kind="enquiry", id=3)
    cursor, found = tail.wait(None)
    assert (found, tail.wait(cursor)[1]) == ([], [])


def test_a_frame_with_a_smaller_id_committed_later_is_found_too(tail):
    cursor, _nothing = tail.wait(None)
    Frame.objects.create(pk=100, kind="late", entries=[[7, 1, None]])
    tail.wait(cursor)
    Frame.objects.create(pk=99, kind="later", entries=[[7, 2, None]])
    assert [push.kind for push in tail.wait(cursor)[1]] == ["later"]


def test_each_person_gets_their_own_sequence(tail):
    cursor, _nothing = tail.wait(None)
    frames.announce_each([(7, 1, 4), (9, 2, 8)], kind="notification")
    assert tail.wait(cursor)[1] == [Push(users=(7,), kind="notification", id=1, seq=4), Push(users=(9,), kind="notification", id=2, seq=8)]


def test_nobody_to_tell_writes_nothing():
    frames.announce([], kind="enquiry", id=3)
    assert not Frame.objects.exists()


def test_frames_are_forgotten_after_an_hour():
    frames.announce([7], kind="old", id=1)
    Frame.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    frames.announce([7], kind="new", id=2)
    frames.purge()
    assert list(Frame.objects.values_list("kind", flat=True)) == ["new"]


def test_a_dead_redis_neither_breaks_the_write_nor_the_poll(tail, settings, django_capture_on_commit_callbacks, caplog):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    cursor, _nothing = tail.wait(None)
    with django_capture_on_commit_callbacks(execute=True):
        frames.announce([7], kind="enquiry", id=3)
    assert "they poll" in caplog.text
    assert [push.kind for push in tail.wait(cursor)[1]] == ["enquiry"]
