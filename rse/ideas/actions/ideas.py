"""Proposing an idea, and making one of two."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rse.ideas.actions.posts import send_post
from rse.ideas.exceptions import AlreadyMerged, BoxClosed, CannotMerge, NeedsTitle, OtherBox
from rse.ideas.models import Category, Idea, IdeaBox, IdeaMove, IdeaWord, Support
from rse.ideas.permissions import can_merge, can_propose
from rse.ideas.signals import idea_merged, idea_proposed
from rse.ideas.similar import heard
from rse.people.models import User


@transaction.atomic
def propose(box: IdeaBox, *, title: str, text: str = "", category: Category | None = None, token: str, actor: User) -> Idea:
    """A new idea under a post of its own; the same `token` again gives the same idea. Raises PermissionDenied and an IdeasError."""
    box = IdeaBox.objects.select_for_update(of=("self",)).select_related("community", "organisation").get(pk=box.pk)
    sent = Idea.objects.filter(post__author=actor, post__token=token).first()
    if sent is not None:
        return sent
    now = timezone.now()
    today = timezone.localdate(now)
    if not box.is_open(today):
        raise BoxClosed
    if not can_propose(actor, box, on=today):
        raise PermissionDenied
    if category is not None and category.box_id != box.pk:
        raise OtherBox
    title = " ".join(title.split())
    if not title:
        raise NeedsTitle
    post, created = send_post(box, title=title, text=text.strip(), token=token, author=actor)
    if not created:
        raise PermissionDenied  # the token made something else: nothing of ours to answer with
    idea = Idea.objects.create(post=post, box=box, category=category, proposed_at=now, answer_by=today + timedelta(days=box.answer_days))
    _hear(idea, title)
    IdeaMove.objects.create(idea=idea, code="proposed", to_status=idea.status, actor=actor, at=now)
    idea_proposed.send(Idea, idea=idea, actor=actor)
    return idea


@transaction.atomic
def merge(idea: Idea, *, into: Idea, actor: User | None) -> Idea:
    """`idea` joins `into`: its supporters, and its author, support the other one, each once. Harmless twice. Raises PermissionDenied and an IdeasError."""
    locked = {
        row.pk: row for row in Idea.objects.select_for_update(of=("self",)).select_related("post", "box").filter(pk__in=[idea.pk, into.pk]).order_by("pk")
    }
    idea, into = locked[idea.pk], locked[into.pk]
    if actor is not None and not can_merge(actor, idea.box):
        raise PermissionDenied
    if idea.merged_into_id == into.pk:
        return idea
    if idea.pk == into.pk or idea.box_id != into.box_id:
        raise CannotMerge
    if idea.merged_into_id is not None or into.merged_into_id is not None:
        raise AlreadyMerged
    now = timezone.now()
    supporters = list(Support.objects.filter(idea=idea).values_list("user", flat=True))
    joining = {*supporters, idea.post.author_id} - {into.post.author_id}
    Support.objects.bulk_create([Support(idea=into, user_id=pk, at=now) for pk in sorted(joining)], ignore_conflicts=True)
    into.support_count = into.supports.count()
    into.version += 1
    into.save(update_fields=["support_count", "version"])
    idea.merged.update(merged_into=into)
    idea.merged_into = into
    idea.version += 1
    idea.save(update_fields=["merged_into", "version"])
    IdeaWord.objects.filter(idea=idea).delete()
    IdeaMove.objects.create(idea=idea, code="merged", from_status=idea.status, other=into, actor=actor, at=now)
    idea_merged.send(Idea, idea=idea, into=into, supporters=supporters, actor=actor)
    return idea


def _hear(idea: Idea, title: str) -> None:
    IdeaWord.objects.bulk_create([IdeaWord(idea=idea, box_id=idea.box_id, heard=key) for key in heard(title)], ignore_conflicts=True)
