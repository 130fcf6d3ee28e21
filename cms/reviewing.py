"""Who opens a review, what waits for whom. Reading only."""

from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState

from cms import rights
from cms.models.reviews import Publication, Review, SampleCheck
from cms.permissions import open_to
from rse.people.models import User

SALT = "relais.cms.review"
LINK_DAYS = 7


def waiting() -> "QuerySet[Review]":
    return Review.objects.filter(status=TaskState.STATUS_IN_PROGRESS)


def asked_of(user: User) -> "QuerySet[Review]":
    """What this person was asked to read and that still waits; the nearest day first. Whether they still may is asked on opening."""
    if not user.is_active:
        return Review.objects.none()
    return waiting().filter(asked=user.pk).select_related("workflow_state", "revision", "claimed_by").order_by("due_at", "pk")


def handed_in_by(user: User) -> "QuerySet[Review]":
    """What this person handed in and that waits for somebody's eyes."""
    rows = waiting().filter(Q(workflow_state__requested_by=user.pk) | Q(revision__user=user.pk))
    return rows.select_related("workflow_state", "revision", "claimed_by").order_by("due_at", "pk")


def authors_of(review: Review) -> set[int]:
    return {pk for pk in (review.revision.user_id, review.workflow_state.requested_by_id) if pk is not None}


def may_read(user: User, review: Review) -> bool:
    """Whoever handed it in, wrote it, was asked, is named in its comments or may decide; and reads the place of the page today."""
    if not user.is_active or not open_to(user, Page.objects.filter(pk=review.revision.object_id)).exists():
        return False
    if user.pk in authors_of(review) or user.is_superuser:
        return True
    if review.asked.filter(pk=user.pk).exists() or review.comments.filter(mentioned=user.pk).exists():
        return True
    return may_decide(user, review)


def may_decide(user: User, review: Review) -> bool:
    today = timezone.localdate()
    late = review.due_at is not None and review.due_at <= timezone.now()
    return rights.may_review(user, review.revision.as_object(), authors=authors_of(review), on=today, late=late)


def samples_for(user: User) -> list[SampleCheck]:
    """Pages drawn at random that this person may read after the fact."""
    rows = SampleCheck.objects.filter(verdict="", publication__page__isnull=False, publication__withdrawn_at__isnull=True).exclude(publication__author=user.pk)
    today = timezone.localdate()
    found = rows.select_related("publication__page", "publication__revision", "publication__author").order_by("drawn_at", "pk")
    shown = [(one, one.publication.page) for one in found[:50]]
    return [one for one, page in shown if page and rights.may_review(user, page.specific, authors={one.publication.author_id}, on=today, late=False)]


def recent_publications(user: User) -> "QuerySet[Publication]":
    """What this person published lately and that still stands."""
    return Publication.objects.filter(author=user.pk, withdrawn_at__isnull=True, page__isnull=False).select_related("page", "review__task")


def address_by_mail(review: Review, user: User) -> str:
    """The path by which `user` reads and decides on this very version without signing in; it stands in their e-mail and nowhere else."""
    return reverse("pages:by_mail", args=[signing.dumps([review.pk, user.pk, review.revision_id], salt=SALT)])


def read_address(token: str) -> tuple[Review, User, int] | None:
    """(review, person, version) of a link; None for an old one, or a closed account. Raises `BadSignature` for one that nobody was ever sent."""
    try:
        review_pk, user_pk, revision = signing.loads(token, salt=SALT, max_age=LINK_DAYS * 86400)
    except signing.SignatureExpired:
        return None
    review = Review.objects.select_related("workflow_state", "revision", "claimed_by").filter(pk=review_pk).first()
    user = User.objects.filter(pk=user_pk, is_active=True).first()
    return (review, user, int(revision)) if review and user else None
