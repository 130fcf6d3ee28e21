"""From what happens to pages to what people are told. Only rows are written, under unique keys."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page

from cms import signals
from cms.models.reviews import Publication, Review, ReviewComment, SampleCheck
from cms.permissions import open_to
from rse.notifications.actions import notify
from rse.people.models import User


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    signals.review_asked.connect(tell_reviewers, dispatch_uid="cms.review_asked")
    signals.review_decided.connect(tell_author, dispatch_uid="cms.review_decided")
    signals.comment_added.connect(tell_named, dispatch_uid="cms.comment_added")
    signals.sample_drawn.connect(tell_readers_after_the_fact, dispatch_uid="cms.sample_drawn")
    signals.sample_judged.connect(tell_what_to_correct, dispatch_uid="cms.sample_judged")
    signals.page_withdrawn.connect(tell_withdrawn, dispatch_uid="cms.page_withdrawn")
    signals.page_held.connect(tell_held, dispatch_uid="cms.page_held")
    signals.truth_asked.connect(tell_truth_asked, dispatch_uid="cms.truth_asked")
    signals.page_archived.connect(tell_archived, dispatch_uid="cms.page_archived")


def _readers(page_pk: int, people: list[User]) -> list[User]:
    """Nobody is told of a page whose place is closed to them."""
    return [user for user in people if open_to(user, Page.objects.filter(pk=page_pk)).exists()]


def tell_reviewers(review: Review, people: list[User], occasion: str, actor: User | None, **_payload: object) -> None:
    page_pk = int(review.revision.object_id)
    before = date_format(timezone.localtime(review.due_at), "j F") if review.due_at else ""
    params = {"review": str(review.pk), "page": str(page_pk), "title": str(review.revision.as_object().title), "before": before}
    notify(
        _readers(page_pk, people),
        kind="page_to_review" if occasion == "asked" else "page_to_review_again",
        key=f"page-review-{review.pk}-{occasion}",
        url=reverse("pages:review", args=[review.pk]),
        params=params,
        actor=actor,
        about=f"cms.review:{review.pk}",
    )


def tell_author(review: Review, code: str, actor: User | None, **_payload: object) -> None:
    page_pk = int(review.revision.object_id)
    people = {user.pk: user for user in (review.revision.user, review.workflow_state.requested_by) if user is not None and user != actor}
    params = {"review": str(review.pk), "page": str(page_pk), "title": str(review.revision.as_object().title)}
    notify(
        _readers(page_pk, list(people.values())),
        kind="page_approved" if code == "approved" else "page_to_correct",
        key=f"page-review-{review.pk}-{code}",
        url=reverse("pages:review", args=[review.pk]),
        params=params,
        actor=actor,
        about=f"cms.review:{review.pk}",
    )


def tell_named(comment: ReviewComment, mentioned: list[User], actor: User | None, **_payload: object) -> None:
    review = comment.review
    params = {"review": str(review.pk), "page": str(review.revision.object_id), "title": str(review.revision.as_object().title), "who": str(comment.author)}
    url = reverse("pages:review", args=[review.pk])
    notify(mentioned, kind="page_comment", key=f"page-comment-{comment.pk}", url=url, params=params, actor=actor, about=f"cms.review:{review.pk}")


def tell_readers_after_the_fact(check: SampleCheck, people: list[User], actor: User | None, **_payload: object) -> None:
    page = check.publication.page
    if page is not None:
        params = {"page": str(page.pk), "title": page.title}
        notify(_readers(page.pk, people), kind="page_drawn", key=f"page-drawn-{check.pk}", url=reverse("pages:to_read"), params=params, actor=actor)


def tell_what_to_correct(check: SampleCheck, actor: User | None, **_payload: object) -> None:
    page = check.publication.page
    if page is not None and check.verdict == SampleCheck.Verdict.CORRECT:
        params = {"page": str(page.pk), "title": page.title, "note": check.note}
        url = reverse("pages:to_read")
        notify(
            _readers(page.pk, [check.publication.author]),
            kind="page_drawn_to_correct",
            key=f"page-drawn-{check.pk}-correct",
            url=url,
            params=params,
            actor=actor,
        )


def tell_withdrawn(page: Page, publication: Publication, actor: User | None, **_payload: object) -> None:
    version = page.specific
    people = [user for user in (publication.author, version.owner, getattr(version, "deputy", None)) if user is not None and user != actor]
    params = {"page": str(page.pk), "title": page.title}
    url = reverse("pages:to_read")
    notify(_readers(page.pk, people), kind="page_withdrawn", key=f"page-withdrawn-{publication.pk}", url=url, params=params, actor=actor)


def tell_held(page: Page, publication: Publication, people: list[User], actor: User | None, **_payload: object) -> None:
    params = {"page": str(page.pk), "title": publication.revision.as_object().title if publication.revision else page.title}
    key = f"page-held-{publication.pk}"
    notify(_readers(page.pk, people), kind="page_held", key=key, url=reverse("pages:to_read"), params=params, actor=actor)


def tell_truth_asked(page: Page, people: list[User], occasion: str, actor: User | None, **_payload: object) -> None:
    day = page.true_until
    params = {"page": str(page.pk), "title": page.title, "before": date_format(day, "j F")}
    kind = "page_nobody_confirms" if occasion == "escalated" else "page_still_true"
    key = f"page-true-{page.pk}-{day:%Y-%m-%d}-{occasion}"
    notify(_readers(page.pk, people), kind=kind, key=key, url=reverse("pages:still_true", args=[page.pk]), params=params, actor=actor)


def tell_archived(page: Page, people: list[User], actor: User | None, **_payload: object) -> None:
    params = {"page": str(page.pk), "title": page.title}
    key = f"page-archived-{page.pk}-{page.true_until:%Y-%m-%d}"
    notify(_readers(page.pk, people), kind="page_archived", key=key, url=reverse("pages:still_true", args=[page.pk]), params=params, actor=actor)
