"""Which posts make a feed, and its pages: latest first, what is pinned once on top, by key and never by number."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rse.communities.models import Community
from rse.core.prepared import Prepared
from rse.feed.keyset import Key
from rse.feed.loading import post_rows
from rse.feed.models import Acknowledgement, Hashtag, Post
from rse.feed.querysets import PostQuerySet
from rse.feed.rows import PostRow
from rse.people.models import Agent, Department, User

PAGE = 20
MOST_PINNED = 3
MOST_COUNTED = 20
STILL_ASKED = timedelta(days=90)


First = Callable[[], list[tuple[int, ...]]]


@dataclass(frozen=True)
class Tab:
    """A way of narrowing the page of the feed: its word in the address, its label, what it shows, what is said when it is empty; the keys of
    its first page, where a query written once can answer them."""

    slug: str
    label: str | Promise
    posts: Callable[[User], PostQuerySet]
    empty: str | Promise
    first: Prepared | None = None


@dataclass(frozen=True)
class FeedPage:
    """`pinned` stands on top of the first page only, and `rows` does not repeat it. `after` leads on; `newest` is where news begin."""

    pinned: list[PostRow]
    rows: list[PostRow]
    after: Key | None
    newest: Key
    first: bool

    def __bool__(self) -> bool:
        return bool(self.pinned or self.rows)


@dataclass(frozen=True)
class News:
    """What arrived since a page was opened; `more` when there are more than `count`."""

    count: int
    more: bool


def mine(user: User) -> PostQuerySet:
    """« Entre collègues »: what everybody was told, my groups, and whom and what I follow."""
    return Post.objects.feed_of(user)


def everything(user: User) -> PostQuerySet:
    return Post.objects.visible_to(user).sent()


def unanswered(user: User) -> PostQuerySet:
    """Questions of colleagues for which no answer was accepted, wherever I read."""
    return everything(user).filter(kind=Post.Kind.QUESTION, accepted=None)


def to_read(user: User) -> PostQuerySet:
    """What I was asked to read and have not said that I did, for three months after the day it was due; my own are for the others."""
    read = Acknowledgement.objects.filter(post=OuterRef("pk"), user=user)
    return Post.objects.feed_of(user).filter(~Exists(read), must_read_until__gt=timezone.now() - STILL_ASKED).exclude(author=user)


FIRST = Prepared(lambda user, now: _chosen(mine(user), None, now))
FIRST_OF_GROUP = Prepared(lambda user, now, groups: _chosen(everything(user).filter(community__in=groups), None, now))
CARDS = Prepared(lambda user, _now, posts: Post.objects.filter(pk__in=posts).with_card(user).latest_first())


TABS = (
    Tab("", _("For me"), mine, _("Join a group, follow a colleague, a department or a subject: what they say comes here."), FIRST),
    Tab("tout", _("All that I can read"), everything, _("Nobody has said anything yet. A question to colleagues is a good beginning.")),
    Tab("questions", _("Unanswered questions"), unanswered, _("Every question has found its answer.")),
    Tab("a-lire", _("To be read"), to_read, _("You have read all that you were asked to read.")),
)


def tab_called(slug: str) -> Tab:
    """The tab of the address; the first one for a word nobody knows."""
    return next((tab for tab in TABS if tab.slug == slug), TABS[0])


def of_community(user: User, community: Community) -> PostQuerySet:
    return everything(user).in_community(community)


def of_department(user: User, department: Department) -> PostQuerySet:
    """What was placed on the page of the department, said in its name included."""
    return everything(user).of_department(department)


def of_agent(user: User, agent: Agent) -> PostQuerySet:
    """What a colleague says in their own name, where the reader may read it."""
    return everything(user).filter(author=agent.user_id, on_behalf_of=None)


def of_tag(user: User, tag: Hashtag) -> PostQuerySet:
    return everything(user).filter(tags=tag)


def feed_page(user: User, posts: PostQuerySet, *, after: Key | None, now: datetime, since: datetime | None = None, first: First | None = None) -> FeedPage:
    """A page of `posts`, twenty at most with what is pinned. `after` is the end of the page before; `first` answers the keys of the first page,
    where a query written once can.

    What is pinned stands on top of the first page, and nowhere else. Two queries for the posts, those of `post_rows` for the rest.
    """
    keys = [pk for (pk,) in (first() if first and after is None else _chosen(posts, after, now))]
    found = CARDS.objects(user, posts=keys)
    top = [post for post in found if post.pinned_until and post.pinned_until > now][:MOST_PINNED] if after is None else []
    rest = [post for post in found if post not in top]
    more, rows = len(rest) > PAGE - len(top), rest[: PAGE - len(top)]
    newest = max((key for key in map(key_of, found) if key), key=lambda key: (key.at, key.pk), default=Key(now, 0))
    cards = post_rows(user, [*top, *rows], now=now, since=since)
    return FeedPage(cards[: len(top)], cards[len(top) :], key_of(rows[-1]) if more else None, newest, after is None)


def _chosen(posts: PostQuerySet, after: Key | None, now: datetime) -> "QuerySet[Post, tuple[int]]":
    """The keys of a page and one more, along the index. What the cards show is joined to these alone, in a query of its own: joined in the same
    one, PostgreSQL puts every post beside its author, its group and eight tables more before it looks at which are wanted."""
    pinned = posts.pinned(now).latest_first().values("pk")[:MOST_PINNED]
    if after is not None:
        return posts.exclude(pk__in=pinned).before(after.at, after.pk).latest_first().values_list("pk")[: PAGE + 1]
    latest = Post.objects.filter(pk__in=posts.latest_first().values("pk")[: PAGE + 1 + MOST_PINNED]).values_list("pk")
    return latest.union(Post.objects.filter(pk__in=pinned).values_list("pk"))


def key_of(post: Post | None) -> Key | None:
    return Key(post.published_at, post.pk) if post and post.published_at else None


def news(user: User, posts: PostQuerySet, *, since: Key) -> News:
    """How many posts of others arrived after `since`, counted to twenty. One query."""
    found = len(posts.since(since.at, since.pk).exclude(author=user).order_by().values_list("pk")[: MOST_COUNTED + 1])
    return News(min(found, MOST_COUNTED), found > MOST_COUNTED)
