"""Approve against reject, edit, taking back, and a right that ends: on two real connections (PostgreSQL), fifty rounds, always coherent."""

import pytest
from django.db import connection
from wagtail.models import TaskState, WorkflowState

from cms.actions import publishing
from cms.actions.journal import first_broken_line
from cms.exceptions import CmsError
from cms.models import ArticlePage, PageMove, Publication, Review
from referents.actions import missions
from tests.cms.town import Town, fresh
from tests.referents.test_races import race

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
ROUNDS = 50
DECIDED = {"approved", "changes", "taken_back"}
# What was sent back may still be taken back; nothing follows an approval.
STORIES = [["approved"], ["changes"], ["taken_back"], ["changes", "taken_back"]]


@pytest.fixture(autouse=True)
def _two_real_connections() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("row locks are proved on PostgreSQL (make test-services)")


def coherent(page: ArticlePage, review: Review) -> None:
    """The review, the workflow, what is live and the journal tell one story."""
    page, review = fresh(page), Review.objects.get(pk=review.pk)
    state = WorkflowState.objects.get(pk=review.workflow_state_id)
    codes = list(PageMove.objects.filter(page=page).values_list("code", flat=True))
    publications = list(Publication.objects.filter(page=page))
    assert first_broken_line(page) is None
    assert [code for code in codes if code in DECIDED] in STORIES, codes
    if review.status == TaskState.STATUS_APPROVED:
        assert state.status == WorkflowState.STATUS_APPROVED
        assert [one.revision_id for one in publications] == [review.revision_id]
        assert (page.live, page.live_revision_id) == (True, review.revision_id)
        assert page.title == review.revision.as_object().title
        assert "approved" in codes
        assert "published" in codes
    else:
        assert state.status in {WorkflowState.STATUS_NEEDS_CHANGES, WorkflowState.STATUS_CANCELLED}
        assert not publications
        assert not page.live


def edit(page: ArticlePage, town: Town, title: str) -> None:
    draft = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.title = title
    draft.save_revision(user=town.author)


def test_fifty_rounds_of_each_race_stay_coherent() -> None:
    """One test: a database emptied between two would no longer have Wagtail's root."""
    town = Town()
    decide(town)
    alone(town)


def decide(town: Town) -> None:
    """Approve against reject, edit and taking back."""
    second = town.person("Paul", "Roche", role="reviewer", departments=())
    won = {"approve": 0, "reject": 0, "take_back": 0}
    for number in range(ROUNDS):
        page = town.page(f"Page {number}", topic=town.red)
        publishing.submit(page, actor=town.author)
        review = town.review(page)
        seen = review.revision_id
        gestures = {
            "approve": lambda review=review, seen=seen: publishing.approve(review, revision=seen, actor=town.reviewer),
            "reject": lambda review=review, seen=seen: publishing.ask_changes(review, revision=seen, reason="Non.", actor=second),
            "take_back": lambda page=page: publishing.take_back(page, actor=town.author),
            "edit": lambda page=page, number=number: edit(page, town, f"Changée {number}"),
        }
        outcomes = dict(zip(gestures, race(*gestures.values()), strict=True))
        assert outcomes["edit"] is None, outcomes["edit"]
        refused = [error for name, error in outcomes.items() if name != "edit" and error is not None]
        assert all(isinstance(error, CmsError | PermissionError) or "Permission" in type(error).__name__ for error in refused), outcomes
        if len(refused) == 3:  # the edit came first: both readers are told, and the author's taking back lost to nobody
            pytest.fail(f"nobody won: {outcomes}")
        for name in won:
            won[name] += outcomes[name] is None
        coherent(page, review)
    assert sum(won.values()) >= ROUNDS


def alone(town: Town) -> None:
    """Publishing on one's own right against the end of the mission."""
    for number in range(ROUNDS):
        author = town.person("Karim", f"Benali {number}", role="contributor")
        mandate = author.mandates.get()
        page = town.page(f"Seul {number}", author=author)
        submitted, ended = race(
            lambda page=page, author=author: publishing.submit(page, actor=author), lambda author=author: missions.suspend(author, why="left", actor=None)
        )
        assert ended is None
        assert submitted is None or "Permission" in type(submitted).__name__, submitted
        published = Publication.objects.filter(page=page).first()
        assert fresh(page).live == (published is not None)
        if published is not None:
            assert (published.mandate_id, published.charter_version_id) == (mandate.pk, town.charter.pk)
        elif submitted is None:
            assert town.review(page).reasons == ["mandate"]
        assert first_broken_line(page) is None
