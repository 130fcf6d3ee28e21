"""The page of one post: comments in their order, by key, the answers under each."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from rse.core.prepared import Prepared
from rse.feed.feeds import News
from rse.feed.keyset import Key
from rse.feed.loading import Thread, thread_rows
from rse.feed.models import Comment, Post
from rse.feed.querysets import CommentQuerySet
from rse.people.models import User

PAGE = 30
ANSWERS = 20
MOST_ANSWERS = 300
MOST_COUNTED = 20


@dataclass(frozen=True)
class Asked:
    """Where the reader stands in a thread: `after` the end of the page before, `at` one comment they were led to, `under` one whose answers
    they want to read to the end."""

    after: Key | None = None
    at: Comment | None = None
    under: Comment | None = None


@dataclass(frozen=True)
class ThreadPage:
    """`after` leads to the comments that follow; `partial` says that some were left out above; `newest` is where news begin."""

    thread: Thread
    after: Key | None
    partial: bool
    newest: Key


def post_of_thread(user: User, pk: int) -> Post | None:
    """The post with all that its page shows of the rows themselves. One query."""
    return next(iter(POST.objects(user, posts=[pk])), None)


def thread_page(user: User, post: Post, asked: Asked, *, now: datetime) -> ThreadPage:
    """Thirty comments with twenty answers each, the accepted answer apart. Four queries, five for a poll, those of badges and of rooms above."""
    found = FROM_THE_START.objects(user, posts=[post.pk]) if asked == Asked() else list(_with_answers(user, [post.pk], asked))
    heads = [one for one in found if one.parent_id is None]
    more = len(heads) > PAGE
    shown = {one.pk for one in heads[:PAGE]}
    comments = [one for one in found if one.pk in shown or one.parent_id in shown]
    last = heads[PAGE - 1] if more else None
    newest = max((Key(one.created_at, one.pk) for one in found), key=lambda key: (key.at, key.pk), default=Key(post.published_at or post.created_at, 0))
    thread = thread_rows(user, post, comments, now=now)
    return ThreadPage(thread, Key(last.created_at, last.pk) if last else None, asked != Asked(), newest)


def _with_answers(user: User, posts: list[int], asked: Asked) -> CommentQuerySet:
    """Those of the one post whose key is in `posts`, which `post_of_thread` gave."""
    seen = Comment.objects.filter(post__in=posts).shown_to(user)
    heads = seen.filter(parent=None)
    if asked.under:
        heads = heads.filter(pk=asked.under.parent_id or asked.under.pk)
    elif asked.at:
        start = asked.at.parent or asked.at
        heads = heads.filter(Q(pk=start.pk) | Q(created_at__gt=start.created_at) | Q(created_at=start.created_at, pk__gt=start.pk))
    elif asked.after:
        heads = heads.after(asked.after.at, asked.after.pk)
    pks = heads.in_order().values("pk")[: PAGE + 1]
    limit = MOST_ANSWERS if asked.under else ANSWERS
    rows = seen.filter(Q(pk__in=pks) | Q(parent__in=pks))
    rows = rows.annotate(
        rank=Window(RowNumber(), partition_by=F("parent"), order_by=[F("created_at"), F("pk")]), of=Window(Count("pk"), partition_by=F("parent"))
    )
    return rows.filter(Q(parent=None) | Q(rank__lte=limit) | Q(pk=asked.at.pk if asked.at else 0)).with_faces().in_order()


POST = Prepared(lambda user, _now, posts: Post.objects.visible_to(user).with_card(user).with_accepted().filter(pk__in=posts))
FROM_THE_START = Prepared(lambda user, _now, posts: _with_answers(user, posts, Asked()))


def comment_news(user: User, post: Post, *, since: Key) -> News:
    """How many comments of others arrived after `since`, counted to twenty. One query."""
    rows = Comment.objects.visible_to(user).filter(post=post, state=Comment.State.PUBLISHED).after(since.at, since.pk).exclude(author=user)
    found = len(rows.order_by().values_list("pk")[: MOST_COUNTED + 1])
    return News(min(found, MOST_COUNTED), found > MOST_COUNTED)
