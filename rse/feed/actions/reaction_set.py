"""The set of reactions: administrators choose its words; a word that was given is retired, never deleted."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rse.feed import reaction_set
from rse.feed.models import ReactionKind
from rse.people.models import User


@transaction.atomic
def set_reaction_kind(kind: ReactionKind, *, values: Mapping[str, object], actor: User | None) -> ReactionKind:
    """Write a word of the set, new or changed: code, label, symbol, order, offered. Whoever holds the model's own permission."""
    if actor is not None and not actor.has_perm("feed.change_reactionkind" if kind.pk else "feed.add_reactionkind"):
        raise PermissionDenied
    for name in ("code", "label", "symbol", "order", "offered"):
        if name in values:
            setattr(kind, name, values[name])
    kind.save()
    transaction.on_commit(reaction_set.forget, robust=True)
    return kind
