"""From a page handed in to a page live: alone on a signed charter, or after somebody else's eyes. Every gesture holds the lock of the page's row."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision, TaskState, WorkflowState

from cms import rights
from cms.actions.journal import note
from cms.exceptions import CharterNotSigned, Claimed, ReasonMissing, ReviewOver, TextChanged, TooLateToWithdraw
from cms.models.reviews import Publication, Review, SampleCheck
from cms.signals import page_published, page_withdrawn, review_asked, review_decided, sample_drawn
from referents import calendars
from referents.models import Mandate
from rse.people.models import User

if TYPE_CHECKING:
    from cms.models.publishing import DelegatedPublishingTask

CLAIM_HOLDS = timedelta(hours=24)


def versions_of(page: Page, revision: Revision) -> list[Any]:  # Any: pages of any type
    """What the rights are read on: the text to come, and the one that is live, so that changing the subject lets nobody round it."""
    live = page.specific
    return [revision.as_object(), *([live] if live.live else [])]


@transaction.atomic
def submit(page: Page, *, actor: User) -> WorkflowState:
    """Hand in the latest version of the page. It is live at once where the actor's right is enough; otherwise somebody is asked to read it.
    Raises CharterNotSigned, PermissionDenied when the page follows no workflow."""
    page = lock(page).specific
    workflow = page.get_workflow()
    if workflow is None:
        raise PermissionDenied(_("Nobody has said who reads the pages of this place."))
    current: WorkflowState | None = page.current_workflow_state
    if current is not None and current.status == WorkflowState.STATUS_NEEDS_CHANGES:
        current.resume(actor)
        return current
    if current is not None:
        return current
    started: WorkflowState = workflow.start(page, actor)
    return started


def lock(page: Page) -> Page:
    """The page's row, held until the end of the transaction: every gesture here takes it first."""
    return Page.objects.select_for_update().get(pk=page.pk)


@transaction.atomic
def begin(task: "DelegatedPublishingTask", workflow_state: WorkflowState, *, actor: User | None) -> Review:
    """The task starts on a page: approved at once, or somebody is asked. Raises CharterNotSigned."""
    page, now = lock(workflow_state.content_object), timezone.now()
    revision = page.get_latest_revision()
    author = revision.user or actor or workflow_state.requested_by
    review = Review(workflow_state=workflow_state, task=task, revision=revision, status=TaskState.STATUS_IN_PROGRESS)
    right, why = grounds_of(page, revision, author, now)
    if right is None or why:
        review.reasons, review.due_at = why, after_days(now, task.review_days)
        review.save()
        people = rights.reviewers(revision.as_object(), besides=_authors(review), on=timezone.localdate(now))
        review.asked.set(people)
        note(page, code="asked", actor=actor, revision=revision.pk, detail={"reasons": why})
        review_asked.send(sender=Review, review=review, people=people, occasion="asked", actor=actor)
        return review
    review.mandate, review.charter_version = right.mandate, right.charter_version
    review.status, review.finished_at, review.finished_by = TaskState.STATUS_APPROVED, now, author
    review.save()
    return review


def grounds_of(page: Page, revision: Revision, author: User | None, now: datetime) -> tuple[rights.Right | None, list[str]]:
    """(the author's right, why somebody reads first). The mission's row is held: whoever ends it waits, or was first."""
    if author is None:
        return None, ["mandate"]
    held = [rights.standing(author, version, at=now) for version in versions_of(page, revision)]
    if any(rights.needs_signature(right) for right in held):
        raise CharterNotSigned(_("The charter in force is not signed: read it and sign it, your text is kept."))
    if held[0].mandate is not None and not Mandate.objects.select_for_update().in_force(timezone.localdate(now)).filter(pk=held[0].mandate.pk).exists():
        held = [rights.standing(author, version, at=now) for version in versions_of(page, revision)]
    on = timezone.localdate(now)
    found = [code for version, right in zip(versions_of(page, revision), held, strict=True) for code in rights.reasons(version, right, on=on)]
    return held[0], list(dict.fromkeys(found))


def after_days(at: datetime, days: int) -> datetime:
    """The same hour `days` opening days later; plain days where the service never opens."""
    try:
        return calendars.usual().after_days(at, days)
    except calendars.NeverOpen:
        return at + timedelta(days=days)


def _authors(review: Review) -> set[int]:
    """Whoever wrote or handed in the version: theirs are not the second pair of eyes."""
    return {pk for pk in (review.revision.user_id, review.workflow_state.requested_by_id) if pk is not None}


@transaction.atomic
def publish_finished(workflow_state: WorkflowState, *, actor: User | None) -> Publication | None:
    """The workflow is over: exactly the version that was decided on goes live, with its grounds, or waits for the hour set for it
    (`cms.actions.scheduled`); a later draft stays a draft."""
    page = lock(workflow_state.content_object)
    review = Review.objects.filter(workflow_state=workflow_state, status=TaskState.STATUS_APPROVED).order_by("-pk").first()
    if review is None:
        workflow_state.content_object.get_latest_revision().publish(user=actor)
        return None
    author = review.revision.user or review.workflow_state.requested_by or actor
    if author is None:
        raise PermissionDenied(_("Nobody is known to have written this version."))
    alone = review.charter_version_id is not None
    if alone and grounds_of(page, review.revision, review.finished_by, timezone.now())[1]:
        raise PermissionDenied(_("Your right to publish this page has just changed: hand it in again."))
    live_before = page.live_revision if page.live else None
    review.revision.publish(user=actor, skip_permission_checks=True)
    publication = Publication.objects.create(
        page=page,
        revision=review.revision,
        review=review,
        ground=Publication.Ground.STANDING if alone else Publication.Ground.APPROVED,
        author=author,
        mandate=review.mandate,
        charter_version=review.charter_version,
        live_before=live_before,
        at=timezone.now(),
    )
    page.refresh_from_db()
    is_live = page.live and page.live_revision_id == review.revision_id
    note(
        page,
        code="published" if is_live else "scheduled",
        actor=actor,
        revision=review.revision_id,
        mandate=review.mandate,
        charter_version=review.charter_version,
    )
    if is_live:
        page_published.send(sender=Publication, page=page, publication=publication, actor=actor)
        if alone:
            maybe_draw(publication, review.task.specific.sample_percent)
    return publication


def maybe_draw(publication: Publication, percent: int) -> SampleCheck | None:
    """After the fact, some pages are read: drawn at random, whoever wrote them."""
    if secrets.randbelow(100) >= percent:
        return None
    check = SampleCheck.objects.create(publication=publication, drawn_at=publication.at)
    version = publication.revision.as_object() if publication.revision else publication.page
    people = rights.reviewers(version, besides={publication.author_id}, on=timezone.localdate(publication.at))
    sample_drawn.send(sender=SampleCheck, check=check, people=people, actor=None)
    return check


@transaction.atomic
def approve(review: Review, *, revision: int, actor: User, comment: str = "") -> Review:
    """The reviewer agrees with exactly this version, and it goes live. Raises ReviewOver, TextChanged, PermissionDenied."""
    page, review = _decided_on(review, revision, actor)
    note(page, code="approved", actor=actor, revision=revision)
    TaskState.approve(review, user=actor, comment=comment)
    review_decided.send(sender=Review, review=review, code="approved", actor=actor)
    return review


@transaction.atomic
def ask_changes(review: Review, *, revision: int, reason: str, actor: User) -> Review:
    """The reviewer sends it back with a reason. Raises ReviewOver, TextChanged, ReasonMissing, PermissionDenied."""
    if not reason.strip():
        raise ReasonMissing
    page, review = _decided_on(review, revision, actor)
    note(page, code="changes", actor=actor, revision=revision)
    TaskState.reject(review, user=actor, comment=reason.strip())
    review_decided.send(sender=Review, review=review, code="changes", actor=actor)
    return review


def _decided_on(review: Review, revision: int, actor: User) -> tuple[Page, Review]:
    """The page and the review, locked in that order and looked at again: still waiting, still this text, still this person's to decide."""
    page, review = held(review)
    now = timezone.now()
    version = page.get_latest_revision()
    if version.pk != revision:
        raise TextChanged
    authors = {review.workflow_state.requested_by_id, *([version.user_id] if version.user_id != actor.pk else [])} - {None}
    late = review.due_at is not None and review.due_at <= now
    versions = versions_of(page, version)
    if not all(rights.may_review(actor, one, authors=authors, on=timezone.localdate(now), late=late) for one in versions):
        raise PermissionDenied(_("Reading this page before it leaves is not yours: you wrote it, or your mission does not cover it."))
    if review.revision_id != version.pk:
        review.revision = version
        review.save()
    return page, review


def held(review: Review) -> tuple[Page, Review]:
    """The page and the review that still waits, both locked. Raises ReviewOver."""
    page = lock(review.workflow_state.content_object)
    rows = Review.objects.select_for_update(of=("self", "taskstate_ptr")).select_related("workflow_state", "task", "revision")
    review = rows.get(pk=review.pk)
    state = WorkflowState.objects.select_for_update().get(pk=review.workflow_state_id)
    if review.status != TaskState.STATUS_IN_PROGRESS or state.status != WorkflowState.STATUS_IN_PROGRESS:
        raise ReviewOver
    review.workflow_state = state
    return page, review


@transaction.atomic
def take_back(page: Page, *, actor: User) -> WorkflowState | None:
    """Whoever handed the page in, or answers for it, takes it back: it is a draft again, nobody is asked any more. None when nothing waits."""
    page = lock(page)
    state = WorkflowState.objects.select_for_update().active().for_instance(page).first()
    if state is None:
        return None
    if not state.user_can_cancel(actor):
        raise PermissionDenied(_("Only whoever handed the page in, its owner and its readers take it back."))
    state.cancel(user=actor)
    note(page, code="taken_back", actor=actor, revision=page.latest_revision_id)
    return state


@transaction.atomic
def claim(review: Review, *, actor: User) -> Review:
    """« Je relis »: the others see that somebody reads it, for a day. Twice by the same person changes nothing. Raises Claimed, ReviewOver."""
    page, review = held(review)
    now = timezone.now()
    if not rights.may_review(actor, review.revision.as_object(), authors=_authors(review), on=timezone.localdate(now), late=True):
        raise PermissionDenied(_("Reading this page before it leaves is not yours: you wrote it, or your mission does not cover it."))
    taken = review.claimed_by is not None and review.claimed_at is not None and review.claimed_at > now - CLAIM_HOLDS
    if taken and review.claimed_by_id != actor.pk:
        raise Claimed(str(review.claimed_by))
    if not taken:
        review.claimed_by, review.claimed_at = actor, now
        review.save()
        note(page, code="claimed", actor=actor, revision=review.revision_id)
    return review


@transaction.atomic
def release(review: Review, *, actor: User) -> Review:
    """Whoever said « Je relis » leaves it to the others. Harmless twice."""
    page, review = held(review)
    if review.claimed_by_id == actor.pk:
        review.claimed_by = review.claimed_at = None
        review.save()
        note(page, code="released", actor=actor, revision=review.revision_id)
    return review


@transaction.atomic
def withdraw(publication: Publication, *, actor: User) -> Publication:
    """Take a page off within minutes of its publication: the version before is live again, or none. Twice withdraws once.
    Raises TooLateToWithdraw, PermissionDenied."""
    if publication.page is None:
        raise ReviewOver
    page, now = lock(publication.page), timezone.now()
    publication = Publication.objects.select_for_update(of=("self",)).select_related("live_before", "revision", "review__task").get(pk=publication.pk)
    if publication.withdrawn_at is not None:
        return publication
    version = page.specific
    own = actor.pk in {publication.author_id, page.owner_id, getattr(version, "deputy_id", None)}
    if not (actor.is_active and (own or rights.may_review(actor, version, authors=(), on=timezone.localdate(now), late=True))):
        raise PermissionDenied(_("Only its author, its owner and its readers withdraw a page."))
    minutes = withdrawal_minutes(publication)
    if now > publication.at + timedelta(minutes=minutes) or page.live_revision_id != publication.revision_id:
        raise TooLateToWithdraw(minutes)
    if publication.live_before is not None:
        publication.live_before.publish(user=actor, previous_revision=publication.live_before, skip_permission_checks=True)
    else:
        UnpublishPageAction(version, user=actor).execute(skip_permission_checks=True)
    publication.withdrawn_at, publication.withdrawn_by = now, actor
    publication.save()
    note(page, code="withdrawn", actor=actor, revision=publication.revision_id)
    page_withdrawn.send(sender=Publication, page=page, publication=publication, actor=actor)
    return publication


def withdrawal_minutes(publication: Publication) -> int:
    return publication.review.task.specific.withdraw_minutes if publication.review else 0
