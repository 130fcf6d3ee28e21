"""Around a review: words said beside it, reminders, readings after the fact."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState

from cms import rights
from cms.actions.journal import note
from cms.actions.publishing import after_days, held, lock
from cms.exceptions import CmsError, ReasonMissing
from cms.models.reviews import Review, ReviewComment, SampleCheck
from cms.permissions import open_to
from cms.reviewing import may_read
from cms.signals import comment_added, review_asked, sample_judged
from rse.core import text as words
from rse.feed.naming import resolve
from rse.people.models import User


@transaction.atomic
def comment(review: Review, *, text: str, actor: User) -> ReviewComment:
    """A word beside a review that waits. People named with an @ are told and may open the review, as far as they read the place of the page."""
    if not text.strip():
        raise CmsError({"text": _("Write something first.")})
    page, review = held(review)
    if not may_read(actor, review):
        raise PermissionDenied(_("This review is not open to you."))
    row = ReviewComment.objects.create(review=review, author=actor, text=text.strip()[:2000], at=timezone.now())
    named = [agent.user for agent in resolve(words.named_in(words.to_html(row.text)), writer=actor).agents.values()]
    mentioned = [user for user in named if user.pk != actor.pk and user.is_active and open_to(user, Page.objects.filter(pk=page.pk)).exists()]
    row.mentioned.set(mentioned)
    note(page, code="commented", actor=actor, revision=review.revision_id, detail={"comment": row.pk})
    comment_added.send(sender=ReviewComment, comment=row, mentioned=mentioned, actor=actor)
    return row


@transaction.atomic
def remind(review: Review, *, at: datetime, actor: None) -> str:
    """The day is past: those asked are reminded once; an opening day later the head is asked as well, once. Answers the occasion, or ""."""
    page, review = held(review)
    version = review.revision.as_object()
    authors = {pk for pk in (review.revision.user_id, review.workflow_state.requested_by_id) if pk is not None}
    if review.due_at is None or review.due_at > at:
        return ""
    if review.reminded_at is None:
        people, occasion = rights.reviewers(version, besides=authors, on=timezone.localdate(at)), "reminder"
        review.reminded_at = at
    elif review.deputy_asked_at is None and after_days(review.reminded_at, 1) <= at:
        people, occasion = rights.deputies(version, besides=authors), "deputy"
        review.deputy_asked_at = at
    else:
        return ""
    review.save()
    review.asked.add(*people)
    note(page, code=occasion, actor=actor, revision=review.revision_id)
    review_asked.send(sender=Review, review=review, people=people, occasion=occasion, actor=actor)
    return occasion


def waiting_past(at: datetime) -> list[Review]:
    """Reviews whose day is past and whose head was not asked yet."""
    rows = Review.objects.filter(status=TaskState.STATUS_IN_PROGRESS, due_at__lte=at, deputy_asked_at__isnull=True)
    return list(rows.select_related("workflow_state", "revision").order_by("due_at", "pk"))


@transaction.atomic
def judge(check: SampleCheck, *, fine: bool, note_text: str, actor: User) -> SampleCheck:
    """Somebody read a page drawn at random: nothing to say, or what to correct. Once: a second reading changes nothing."""
    if not fine and not note_text.strip():
        raise ReasonMissing
    page = lock(check.publication.page) if check.publication.page else None
    check = SampleCheck.objects.select_for_update(of=("self",)).select_related("publication__page", "publication__revision").get(pk=check.pk)
    if page is None or not rights.may_review(actor, page.specific, authors={check.publication.author_id}, on=timezone.localdate(), late=True):
        raise PermissionDenied(_("Reading this page after the fact is not yours: you wrote it, or your mission does not cover it."))
    if check.verdict:
        return check
    check.verdict = SampleCheck.Verdict.FINE if fine else SampleCheck.Verdict.CORRECT
    check.note, check.reader, check.read_at = note_text.strip()[:500], actor, timezone.now()
    check.save()
    note(page, code="sample_" + check.verdict, actor=actor, revision=check.publication.revision_id)
    sample_judged.send(sender=SampleCheck, check=check, actor=actor)
    return check
