"""Reacting: given twice is given once, counters follow under the lock of the row they stand on."""

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rse.feed.exceptions import NoLongerOffered
from rse.feed.models import Comment, Post, Reaction, ReactionKind
from rse.feed.permissions import can_react
from rse.feed.signals import reaction_given, reaction_taken_back
from rse.people.models import User


@transaction.atomic
def react(target: Post | Comment, *, kind: ReactionKind, actor: User) -> Reaction:
    """Give a reaction; a second click, or two at once, give the same one. Raises NoLongerOffered."""
    target = _locked(target)
    if not can_react(actor, target):
        raise PermissionDenied
    reaction = Reaction.objects.filter(**_to(target), user=actor, kind=kind).first()
    if reaction is not None:
        return reaction
    if not kind.offered:
        raise NoLongerOffered
    reaction = Reaction.objects.create(**_to(target), user=actor, kind=kind)
    _add(target, kind.code, 1)
    reaction_given.send(Reaction, reaction=reaction, actor=actor)
    return reaction


@transaction.atomic
def take_back(target: Post | Comment, *, kind: ReactionKind, actor: User) -> None:
    """Take a reaction back; harmless when there is none."""
    target = _locked(target)
    if not can_react(actor, target):
        raise PermissionDenied
    gone, _by_model = Reaction.objects.filter(**_to(target), user=actor, kind=kind).delete()
    if gone:
        _add(target, kind.code, -1)
        left = Reaction.objects.filter(**_to(target), user=actor).count()
        reaction_taken_back.send(type(target), target=target, left=left, actor=actor)


def recounted(target: Post | Comment) -> dict[str, int]:
    """What the counters must say, from the rows."""
    return dict(Counter(Reaction.objects.filter(**_to(target)).values_list("kind__code", flat=True)))


def _to(target: Post | Comment) -> dict[str, Post | Comment]:
    return {"post": target} if isinstance(target, Post) else {"comment": target}


def _locked(target: Post | Comment) -> Post | Comment:
    if isinstance(target, Post):
        return Post.objects.select_for_update(of=("self",)).select_related("community").get(pk=target.pk)
    return Comment.objects.select_for_update(of=("self",)).select_related("post__community").get(pk=target.pk)


def _add(target: Post | Comment, code: str, step: int) -> None:
    counts = dict(target.reaction_counts)
    counts[code] = max(0, counts.get(code, 0) + step)
    target.reaction_counts = {key: number for key, number in counts.items() if number}
    target.save(update_fields=["reaction_counts"])
