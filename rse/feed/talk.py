"""What the network tells people about comments and reactions: only what concerns them, several in one line."""

from collections.abc import Iterable, Sequence
from functools import partial

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from rse.core import frames
from rse.feed.live import THREAD, open_threads
from rse.feed.models import Comment, Post, Reaction
from rse.feed.permissions import readers_of_place
from rse.feed.signals import comment_deleted, comment_sent, reaction_given, reaction_taken_back
from rse.notifications import kinds
from rse.notifications.actions import notify, take_back
from rse.notifications.kinds import Kind
from rse.notifications.models import Notification
from rse.people.models import User

COMMENT, REPLY, AFTER, REACTION = "feed.comment", "feed.reply", "feed.comment_after", "feed.reaction"
SUBJECT_LETTERS = 80


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    commented = ngettext_lazy("%(who)s and %(others)s other commented on “%(subject)s”", "%(who)s and %(others)s others commented on “%(subject)s”", "others")
    also = ngettext_lazy(
        "%(who)s and %(others)s other also commented on “%(subject)s”", "%(who)s and %(others)s others also commented on “%(subject)s”", "others"
    )
    reacted = ngettext_lazy("%(who)s and %(others)s other reacted to “%(subject)s”", "%(who)s and %(others)s others reacted to “%(subject)s”", "others")
    addressed = partial(Kind, allowed_among=comments_still_read, email=True, category=kinds.ADDRESSED, addressed=True)
    for kind in (
        addressed(COMMENT, _("A comment under what I said"), _("%(who)s commented on “%(subject)s”"), grouped_by=("post",), sentence_many=commented),
        addressed(REPLY, _("An answer to my comment"), _("%(who)s answered you under “%(subject)s”")),
        Kind(
            AFTER,
            _("A comment after mine"),
            _("%(who)s also commented on “%(subject)s”"),
            grouped_by=("post",),
            sentence_many=also,
            allowed_among=comments_still_read,
        ),
        Kind(
            REACTION,
            _("A reaction to what I said"),
            _("%(who)s reacted to “%(subject)s”"),
            grouped_by=("target",),
            sentence_many=reacted,
            allowed_among=posts_still_read,
        ),
    ):
        kinds.register(kind)


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    comment_sent.connect(tell_comment, dispatch_uid="feed.tell_comment")
    comment_deleted.connect(untell_comment, dispatch_uid="feed.untell_comment")
    reaction_given.connect(tell_reaction, dispatch_uid="feed.tell_reaction")
    reaction_taken_back.connect(untell_reaction, dispatch_uid="feed.untell_reaction")


def tell_comment(comment: Comment, answered: Comment | None, actor: User, **_payload: object) -> None:
    """Whoever is answered, then the author of the post, then those who have commented: each once, none who no longer reads the place."""
    post = comment.post
    answered_people = {one.author_id for one in (answered, comment.parent) if one is not None}
    earlier = set(Comment.objects.filter(post=post, state=Comment.State.PUBLISHED).exclude(pk=comment.pk).values_list("author", flat=True))
    readers = readers_of_place(post).filter(pk__in={post.author_id, *answered_people, *earlier} - {actor.pk}).in_bulk()
    replied = [readers.pop(pk) for pk in answered_people if pk in readers]
    author = [readers.pop(post.author_id)] if post.author_id in readers else []
    for kind, people in ((REPLY, replied), (COMMENT, author), (AFTER, list(readers.values()))):
        _tell(people, kind=kind, comment=comment, actor=actor)
    frames.announce(open_threads(post), kind=THREAD, id=post.pk)


def untell_comment(comment: Comment, restored: bool, **_payload: object) -> None:
    """A comment that is gone is nobody's news; one that comes back is no news either."""
    if not restored:
        for kind in (COMMENT, REPLY, AFTER):
            take_back(kind=kind, key=_key(comment), actor=None)


def tell_reaction(reaction: Reaction, actor: User, **_payload: object) -> None:
    target = reaction.post or reaction.comment
    post = target.post if isinstance(target, Comment) else target
    if target is None or post is None or target.author_id == actor.pk:
        return
    author = readers_of_place(post).filter(pk=target.author_id)
    url = reverse("feed:post", args=[post.pk]) + (f"?commentaire={target.pk}#c{target.pk}" if isinstance(target, Comment) else "")
    params = {"who": str(actor), "subject": subject_of(target), "post": str(post.pk), "target": _target(target)}
    notify(author, kind=REACTION, key=_reaction_key(target, actor), url=url, params=params, actor=actor, scope=scope_of(post), about=about(post))


def untell_reaction(target: Post | Comment, actor: User, left: int, **_payload: object) -> None:
    """Only once nothing of theirs is left there."""
    if not left:
        take_back(kind=REACTION, key=_reaction_key(target, actor), actor=None)


def comments_still_read(user: User, notifications: Sequence[Notification]) -> set[int]:
    """Those whose comment this person reads today. One query."""
    return _allowed(notifications, "comment", Comment.objects.visible_to(user).filter(state=Comment.State.PUBLISHED))


def posts_still_read(user: User, notifications: Sequence[Notification]) -> set[int]:
    """Those whose post this person reads today. One query."""
    return _allowed(notifications, "post", Post.objects.visible_to(user))


def subject_of(said: Post | Comment) -> str:
    """What a sentence calls it: its title or its first words."""
    title = said.title if isinstance(said, Post) else ""
    return Truncator(title or " ".join(said.text.split())).chars(SUBJECT_LETTERS)


def scope_of(post: Post) -> str:
    return f"communities.community:{post.community_id}" if post.community_id else ""


def about(post: Post) -> str:
    return f"feed.post:{post.pk}"


def _tell(people: Iterable[User], *, kind: str, comment: Comment, actor: User) -> None:
    post = comment.post
    url = f"{reverse('feed:post', args=[post.pk])}?commentaire={comment.pk}#c{comment.pk}"
    params = {"who": str(actor), "subject": subject_of(post), "post": str(post.pk), "comment": str(comment.pk)}
    notify(people, kind=kind, key=_key(comment), url=url, params=params, actor=actor, scope=scope_of(post), about=about(post))


def _key(comment: Comment) -> str:
    return f"feed-comment-{comment.pk}"


def _reaction_key(target: Post | Comment, actor: User) -> str:
    return f"feed-reaction-{_target(target)}-{actor.pk}"


def _target(target: Post | Comment) -> str:
    return f"{'post' if isinstance(target, Post) else 'comment'}-{target.pk}"


def _allowed(notifications: Sequence[Notification], name: str, rows: QuerySet) -> set[int]:
    wanted = {row.pk: int(row.params[name]) for row in notifications if str(row.params.get(name, "")).isdigit()}
    seen = set(rows.filter(pk__in=set(wanted.values())).order_by().values_list("pk", flat=True))
    return {pk for pk, target in wanted.items() if target in seen}
