"""A page is said to be still true, is recalled to whoever answers for it, is archived, is put back."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from cms import truth
from cms.actions.journal import note
from cms.actions.publishing import lock
from cms.exceptions import CmsError
from cms.models.reviews import PageMove, TruthReminder
from cms.signals import page_archived, truth_asked
from cms.truth import Step
from rse.people.models import User


@transaction.atomic
def confirm(page: Page, *, until: date, actor: User) -> Page:
    """« Toujours vrai »: until another day. The versions kept say it too, so that a draft published later does not take it back; a page that was
    archived for want of this word is shown again. Raises CmsError for a day that is not to come, PermissionDenied."""
    now = timezone.now()
    if until <= timezone.localdate(now):
        raise CmsError({"until": _("Choose a day to come.")})
    found: Any = lock(page).specific
    if not truth.may_confirm(actor, found):
        raise PermissionDenied(_("Only its owner, the deputy and the head of its department say so."))
    was_archived = truth.is_archived(found)
    type(found).objects.filter(pk=found.pk).update(true_until=until, confirmed_at=now, confirmed_by=actor)
    for revision in Revision.objects.filter(pk__in={found.latest_revision_id, found.live_revision_id} - {None}):
        revision.content |= {"true_until": until.isoformat(), "confirmed_at": now.isoformat(), "confirmed_by": actor.pk}
        revision.save(update_fields=["content"])
    note(found, code="confirmed", actor=actor, revision=found.live_revision_id, detail={"until": until.isoformat()})
    log(instance=found, action="cms.confirm", user=actor, data={"until": until.isoformat()})
    if was_archived:
        _put_back(found, until=until, actor=actor)
    return type(found).objects.get(pk=found.pk)


def _put_back(page: Any, *, until: date, actor: User) -> None:
    """The version that was live when the page was archived."""
    row = PageMove.objects.filter(page_key=page.pk, code="archived").order_by("-number").first()
    revision = Revision.objects.filter(pk=row.revision_key).first() if row else None
    if revision is None:
        return
    revision.content |= {"true_until": until.isoformat()}
    revision.save(update_fields=["content"])
    revision.publish(user=actor, skip_permission_checks=True)
    note(page, code="put_back", actor=actor, revision=revision.pk)


@transaction.atomic
def take_step(page: Page, *, step: str, actor: None) -> TruthReminder | None:
    """One step of « Toujours vrai ? »: told once for the day until which the page was true; the last one archives. None when it was taken already."""
    found: Any = lock(page).specific
    now = timezone.now()
    row, created = TruthReminder.objects.get_or_create(page_id=found.pk, true_until=found.true_until, step=step, defaults={"at": now})
    if not created or not found.live:
        return None
    note(found, code=f"truth_{step}", actor=actor, revision=found.live_revision_id)
    if step == Step.ARCHIVED:
        _archive(found)
    else:
        people = truth.above(found) if step == Step.ESCALATED else truth.answerable(found)
        truth_asked.send(sender=Page, page=found, people=people, occasion=step, actor=actor)
    return row


def _archive(page: Any) -> None:
    """No longer shown, kept whole. A page without a version gets one first."""
    revision = page.live_revision or page.save_revision()
    note(page, code="archived", actor=None, revision=revision.pk)
    page.unpublish(set_expired=True, user=None)
    people = list(dict.fromkeys([*truth.answerable(page), *truth.above(page)]))
    page_archived.send(sender=Page, page=page, people=people, actor=None)
