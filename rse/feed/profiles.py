"""What the feed adds to the pages of other rooms: the last words of a colleague on their profile, a follow button, the first posts under
what is to be done on the home page. One query each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from rse.core.prepared import Prepared
from rse.core.text import NAMED, shown_name
from rse.core.todo import TodoCard
from rse.feed import feeds
from rse.feed.hours import ago
from rse.feed.models import Post
from rse.feed.places import place_of
from rse.people.models import Agent, Department, Follow, User
from rse.people.organisation_chart import Mark
from rse.people.sections import Section

SHOWN = 3
LETTERS = 220
AFTER_ROLES = 90


@dataclass(frozen=True)
class Brief:
    """A post in three lines, led to by its address."""

    url: str
    author: str
    place: str | Promise
    place_url: str
    ago: str
    words: str
    kind: str
    comment_count: int


def latest_section(user: User, agent: Agent) -> list[Section]:
    """The last posts of a colleague that `user` may read; nothing while there are none."""
    found = briefs(feeds.of_agent(user, agent).latest_first()[:SHOWN])
    context = {"briefs": found, "more_url": reverse("feed:agent", args=[agent.pk]), "whose": agent}
    return [Section("feed/partials/latest_of_agent.html", context, AFTER_ROLES)] if found else []


def follow_button(user: User, agent: Agent) -> list[Section]:
    """« Suivre », beside the name of a colleague in post."""
    if agent.user_id == user.pk:
        return []
    followed = Follow.objects.visible_to(user).filter(agent=agent).exists()
    context = {"follow_url": reverse("feed:follow_agent", args=[agent.pk]), "followed": followed, "what": agent.full_name}
    return [Section("feed/partials/follow.html", context, AFTER_ROLES)]


def department_door(department: Department) -> Mark:
    """What is said on the page of a department, where one follows it."""
    return Mark(_("What it says"), reverse("feed:department", args=[department.pk]))


LATEST = Prepared(lambda user, _now: feeds.mine(user).latest_first().select_related("author__agent", "community", "department")[:SHOWN])


def latest_for(user: User) -> list[TodoCard]:
    """The first posts of the feed, under what is to be done."""
    found = briefs(LATEST.objects(user))
    context = {"briefs": found, "feed_url": reverse("feed:home"), "write_url": reverse("feed:write")}
    return [TodoCard("feed/partials/home_feed.html", context, 10)]


def briefs(posts: Iterable[Post]) -> list[Brief]:
    now = timezone.now()
    rows = posts.select_related("author__agent", "community", "department") if hasattr(posts, "select_related") else posts
    return [_brief(post, ago(post.published_at or post.created_at, now)) for post in rows]


def _brief(post: Post, said: str) -> Brief:
    agent = getattr(post.author, "agent", None)
    said = NAMED.sub(lambda name: f"@{shown_name(name[1])}", post.text)
    words = f"{post.title} — {said}" if post.title and said else post.title or said
    return Brief(
        reverse("feed:post", args=[post.pk]),
        agent.full_name if agent else str(post.author),
        *place_of(post),
        said,
        Truncator(words).chars(LETTERS),
        "" if post.kind == Post.Kind.MESSAGE else post.get_kind_display(),
        post.comment_count,
    )
