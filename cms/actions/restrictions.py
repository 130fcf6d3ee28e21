"""Closing a page, and opening it again. Journalled in Wagtail's own log, by ids."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from cms.actions.threads import settle_threads
from cms.models.rights import Restriction
from cms.permissions import may_restrict
from rse.people.models import User

NAMED = ("people", "departments", "communities", "roles")


@transaction.atomic
def restrict(page: Page, *, actor: User, **named: "Iterable[Model]") -> Restriction:
    """Close the page and what lies below to everyone but `people`, `departments`, `communities` and `roles`. Whoever closes it stays inside.
    Raises PermissionDenied."""
    _may(page, actor)
    restriction, _created = Restriction.objects.select_for_update().get_or_create(page_id=page.pk, defaults={"set_by": actor})
    restriction.set_by = actor
    restriction.save()
    for field in NAMED:
        getattr(restriction, field).set(named.get(field, ()))
    restriction.people.add(actor)
    log(instance=page, action="cms.restrict", user=actor, data={field: sorted(getattr(restriction, field).values_list("pk", flat=True)) for field in NAMED})
    settle_threads(page, actor=actor)
    return restriction


@transaction.atomic
def open_to_all(page: Page, *, actor: User) -> None:
    """Take the restriction of this very page away; those above remain. Harmless twice."""
    _may(page, actor)
    gone, _rows = Restriction.objects.filter(page_id=page.pk).delete()
    if gone:
        log(instance=page, action="cms.open", user=actor)
        settle_threads(page, actor=actor)


def _may(page: Page, actor: User) -> None:
    if not may_restrict(actor, page):
        raise PermissionDenied(_("Only the owner of the page, and those who publish there, say who reads it."))
