"""A page set for an hour: what it was decided on is asked again when the hour comes."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from cms import due
from cms.actions import publishing
from cms.actions.journal import first_broken_line
from cms.models import ArticlePage, PageMove, Publication
from referents.actions import charters, missions
from rse.notifications.models import Notification
from tests.cms.town import Town, fresh
from tests.factories import AgentFactory
from tests.referents.factories import WORDS

pytestmark = pytest.mark.django_db
LATER = timedelta(days=3)


@pytest.fixture
def town() -> Town:
    return Town()


def told() -> set[int]:
    return set(Notification.objects.filter(kind="page_held").values_list("recipient", flat=True))


def set_for_later(town: Town, **fields: object) -> ArticlePage:
    """Handed in today by its author, to leave in three days."""
    page = town.page(go_live_at=timezone.now() + LATER, **fields)
    publishing.submit(page, actor=town.author)
    return page


def approved_for_later(town: Town, **fields: object) -> ArticlePage:
    page = set_for_later(town, topic=town.red, **fields)
    publishing.approve(town.review(page), revision=page.latest_revision_id, actor=town.reviewer)
    return page


def the_hour_comes() -> None:
    with time_machine.travel(timezone.now() + LATER + timedelta(minutes=1), tick=False):
        due.publish_scheduled(timezone.now())
        due.publish_scheduled(timezone.now())


def codes(page: ArticlePage) -> list[str]:
    return list(PageMove.objects.filter(page_key=page.pk).order_by("number").values_list("code", flat=True))


def test_a_page_whose_ground_holds_goes_live_at_its_hour_and_may_be_withdrawn_from_then_on(town: Town) -> None:
    page = set_for_later(town)
    assert not fresh(page).live
    the_hour_comes()
    assert fresh(page).live
    assert codes(page) == ["scheduled", "published"]
    assert first_broken_line(page) is None
    assert Publication.objects.get(page=page).at > timezone.now() + LATER
    assert told() == set()


def test_a_page_that_somebody_approved_goes_live_at_its_hour(town: Town) -> None:
    page = approved_for_later(town)
    the_hour_comes()
    assert fresh(page).live
    assert codes(page) == ["asked", "approved", "scheduled", "published"]


@pytest.mark.parametrize("lost", ["mission", "charter", "account", "subject"])
def test_a_page_whose_author_lost_the_right_stays_a_draft_and_those_who_answer_for_it_are_told(town: Town, lost: str) -> None:
    owner = AgentFactory(department=town.department).user
    page = set_for_later(town, owner=owner)
    if lost == "mission":
        missions.suspend(town.author, why="moved", actor=None)
    elif lost == "charter":
        charters.withdraw(town.author.charter_signatures.get(), words_shown=WORDS, actor=town.author)
    elif lost == "account":
        town.author.is_active = False
        town.author.save()
    else:
        type(town.topic).objects.filter(pk=town.topic.pk).update(red=True)
    the_hour_comes()
    assert not fresh(page).live
    assert codes(page) == ["scheduled", "held"]
    assert told() == {owner.pk} | ({town.author.pk} if lost != "account" else set())


def test_an_approval_given_by_somebody_who_no_longer_reads_such_pages_does_not_carry_it(town: Town) -> None:
    page = approved_for_later(town)
    town.person("Paul", "Roche", role="reviewer", departments=())
    missions.suspend(town.reviewer, why="moved", actor=None)
    the_hour_comes()
    assert not fresh(page).live
    assert codes(page)[-1] == "held"
    assert told() == {town.author.pk}


def test_what_is_held_leaves_once_it_is_handed_in_again(town: Town) -> None:
    page = approved_for_later(town)
    second = town.person("Paul", "Roche", role="reviewer", departments=())
    missions.suspend(town.reviewer, why="moved", actor=None)
    the_hour_comes()
    with time_machine.travel(timezone.now() + LATER + timedelta(hours=1), tick=False):
        publishing.submit(fresh(page), actor=town.author)
        publishing.approve(town.review(page), revision=fresh(page).latest_revision_id, actor=second)
    assert fresh(page).live


def test_wagtail_s_own_command_asks_again_too(town: Town) -> None:
    page = set_for_later(town)
    missions.suspend(town.author, why="moved", actor=None)
    with time_machine.travel(timezone.now() + LATER + timedelta(minutes=1), tick=False):
        call_command("publish_scheduled")
    assert not fresh(page).live
