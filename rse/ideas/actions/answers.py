"""The official answer: the only door through which the status of an idea moves."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rse.ideas.exceptions import AlreadyMerged, AnsweredMeanwhile, NeedsWords, NoSuchMove
from rse.ideas.models import Idea, IdeaMove, OfficialAnswer
from rse.ideas.permissions import can_answer
from rse.ideas.signals import idea_answered
from rse.ideas.states import may_become
from rse.people.models import User


@transaction.atomic
def answer(idea: Idea, *, status: str, text: str, version: int | None, actor: User) -> OfficialAnswer:
    """Answer in words and give the idea `status`, which may be the one it has. Only whom the box names may.

    `version` is the one that was read: a second click, or two people, never answer twice. Raises PermissionDenied and an IdeasError.
    """
    idea = Idea.objects.select_for_update(of=("self",)).select_related("post", "box__community", "box__department__head", "box__answerer").get(pk=idea.pk)
    now = timezone.now()
    if not can_answer(actor, idea.box):
        raise PermissionDenied
    if idea.merged_into_id is not None:
        raise AlreadyMerged
    if version is not None and version != idea.version:
        raise AnsweredMeanwhile
    if not text.strip():
        raise NeedsWords
    before = idea.status
    if not may_become(before, status):
        raise NoSuchMove(**{"from": Idea.Status(before).label, "to": Idea.Status(status).label})
    written = OfficialAnswer.objects.create(idea=idea, number=idea.answers.count() + 1, status=status, text=text.strip(), author=actor, at=now)
    idea.status, idea.answered_at = status, now
    idea.version += 1
    idea.save(update_fields=["status", "answered_at", "version"])
    IdeaMove.objects.create(idea=idea, code="answered", from_status=before, to_status=status, actor=actor, at=now)
    idea_answered.send(OfficialAnswer, answer=written, moved=before != status, actor=actor)
    return written
