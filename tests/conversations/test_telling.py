"""One unread notification a conversation, however many lines; nothing while it is silent; no e-mail once it was read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rse.conversations import actions, telling
from rse.notifications import kinds
from rse.notifications.actions import mark_read
from rse.notifications.models import Notification

pytestmark = pytest.mark.django_db


def told(agent):
    return list(Notification.objects.filter(recipient=agent.user).order_by("seq"))


def test_several_lines_make_one_notification_until_it_is_read(direct, sonia, paul):
    actions.send(direct, text="Deuxième", token="b", actor=sonia.user)
    assert len(told(paul)) == 1
    assert kinds.sentence(told(paul)[0]) == "Sonia Diallo vous a écrit"
    assert told(sonia) == []
    mark_read(told(paul)[0], actor=paul.user)
    actions.send(direct, text="Troisième", token="c", actor=sonia.user)
    assert len(told(paul)) == 2


def test_reading_the_conversation_reads_what_was_told_about_it(direct, paul):
    direct.refresh_from_db()
    actions.mark_read(direct, up_to=direct.last_line, actor=paul.user)
    assert [one.read_at is not None for one in told(paul)] == [True]


def test_nothing_rings_while_it_is_silent(direct, sonia, paul):
    mark_read(told(paul)[0], actor=paul.user)
    actions.mute(direct, until=timezone.now() + timedelta(hours=1), actor=paul.user)
    actions.send(direct, text="Chut", token="b", actor=sonia.user)
    assert len(told(paul)) == 1
    actions.mute(direct, until=None, actor=paul.user)
    actions.send(direct, text="Alors ?", token="c", actor=sonia.user)
    assert len(told(paul)) == 2


def test_a_small_group_is_named_and_no_word_of_it_is_told(few, paul, lucie):
    for person in (paul, lucie):
        assert kinds.sentence(told(person)[0]) == "Sonia Diallo a écrit dans la conversation «\N{NO-BREAK SPACE}Rentrée\N{NO-BREAK SPACE}»"
        assert "prépare" not in str(told(person)[0].params)


def test_whoever_left_is_told_nothing_more(few, paul):
    one = told(paul)[0]
    assert kinds.still_allowed(one)
    actions.leave(few, actor=paul.user)
    assert not kinds.still_allowed(one)
    assert told(paul)[0].read_at is not None


def test_whoever_is_added_is_told(few, sonia, outsider):
    actions.add_person(few, person=outsider.user, actor=sonia.user)
    assert [one.kind for one in told(outsider)] == [telling.ADDED]
