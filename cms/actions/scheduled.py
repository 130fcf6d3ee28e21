"""The hour set for a page comes: it goes live on the rights of that hour, not of the day on which it was handed in."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from cms import rights
from cms.actions.journal import note
from cms.actions.publishing import grounds_of, lock, maybe_draw, versions_of
from cms.exceptions import CharterNotSigned
from cms.models.reviews import Publication
from cms.signals import page_held, page_published
from rse.people.models import User


@transaction.atomic
def go_live(publication: Publication, *, at: datetime, actor: User | None) -> bool:
    """Publish the version that was decided on, or keep it a draft when the ground on which it was is gone: its author and its owner are told.
    Answers whether it is live; False and nothing done when it no longer waits."""
    if publication.page is None:
        return False
    page = lock(publication.page)
    publication = Publication.objects.select_for_update(of=("self",)).select_related("revision", "review__task", "author", "mandate").get(pk=publication.pk)
    revision = publication.revision
    if revision is None or revision.approved_go_live_at is None or revision.approved_go_live_at > at or publication.withdrawn_at is not None:
        return False
    why = missing(publication, page, at=at)
    if why:
        _hold(publication, page, why, actor=actor)
        return False
    revision.publish(log_action="wagtail.publish.scheduled", skip_permission_checks=True)
    publication.at = at
    publication.save()
    note(page, code="published", actor=actor, revision=revision.pk, mandate=publication.mandate, charter_version=publication.charter_version)
    page_published.send(sender=Publication, page=page, publication=publication, actor=actor)
    if publication.ground == Publication.Ground.STANDING and publication.review is not None:
        maybe_draw(publication, publication.review.task.specific.sample_percent)
    return True


def missing(publication: Publication, page: Page, *, at: datetime) -> list[str]:
    """Why the ground of a publication no longer holds, as codes of `rights.REASONS`: the author's own right, or that of whoever approved."""
    author, revision, review = publication.author, publication.revision, publication.review
    if revision is None or not author.is_active:
        return ["mandate"]
    if publication.ground == Publication.Ground.STANDING:
        try:
            return grounds_of(page, revision, author, at)[1]
        except CharterNotSigned:
            return ["charter"]
    reader = review.finished_by if review else None
    on = timezone.localdate(at)
    holds = reader is not None and all(rights.may_review(reader, one, authors={author.pk}, on=on, late=True) for one in versions_of(page, revision))
    return [] if holds else ["approval"]


def _hold(publication: Publication, page: Page, why: list[str], *, actor: User | None) -> None:
    revision, version = publication.revision, page.specific
    if revision is not None:
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
    note(page, code="held", actor=actor, revision=publication.revision_id, detail={"reasons": why})
    told = [person for person in (publication.author, version.owner, getattr(version, "deputy", None)) if person is not None and person.is_active]
    page_held.send(sender=Publication, page=page, publication=publication, people=list(dict.fromkeys(told)), actor=actor)
