"""From a post to those who can answer: the Communication department, the referents of a subject."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from integrations.bridges.exceptions import AskedAlready, NobodyToAsk
from integrations.bridges.models import PostQuestion, ReferentAsked
from integrations.bridges.signals import referents_asked
from referents.actions.filing import file_question
from referents.models import Enquiry, Referent, Topic
from referents.models.enquiries import Channel
from rse.feed.models import Comment, Post
from rse.feed.permissions import audience_of_post
from rse.people.models import User


@transaction.atomic
def ask_communication(post: Post, *, words: str, submission: UUID, actor: User) -> Enquiry:
    """« Un habitant demande », born of a post that `actor` reads. Only `words` leave, as they wrote them: nothing of the post is copied.

    Once a post; `actor` is told the answer, like anybody who brings a question. Raises AskedAlready, TextRefused, PermissionDenied.
    """
    post = _read_by(post, actor)
    asked = PostQuestion.objects.select_related("enquiry").filter(post=post).first()
    if asked is not None:
        if asked.enquiry.filed_by_id == actor.pk:
            return asked.enquiry
        raise AskedAlready
    enquiry = file_question(text=words, channel=Channel.STREET, submission=submission, actor=actor)
    PostQuestion.objects.create(post=post, enquiry=enquiry)
    return enquiry


@transaction.atomic
def ask_referents(post: Post, *, topic: Topic, actor: User, comment: Comment | None = None) -> ReferentAsked:
    """Tell the referents of `topic` who read the post that a colleague would like their word, under `comment` when one is given.

    Once a subject and a post. Raises NobodyToAsk; PermissionDenied to who does not read the post or the comment.
    """
    post = _read_by(post, actor)
    if comment is not None and not _said_under(post, actor).filter(pk=comment.pk).exists():
        raise PermissionDenied
    asked = ReferentAsked.objects.filter(post=post, topic=topic).first()
    if asked is not None:
        return asked
    people = audience_of_post(post).filter(pk__in=referents_of(topic).values("user")).exclude(pk=actor.pk)
    if not people.exists():
        raise NobodyToAsk
    asked = ReferentAsked.objects.create(post=post, topic=topic, asked_by=actor)
    referents_asked.send(ReferentAsked, asked=asked, people=list(people), comment=comment, actor=actor)
    return asked


def referents_of(topic: Topic) -> QuerySet[Referent]:
    """Those in activity for this subject or the one above it."""
    return Referent.objects.active().filter(topics__in=[pk for pk in (topic.pk, topic.parent_id) if pk])


def _said_under(post: Post, user: User) -> QuerySet[Comment]:
    return Comment.objects.visible_to(user).filter(post=post, state=Comment.State.PUBLISHED)


def _read_by(post: Post, user: User) -> Post:
    locked = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if not Post.objects.visible_to(user).sent().filter(pk=post.pk).exists():
        raise PermissionDenied
    return locked
