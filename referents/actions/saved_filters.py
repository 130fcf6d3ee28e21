"""Filters of the desk's list kept under a name."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from referents import permissions
from referents.exceptions import ReferentsError
from referents.host import User
from referents.models import SavedFilter

MOST = 30


@transaction.atomic
def keep(*, name: str, query: str, shared: bool, actor: User) -> SavedFilter:
    """Keep a filter under a name of one's own; keeping another under the same name replaces it. Raises ReferentsError without a name."""
    name = _name(name)
    if not permissions.reads_desk(actor):
        raise PermissionDenied
    if not query:
        raise ReferentsError({"name": _("Choose a filter first: there is nothing to keep.")})
    mine = SavedFilter.objects.filter(owner=actor.pk)
    if mine.exclude(name=name).count() >= MOST:
        raise ReferentsError({"name": _("Delete a filter you no longer use first.")})
    kept, _created = SavedFilter.objects.update_or_create(owner=actor, name=name, defaults={"query": query, "shared": shared and permissions.works_desk(actor)})
    return kept


@transaction.atomic
def change(kept: SavedFilter, *, name: str, shared: bool, default: bool, actor: User) -> SavedFilter:
    """Rename it, share it, or open the desk with it; one's own only. One default a person."""
    _require_own(kept, actor)
    name = _name(name)
    if SavedFilter.objects.filter(owner=actor.pk, name=name).exclude(pk=kept.pk).exists():
        raise ReferentsError({"name": _("Another of your filters has this name.")})
    if default:
        SavedFilter.objects.filter(owner=actor.pk, default=True).exclude(pk=kept.pk).update(default=None)
    kept.name, kept.shared, kept.default = name, shared and permissions.works_desk(actor), True if default else None
    kept.save()
    return kept


@transaction.atomic
def forget(kept: SavedFilter, *, actor: User) -> None:
    """One's own only. Deleting twice deletes once."""
    _require_own(kept, actor)
    SavedFilter.objects.filter(pk=kept.pk).delete()


def _require_own(kept: SavedFilter, actor: User) -> None:
    if kept.owner_id != actor.pk:
        raise PermissionDenied(_("This filter belongs to somebody else."))


def _name(name: str) -> str:
    name = " ".join(name.split())[:40]
    if not name:
        raise ReferentsError({"name": _("Give it a name.")})
    return name
