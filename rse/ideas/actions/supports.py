"""Supporting an idea, and taking one's support back. Counted under the lock of the idea: two clicks, or two hundred people at once, count right."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rse.ideas.exceptions import AlreadyMerged, OwnIdea
from rse.ideas.models import Idea, Support
from rse.ideas.permissions import can_support
from rse.people.models import User


@transaction.atomic
def support(idea: Idea, *, actor: User) -> Idea:
    """Support the idea; twice is once. Raises PermissionDenied, OwnIdea, AlreadyMerged."""
    idea = _locked(idea)
    _check(idea, actor)
    Support.objects.get_or_create(idea=idea, user=actor, defaults={"at": timezone.now()})
    return _counted(idea)


@transaction.atomic
def withdraw_support(idea: Idea, *, actor: User) -> Idea:
    """Take one's support back; harmless when there is none. Raises PermissionDenied, OwnIdea, AlreadyMerged."""
    idea = _locked(idea)
    _check(idea, actor)
    Support.objects.filter(idea=idea, user=actor).delete()
    return _counted(idea)


def _locked(idea: Idea) -> Idea:
    return Idea.objects.select_for_update(of=("self",)).select_related("post__community").get(pk=idea.pk)


def _check(idea: Idea, actor: User) -> None:
    if idea.merged_into_id is not None:
        raise AlreadyMerged
    if idea.post.author_id == actor.pk:
        raise OwnIdea
    if not can_support(actor, idea):
        raise PermissionDenied


def _counted(idea: Idea) -> Idea:
    idea.support_count = idea.supports.count()
    idea.save(update_fields=["support_count"])
    return idea
