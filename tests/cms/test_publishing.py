"""Delegated publishing: alone on a signed charter, read first where the subject asks for it, withdrawn within minutes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from cms import reviewing
from cms.actions import publishing, readings
from cms.actions.journal import first_broken_line
from cms.exceptions import CharterNotSigned, Claimed, ReasonMissing, ReviewOver, TextChanged, TooLateToWithdraw
from cms.models import PageMove, Publication, Review, SampleCheck
from referents.actions import charters, missions
from referents.models import PreElectionPeriod
from rse.notifications import kinds
from rse.notifications.models import Notification
from tests.cms.town import Town, browser, fresh
from tests.factories import AbsenceFactory
from tests.referents.factories import WORDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


def told(kind: str) -> set[int]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient", flat=True))


def change(page, town: Town, title: str, **fields: object):
    """A new draft of the page by its author."""
    page = fresh(page).get_latest_revision_as_object()
    page.title = title
    for name, value in fields.items():
        setattr(page, name, value)
    return page.save_revision(user=town.author)


def test_a_contributor_under_charter_publishes_alone_and_the_journal_says_on_what_ground(town: Town) -> None:
    page = town.page()
    state = publishing.submit(page, actor=town.author)
    assert fresh(page).live
    assert state.status == WorkflowState.STATUS_APPROVED
    publication = Publication.objects.get(page=page)
    assert (publication.ground, publication.charter_version, publication.author) == ("standing", town.charter, town.author)
    line = PageMove.objects.get(page=page, code="published")
    assert (line.charter_version, line.mandate, line.actor) == (town.charter, publication.mandate, town.author)
    assert first_broken_line(page) is None


def test_without_a_current_signature_nothing_is_asked_of_anybody(town: Town) -> None:
    newcomer = town.person("Karim", "Benali", role="contributor", signed=False)
    page = town.page(author=newcomer)
    with pytest.raises(CharterNotSigned):
        publishing.submit(page, actor=newcomer)
    assert not fresh(page).live
    assert not Review.objects.exists()
    assert not told("page_to_review")


@pytest.mark.parametrize("case", ["department", "no_scope", "red", "pre_election", "suspended"])
def test_what_the_right_does_not_cover_is_read_first(town: Town, case: str) -> None:
    fields: dict[str, object] = {}
    if case == "department":
        fields = {"department": town.other, "topic": None}
    elif case == "no_scope":
        fields = {"department": None, "topic": None}
    elif case == "red":
        fields = {"topic": town.red}
    elif case == "pre_election":
        today = timezone.localdate()
        PreElectionPeriod.objects.create(label="Municipales", start=today, end=today)
    else:
        missions.suspend(town.author, why="moved", actor=None)
    page = town.page(**fields)
    publishing.submit(page, actor=town.author)
    review = town.review(page)
    assert not fresh(page).live
    assert review.reasons
    assert review.due_at > timezone.now()
    assert told("page_to_review") == {town.reviewer.pk}
    assert list(review.asked.all()) == [town.reviewer]


def test_changing_the_subject_of_a_red_page_does_not_go_round_the_reader(town: Town) -> None:
    page = town.live(topic=town.red)
    change(page, town, "Autre sujet", topic=town.topic)
    publishing.submit(fresh(page), actor=town.author)
    assert town.review(page).reasons == ["red"]
    assert fresh(page).title == "Déjà là"


def test_the_reader_approves_exactly_the_text_that_was_read(town: Town) -> None:
    page = town.page(topic=town.red)
    publishing.submit(page, actor=town.author)
    review = town.review(page)
    seen = review.revision_id
    change(page, town, "Changé depuis")
    with pytest.raises(TextChanged):
        publishing.approve(review, revision=seen, actor=town.reviewer)
    latest = fresh(page).latest_revision_id
    publishing.approve(review, revision=latest, actor=town.reviewer)
    assert fresh(page).live
    assert fresh(page).title == "Changé depuis"
    assert fresh(page).live_revision_id == latest
    publication = Publication.objects.get(page=page)
    assert (publication.ground, publication.revision_id) == ("approved", latest)
    assert told("page_approved") == {town.author.pk}
    with pytest.raises(ReviewOver):
        publishing.approve(review, revision=latest, actor=town.reviewer)


def started(page, town: Town) -> WorkflowState:
    """The workflow of the page as it stands between the decision of the task and the publication."""
    types = {"content_type": page.get_content_type(), "base_content_type": page.get_base_content_type()}
    state = WorkflowState.objects.create(object_id=str(page.pk), workflow=town.workflow, requested_by=town.author, **types)
    state.current_task_state = publishing.begin(town.task, state, actor=town.author)
    state.save()
    return state


def test_what_is_written_between_the_decision_and_the_publication_stays_a_draft(town: Town) -> None:
    """Wagtail publishes the latest draft when a workflow is over; here, what was decided on."""
    page = town.page()
    decided = page.latest_revision_id
    state = started(page, town)
    change(page, town, "Brouillon")
    state.finish(user=town.author)
    assert (fresh(page).live_revision_id, fresh(page).title) == (decided, "Menus de la cantine")
    assert fresh(page).has_unpublished_changes


def test_nobody_is_the_second_pair_of_eyes_of_their_own_text(town: Town) -> None:
    page = town.page(topic=town.red, author=town.reviewer)
    publishing.submit(page, actor=town.reviewer)
    review = town.review(page)
    assert town.reviewer not in review.asked.all()
    with pytest.raises(PermissionDenied):
        publishing.approve(review, revision=review.revision_id, actor=town.reviewer)
    with pytest.raises(PermissionDenied):
        publishing.approve(review, revision=review.revision_id, actor=town.author)


def test_changes_asked_for_send_it_back_with_a_reason_and_it_comes_again(town: Town) -> None:
    page = town.page(topic=town.red)
    publishing.submit(page, actor=town.author)
    review = town.review(page)
    with pytest.raises(ReasonMissing):
        publishing.ask_changes(review, revision=review.revision_id, reason=" ", actor=town.reviewer)
    publishing.ask_changes(review, revision=review.revision_id, reason="Donner la date.", actor=town.reviewer)
    review.refresh_from_db()
    assert (review.status, review.comment) == (TaskState.STATUS_REJECTED, "Donner la date.")
    assert told("page_to_correct") == {town.author.pk}
    change(page, town, "Avec la date")
    publishing.submit(fresh(page), actor=town.author)
    again = town.review(page)
    assert again.pk != review.pk
    assert again.status == TaskState.STATUS_IN_PROGRESS
    assert first_broken_line(page) is None


def test_who_reads_it_says_so_and_the_others_know(town: Town) -> None:
    second = town.person("Paul", "Roche", role="reviewer", departments=())
    page = town.page(topic=town.red)
    publishing.submit(page, actor=town.author)
    review = town.review(page)
    publishing.claim(review, actor=town.reviewer)
    publishing.claim(review, actor=town.reviewer)
    with pytest.raises(Claimed):
        publishing.claim(review, actor=second)
    publishing.release(review, actor=town.reviewer)
    assert publishing.claim(review, actor=second).claimed_by == second
    assert [row.code for row in PageMove.objects.filter(page=page)] == ["asked", "claimed", "released", "claimed"]


def test_past_its_day_a_review_is_recalled_once_then_the_head_is_asked_once(town: Town) -> None:
    head = town.person("Hélène", "Roux")
    town.department.head = head
    town.department.save()
    page = town.page(topic=town.red)
    publishing.submit(page, actor=town.author)
    review = town.review(page)
    assert readings.remind(review, at=timezone.now(), actor=None) == ""
    late = review.due_at + timedelta(hours=1)
    assert [readings.remind(review, at=late, actor=None) for _turn in range(2)] == ["reminder", ""]
    assert told("page_to_review_again") == {town.reviewer.pk}
    assert readings.remind(review, at=late + timedelta(days=3), actor=None) == "deputy"
    assert told("page_to_review_again") == {town.reviewer.pk, head.pk}
    assert readings.waiting_past(late + timedelta(days=9)) == []
    Review.objects.update(due_at=timezone.now() - timedelta(hours=1))
    publishing.approve(review, revision=review.revision_id, actor=head)
    assert fresh(page).live


def test_whoever_stands_in_for_an_absent_reader_is_asked(town: Town) -> None:
    deputy = town.person("Paul", "Roche")
    AbsenceFactory(agent=town.reviewer.agent, substitute=deputy.agent)
    page = town.page(topic=town.red)
    publishing.submit(page, actor=town.author)
    review = town.review(page)
    assert list(review.asked.all()) == [deputy]
    publishing.approve(review, revision=review.revision_id, actor=deputy)
    assert fresh(page).live


def test_a_page_taken_back_is_a_draft_and_nobody_decides_on_it(town: Town) -> None:
    page = town.page(topic=town.red)
    publishing.submit(page, actor=town.author)
    review = town.review(page)
    publishing.take_back(page, actor=town.author)
    assert publishing.take_back(page, actor=town.author) is None
    with pytest.raises(ReviewOver):
        publishing.approve(review, revision=review.revision_id, actor=town.reviewer)
    assert not fresh(page).live


def test_a_right_that_ends_between_the_decision_and_the_publication_stops_it(town: Town) -> None:
    page = town.page()
    state = started(page, town)
    signature = town.author.charter_signatures.get()
    charters.withdraw(signature, words_shown=WORDS, actor=town.author)
    with pytest.raises(PermissionDenied):
        state.finish(user=town.author)
    assert not fresh(page).live
    assert not Publication.objects.exists()


def test_a_page_is_withdrawn_within_minutes_and_the_version_before_comes_back(town: Town) -> None:
    page = town.live("Avant")
    change(page, town, "Après")
    publishing.submit(fresh(page), actor=town.author)
    assert fresh(page).title == "Après"
    publication = Publication.objects.get(page=page)
    publishing.withdraw(publication, actor=town.author)
    publishing.withdraw(publication, actor=town.author)
    assert (fresh(page).live, fresh(page).title) == (True, "Avant")
    assert PageMove.objects.filter(page=page, code="withdrawn").count() == 1


def test_a_first_publication_withdrawn_leaves_a_draft_and_later_is_too_late(town: Town) -> None:
    page, other = town.page(), town.page("Autre")
    publishing.submit(page, actor=town.author)
    publishing.submit(other, actor=town.author)
    publishing.withdraw(Publication.objects.get(page=page), actor=town.author)
    assert not fresh(page).live
    late = Publication.objects.get(page=other)
    Publication.objects.filter(pk=late.pk).update(at=timezone.now() - timedelta(minutes=31))
    with pytest.raises(TooLateToWithdraw):
        publishing.withdraw(late, actor=town.author)
    Publication.objects.filter(pk=late.pk).update(at=timezone.now())
    with pytest.raises(PermissionDenied):
        publishing.withdraw(late, actor=town.person("Paul", "Roche"))


def test_pages_drawn_at_random_are_read_after_the_fact() -> None:
    town = Town(sample=100)
    page = town.page()
    publishing.submit(page, actor=town.author)
    check = SampleCheck.objects.get()
    assert told("page_drawn") == {town.reviewer.pk}
    assert reviewing.samples_for(town.reviewer) == [check]
    assert reviewing.samples_for(town.author) == []
    with pytest.raises(PermissionDenied):
        readings.judge(check, fine=True, note_text="", actor=town.author)
    readings.judge(check, fine=False, note_text="La date est passée.", actor=town.reviewer)
    assert told("page_drawn_to_correct") == {town.author.pk}
    assert reviewing.samples_for(town.reviewer) == []


def test_no_page_is_drawn_where_none_is_wanted_nor_after_a_review(town: Town) -> None:
    publishing.submit(town.page(), actor=town.author)
    town.task.sample_percent = 100
    town.task.save()
    page = town.page(topic=town.red)
    publishing.submit(page, actor=town.author)
    publishing.approve(town.review(page), revision=page.latest_revision_id, actor=town.reviewer)
    assert fresh(page).live
    assert not SampleCheck.objects.exists()


def test_a_word_beside_the_page_tells_those_it_names(town: Town) -> None:
    named = town.person("Karim", "Benali")
    page = town.page(topic=town.red)
    publishing.submit(page, actor=town.author)
    review = town.review(page)
    assert browser(named).get(reverse("pages:review", args=[review.pk])).status_code == 404
    comment = readings.comment(review, text="Peux-tu vérifier la date, @Karim.Benali ?", actor=town.reviewer)
    assert list(comment.mentioned.all()) == [named]
    assert told("page_comment") == {named.pk}
    assert "vérifier la date" in browser(named).get(reverse("pages:review", args=[review.pk])).content.decode()


# The screens ----------------------------------------------------------------------------------------------------------


def test_the_pages_of_the_desk_open_for_those_they_concern(town: Town) -> None:
    page = town.page(topic=town.red)
    publishing.submit(page, actor=town.author)
    review = town.review(page)
    outsider = town.person("Paul", "Roche")
    for user, status in ((town.reviewer, 200), (town.author, 200), (outsider, 404)):
        assert browser(user).get(reverse("pages:review", args=[review.pk])).status_code == status
        assert browser(user).get(reverse("pages:preview", args=[review.pk])).status_code == status
        shown = browser(user).get(reverse("pages:to_read"))
        assert (page.title in shown.content.decode()) == (status == 200)
    assert "Le guichet ouvre à 9 h" in browser(town.reviewer).get(reverse("pages:review", args=[review.pk])).content.decode()


def test_approving_from_the_page_and_a_refusal_that_says_why(town: Town) -> None:
    page = town.page(topic=town.red)
    publishing.submit(page, actor=town.author)
    review = town.review(page)
    approve = reverse("pages:approve", args=[review.pk])
    refused = browser(town.author).post(approve, {"revision": review.revision_id})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    assert browser(town.reviewer).post(approve, {"revision": review.revision_id}).status_code == 302
    assert fresh(page).live


def test_the_link_of_the_mail_decides_without_signing_in_and_only_on_that_version(town: Town, client) -> None:
    page = town.page(topic=town.red)
    publishing.submit(page, actor=town.author)
    review = town.review(page)
    address = reviewing.address_by_mail(review, town.reviewer)
    shown = client.get(address)
    assert shown.status_code == 200
    assert shown["Referrer-Policy"] == "same-origin"
    assert not fresh(page).live
    assert client.get(address[:-6] + "xxxxx/").status_code == 404
    assert client.get(reviewing.address_by_mail(review, town.author)).status_code == 410
    assert client.post(address, {"said": "approve"}).status_code == 200
    assert fresh(page).live
    assert Publication.objects.get(page=page).revision_id == review.revision_id
    assert client.get(address).status_code == 410


def test_the_mail_carries_the_signed_link_and_the_bell_does_not(town: Town) -> None:
    page = town.page(topic=town.red)
    publishing.submit(page, actor=town.author)
    row = Notification.objects.get(kind="page_to_review")
    assert row.url == reverse("pages:review", args=[town.review(page).pk])
    kind = kinds.get("page_to_review")
    assert "/pages/par-courriel/" in kind.door(row)
    assert kinds.still_allowed(row)
    publishing.take_back(page, actor=town.author)
    assert not kinds.still_allowed(row)
