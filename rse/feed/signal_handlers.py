"""Who is told what when the feed moves. Receivers only write rows and may run twice."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from rse.feed import kinds, signals
from rse.feed.actions.erasing import erase_names
from rse.feed.models import Comment, Mention, Poll, Post
from rse.feed.recipients import concerned_by
from rse.feed.writing import still_to_read
from rse.notifications.actions import notify
from rse.people.models import Agent, User
from rse.people.signals import agent_erased

SUBJECT_LETTERS = 80


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    signals.mentioned.connect(tell_mentioned, dispatch_uid="feed.tell_mentioned")
    signals.post_published.connect(tell_concerned, dispatch_uid="feed.tell_concerned")
    signals.post_returned.connect(tell_returned, dispatch_uid="feed.tell_returned")
    signals.reading_required.connect(tell_must_read, dispatch_uid="feed.tell_must_read")
    signals.reading_reminded.connect(tell_reminded, dispatch_uid="feed.tell_reminded")
    signals.answer_accepted.connect(tell_accepted, dispatch_uid="feed.tell_accepted")
    signals.poll_closed.connect(tell_result, dispatch_uid="feed.tell_result")
    agent_erased.connect(forget_erased, dispatch_uid="feed.forget_erased")


def address_of(post: Post, comment: Comment | None = None) -> str:
    """The page of the thread, at the comment."""
    page = reverse("feed:post", args=[post.pk])
    return f"{page}?commentaire={comment.pk}#c{comment.pk}" if comment else page


def subject_of(post: Post) -> str:
    """What a sentence calls the post: its title or its first words."""
    return Truncator(post.title or " ".join(post.text.split())).chars(SUBJECT_LETTERS)


def params_of(post: Post, **more: str) -> dict[str, str]:
    return {"post": str(post.pk), "subject": subject_of(post), "who": str(post.author), **more}


def tell_mentioned(post: Post, comment: Comment | None, users: Sequence[User], actor: User, **_payload: object) -> None:
    key = f"feed-mention-{post.pk}" + (f"-{comment.pk}" if comment else "")
    _tell(post, users, kind=kinds.MENTION, key=key, url=address_of(post, comment), params=params_of(post, who=str(actor)), actor=actor)


def tell_concerned(post: Post, **_payload: object) -> None:
    """Those who follow the subject of a question or know it; whoever is named in it has been told already."""
    if post.kind != Post.Kind.QUESTION:
        return
    named = set(Mention.objects.filter(post=post, comment=None, user__isnull=False).values_list("user", flat=True))
    for topic, users in concerned_by(post).items():
        others = [user for user in users if user.pk not in named]
        params = params_of(post, topic=topic)
        _tell(post, others, kind=kinds.QUESTION, key=f"feed-question-{post.pk}", url=address_of(post), params=params, actor=post.author)


def tell_returned(post: Post, **_payload: object) -> None:
    key = f"feed-returned-{post.pk}-{timezone.now():%Y%m%d%H%M}"
    _tell(post, [post.author], kind=kinds.RETURNED, key=key, url="/fil/brouillons/", params=params_of(post), actor=None)


def tell_must_read(post: Post, actor: User, **_payload: object) -> None:
    if post.must_read_until is None:
        return
    key = f"feed-must-read-{post.pk}-{post.must_read_until:%Y%m%d}"
    params = params_of(post, day=kinds.day(post.must_read_until))
    _tell(post, still_to_read(post), kind=kinds.MUST_READ, key=key, url=address_of(post), params=params, actor=actor)


def tell_reminded(post: Post, users: Sequence[User], actor: User, **_payload: object) -> None:
    """Once a day, however often the button is pressed."""
    if post.must_read_until is None:
        return
    key = f"feed-reminder-{post.pk}-{date_format(timezone.localdate(), 'Ymd')}"
    params = params_of(post, day=kinds.day(post.must_read_until))
    _tell(post, users, kind=kinds.REMINDER, key=key, url=address_of(post), params=params, actor=actor)


def tell_accepted(post: Post, comment: Comment | None, actor: User, **_payload: object) -> None:
    if comment is None:
        return
    readers = Post.objects.visible_to(comment.author).filter(pk=post.pk)
    if comment.author_id != actor.pk and readers.exists():
        _tell(
            post,
            [comment.author],
            kind=kinds.ACCEPTED,
            key=f"feed-accepted-{comment.pk}",
            url=address_of(post, comment),
            params=params_of(post),
            actor=actor,
        )
    if post.author_id not in (actor.pk, comment.author_id):
        key = f"feed-answered-{post.pk}-{comment.pk}"
        _tell(post, [post.author], kind=kinds.ACCEPTED_FOR_AUTHOR, key=key, url=address_of(post, comment), params=params_of(post), actor=actor)


def tell_result(poll: Poll, voters: Sequence[int], **_payload: object) -> None:
    """The voters who still read the post, and its author."""
    post = poll.post
    people = [user for user in User.objects.filter(pk__in={*voters, post.author_id}) if Post.objects.visible_to(user).filter(pk=post.pk).exists()]
    _tell(post, people, kind=kinds.POLL_RESULT, key=f"feed-poll-{post.pk}", url=address_of(post), params=params_of(post), actor=None)


def forget_erased(agent: Agent, names: Sequence[str], actor: User | None, **_payload: object) -> None:
    erase_names(agent, names=names, actor=actor)


def _tell(post: Post, users: Iterable[User], *, kind: str, key: str, url: str, params: dict[str, str], actor: User | None) -> None:
    """With the group, for whoever prefers to hear less of it, and the thread the e-mails belong to."""
    scope = f"communities.community:{post.community_id}" if post.community_id else ""
    notify(users, kind=kind, key=key, url=url, params=params, actor=actor, scope=scope, about=f"feed.post:{post.pk}")
