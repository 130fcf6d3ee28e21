"""What the page of a review shows: the text, what changes, why it is read first, what was said. Reading only."""

from dataclasses import dataclass

from django.utils.functional import Promise
from wagtail.models import TaskState

from cms.models.reviews import Review, ReviewComment
from cms.reading import reading_of
from cms.reviewing import authors_of, may_decide
from cms.rights import REASONS
from referents.diffs import Line, compare
from rse.people.models import User


@dataclass(frozen=True)
class ReviewPage:
    """`revision` is the version shown, the latest: deciding on another is refused."""

    review: Review
    revision: int
    title: str
    author: str
    place: str
    paragraphs: list[str]
    changes: list[Line]
    reasons: list["str | Promise"]
    comments: list[ReviewComment]
    waits: bool
    own: bool
    may_decide: bool
    claimed_by_me: bool
    claimed_by: str


def review_page(user: User, review: Review) -> ReviewPage:
    latest = review.revision.content_object.get_latest_revision()
    version = latest.as_object()
    live = version.__class__.objects.filter(pk=version.pk, live=True).first()
    paragraphs = said(version)
    waits = review.status == TaskState.STATUS_IN_PROGRESS
    author = latest.user or review.workflow_state.requested_by
    parent = version.get_parent()
    return ReviewPage(
        review=review,
        revision=latest.pk,
        title=version.title,
        author=str(author) if author else "",
        place=parent.title if parent else "",
        paragraphs=paragraphs,
        changes=compare("\n".join(said(live)), "\n".join(paragraphs)) if live else [],
        reasons=[REASONS[code] for code in review.reasons if code in REASONS],
        comments=list(review.comments.select_related("author")),
        waits=waits,
        own=user.pk in authors_of(review),
        may_decide=waits and may_decide(user, review),
        claimed_by_me=review.claimed_by_id == user.pk,
        claimed_by=str(review.claimed_by) if review.claimed_by else "",
    )


def said(version: object) -> list[str]:
    """The headings and the words of a version, one a line."""
    return reading_of(version).lines
