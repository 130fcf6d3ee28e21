"""What HR and administrators do beyond the life cycle: describe a referent, replace a mission by another."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from referents.actions import missions
from referents.exceptions import ReferentsError
from referents.host import User
from referents.models import Area, Mandate, Referent, Topic


@transaction.atomic
def describe(referent: Referent, *, topics: Iterable[Topic], areas: Iterable[Area], deputy: User | None, capacity: int, actor: User | None) -> Referent:
    """What a referent knows, who stands in, how many questions at a time. Raises ReferentsError for somebody standing in for themselves."""
    if actor is not None and not (actor.has_perm("referents.change_referent") or actor.has_perm("referents.add_referent")):
        raise PermissionDenied
    if deputy is not None and deputy.pk == referent.user_id:
        raise ReferentsError({"deputy": _("Choose somebody else: nobody stands in for themselves.")})
    referent = Referent.objects.select_for_update().get(pk=referent.pk)
    referent.deputy, referent.capacity = deputy, capacity
    referent.save(update_fields=["deputy", "capacity"])
    referent.topics.set(topics)
    referent.areas.set(areas)
    return referent


@transaction.atomic
def replace(mandate: Mandate, *, actor: User | None, **facts: Any) -> Mandate:
    """Grant a mission that takes the place of this one, which ends the day before; `facts` are those of `missions.grant`.

    Raises ReferentsError when it was replaced already or the new one begins before the old one.
    """
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if Mandate.objects.filter(replaces=mandate).exists():
        raise ReferentsError(_("This mission has been replaced already."))
    if facts["start"] <= mandate.start:
        raise ReferentsError({"start": _("The new mission begins after the one it replaces.")})
    last_day = facts["start"] - timedelta(days=1)
    if mandate.end is None or mandate.end > last_day:
        missions.end(mandate, on=last_day, actor=actor)
    return missions.grant(replaces=mandate, actor=actor, **facts)
