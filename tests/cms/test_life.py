"""« Toujours vrai ? », go-live and expiry on time, how the pages are."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from cms import due, tasks, truth
from cms.actions import life
from cms.actions.checking import check_pages
from cms.actions.restrictions import restrict
from cms.exceptions import CmsError
from cms.models import PageFault, PageMove, TruthReminder
from cms.reading_desk import cards
from rse.notifications.models import Notification
from tests.cms.town import FAR, Town, browser, fresh

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture
def town() -> Town:
    return Town()


def told(kind: str) -> set[int]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient", flat=True))


def steps(on: date) -> list[str]:
    return [one.step for one in truth.due_steps(on)]


def take(on: date) -> None:
    """The steps of that day, told on that day."""
    for one in truth.due_steps(on):
        row = life.take_step(one.page, step=one.step, actor=None)
        at = timezone.make_aware(timezone.datetime(on.year, on.month, on.day, 9))
        TruthReminder.objects.filter(pk=row.pk).update(at=at)


def test_the_owner_is_asked_then_the_head_then_the_page_is_archived_and_never_at_once(town: Town) -> None:
    head, deputy = town.person("Hélène", "Roux"), town.person("Paul", "Roche")
    town.department.head = head
    town.department.save()
    page = town.live(true_until=DAY, deputy=deputy)
    assert steps(DAY - timedelta(days=15)) == []
    take(DAY - timedelta(days=14))
    assert told("page_still_true") == {town.author.pk, deputy.pk}
    assert steps(DAY - timedelta(days=1)) == []
    take(DAY)
    assert steps(DAY + timedelta(days=13)) == []
    take(DAY + timedelta(days=14))
    assert told("page_nobody_confirms") == {head.pk}
    assert fresh(page).live
    take(DAY + timedelta(days=28))
    assert not fresh(page).live
    assert told("page_archived") == {town.author.pk, deputy.pk, head.pk}
    assert steps(DAY + timedelta(days=400)) == []
    assert [row.code for row in PageMove.objects.filter(page=page)] == ["truth_soon", "truth_due", "truth_escalated", "truth_archived", "archived"]


def test_a_page_found_long_past_its_day_is_announced_before_anything(town: Town) -> None:
    town.live(true_until=DAY)
    assert steps(DAY + timedelta(days=300)) == ["due"]


def test_saying_it_is_still_true_holds_for_drafts_too_and_begins_the_steps_again(town: Town) -> None:
    page = town.live(true_until=DAY)
    take(DAY)
    draft = fresh(page).get_latest_revision_as_object()
    draft.title = "Corrigée"
    draft.save_revision(user=town.author)
    life.confirm(page, until=FAR, actor=town.author)
    assert (fresh(page).true_until, fresh(page).confirmed_by, fresh(page).title) == (FAR, town.author, "Déjà là")
    fresh(page).get_latest_revision().publish(skip_permission_checks=True)
    assert (fresh(page).true_until, fresh(page).title) == (FAR, "Corrigée")
    assert steps(FAR - timedelta(days=14)) == ["soon"]


def test_only_those_who_answer_for_it_say_so_and_not_for_yesterday(town: Town) -> None:
    page = town.live(true_until=DAY)
    with pytest.raises(PermissionDenied):
        life.confirm(page, until=FAR, actor=town.reviewer)
    with pytest.raises(CmsError):
        life.confirm(page, until=timezone.localdate(), actor=town.author)


def test_an_archived_page_comes_back_by_the_same_gesture(town: Town) -> None:
    page = town.live(true_until=DAY)
    life.take_step(page, step="due", actor=None)
    life.take_step(page, step="archived", actor=None)
    assert not fresh(page).live
    address = reverse("pages:still_true", args=[page.pk])
    assert browser(town.author).get(address).status_code == 200
    assert browser(town.reviewer).get(address).status_code == 404
    assert browser(town.author).post(address, {"until": "2030-01-01"}).status_code == 302
    assert (fresh(page).live, fresh(page).true_until) == (True, FAR)
    assert browser(town.author).post(address, {"until": "2020-01-01"}).status_code == 422


def test_a_page_without_an_owner_is_asked_of_the_head(town: Town) -> None:
    head = town.person("Hélène", "Roux")
    town.department.head = head
    town.department.save()
    page = town.live(true_until=DAY, owner=None)
    assert truth.answerable(fresh(page)) == [head]


def test_the_home_page_shows_what_is_to_be_read_again(town: Town) -> None:
    page = town.live(true_until=timezone.localdate() + timedelta(days=3))
    assert [line.title for card in cards(town.author) for line in card.context["lines"]] == [page.title]
    assert cards(town.reviewer) == []


def test_scheduled_pages_go_live_and_expire_by_the_task_of_beat(town: Town, settings) -> None:
    assert settings.CELERY_BEAT_SCHEDULE["cms-minute"]["task"] == tasks.minute.name
    soon = timezone.now() + timedelta(minutes=5)
    page = town.page("Demain", go_live_at=soon)
    page.get_latest_revision().publish(skip_permission_checks=True)
    leaving = town.live("Hier", expire_at=soon)
    due.publish_scheduled(timezone.now())
    assert (fresh(page).live, fresh(leaving).live) == (False, True)
    with time_machine.travel(soon + timedelta(minutes=1), tick=False):
        tasks.minute()
    assert (fresh(page).live, fresh(leaving).live) == (True, False)


def test_readers_see_what_happened_to_a_page(town: Town) -> None:
    page = town.live(true_until=DAY)
    life.confirm(page, until=FAR, actor=town.author)
    shown = browser(town.reviewer).get(reverse("pages:updates", args=[page.pk])).content.decode()
    assert "Sonia Diallo" in shown
    assert "toujours vraie" in shown


# How the pages are ----------------------------------------------------------------------------------------------------


@pytest.fixture
def ill(town: Town) -> dict[str, Page]:
    """One page of each fault, one without."""
    gone = town.live("Partie", true_until=FAR)
    found = {
        "owner": town.live("Orpheline", owner=None, true_until=FAR),
        "review": town.live("Ancienne", true_until=DAY),
        "link": town.live("Renvoi", true_until=FAR, body=[("text", f'<p><a linktype="page" id="{gone.pk}">Voir</a></p>')]),
        "well": town.live("Saine", true_until=FAR),
    }
    for page in found.values():
        ReferenceIndex.create_or_update_for_object(fresh(page))
    fresh(gone).unpublish()
    return found


def test_content_health_prints_a_table_and_json(ill: dict[str, Page], capsys) -> None:
    out = StringIO()
    call_command("content_health", "--json", stdout=out)
    told_by = json.loads(out.getvalue())
    assert {one["title"] for one in told_by["without_owner"]} == {"Intranet", "Orpheline"}
    assert [one["title"] for one in told_by["past_review"]] == ["Ancienne"]
    assert [(one["title"], one["detail"]) for one in told_by["broken_links"]] == [("Renvoi", "Partie")]
    assert told_by["missing_alternatives"] == []
    table = StringIO()
    call_command("content_health", stdout=table)
    for title in ("Orpheline", "Ancienne", "Renvoi"):
        assert title in table.getvalue()
    assert "Saine" not in table.getvalue()


def test_the_nightly_check_keeps_what_is_wrong_once(ill: dict[str, Page]) -> None:
    check_pages(actor=None)
    check_pages(actor=None)
    assert [(fault.page_id, fault.kind, fault.detail) for fault in PageFault.objects.all()] == [(ill["link"].pk, "link", "Partie")]


def test_each_person_sees_the_pages_they_answer_for_and_no_closed_one(town: Town, ill: dict[str, Page]) -> None:
    check_pages(actor=None)
    head, outsider = town.person("Hélène", "Roux"), town.person("Paul", "Roche")
    town.department.head = head
    town.department.save()
    address = reverse("pages:health")
    assert "Ancienne" in browser(town.author).get(address).content.decode()
    assert "Orpheline" not in browser(town.author).get(address).content.decode()
    assert "Orpheline" in browser(head).get(address).content.decode()
    assert "Ancienne" not in browser(outsider).get(address).content.decode()
    restrict(ill["review"], actor=town.author)
    assert "Ancienne" not in browser(head).get(address).content.decode()
