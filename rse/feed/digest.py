"""What the feed puts into the digest: what was most talked about in one's groups, questions one could answer. Comments are counted, nothing is
ranked otherwise. One query a section, two for questions.
"""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rse.communities.models import Community, CommunityUserObjectPermission
from rse.communities.permissions import POST
from rse.core.text import fold
from rse.feed.models import Comment, Post
from rse.feed.signal_handlers import address_of, subject_of
from rse.notifications import digest
from rse.notifications.digest import Line
from rse.people.models import Skill, User

SHOWN = 5
LEAST_COMMENTS = 2
LOOKS_BACK = timedelta(days=31)
STILL_AFTER = timedelta(days=7)


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    digest.register(digest.Section("feed.discussed", gettext_lazy("Most discussed in my groups"), discussed, 10))
    digest.register(digest.Section("feed.questions", gettext_lazy("Questions I could answer"), to_answer, 20))


def discussed(user: User, since: datetime) -> list[Line]:
    """The posts of `user`'s groups under which most was said since then, by others than `user`; of the month before at the earliest."""
    said = Comment.objects.filter(post=OuterRef("pk"), state=Comment.State.PUBLISHED, created_at__gte=since).order_by().values("post")
    found = (
        Post.objects.visible_to(user)
        .sent()
        .filter(community__in=Community.objects.joined_by(user).order_by().values("pk"))
        .filter(published_at__gte=since - LOOKS_BACK, comment_count__gte=LEAST_COMMENTS)
        .exclude(author=user)
        .annotate(said=Subquery(said.annotate(number=Count("pk")).values("number")))
        .filter(said__gte=LEAST_COMMENTS)
        .select_related("community", "author__agent")
        .order_by("-said", "-published_at", "-pk")
    )
    return [_line(post, ngettext("%(number)s comment", "%(number)s comments", post.said) % {"number": post.said}) for post in found[:SHOWN]]


def to_answer(user: User, since: datetime) -> list[Line]:
    """Questions without an answer, in groups where `user` writes or about what they know or follow; those that have waited longest first.

    Each is told when it is asked, and once more a week later when nobody has said anything: twice at most, however often the digest comes.
    """
    asked = Q(published_at__gte=since) | Q(comment_count=0, published_at__gte=since - STILL_AFTER, published_at__lt=timezone.now() - STILL_AFTER)
    rights = CommunityUserObjectPermission.objects.filter(user=user, permission__codename=POST).values("content_object")
    writes_in = Community.objects.alive().filter(pk__in=rights).order_by().values("pk")
    known = Post.tags.through.objects.filter(Q(hashtag__folded__in=_hashtags_known_by(user)) | Q(hashtag__followers__user=user), post=OuterRef("pk"))
    mine = Comment.objects.filter(post=OuterRef("pk"), author=user, state=Comment.State.PUBLISHED)
    found = (
        Post.objects.visible_to(user)
        .sent()
        .filter(asked, Q(community__in=writes_in) | Q(Exists(known), community=None), ~Exists(mine))
        .filter(kind=Post.Kind.QUESTION, accepted=None, locked_at=None)
        .exclude(author=user)
        .select_related("community", "author__agent")
        .order_by("published_at", "pk")
    )
    return [_line(post, "" if post.comment_count else _("Nobody has answered yet.")) for post in found[:SHOWN]]


def _hashtags_known_by(user: User) -> set[str]:
    """The skills of the person as hashtags are kept, other words for them included."""
    words = {fold(word) for skill in Skill.objects.filter(agents__user=user) for word in (skill.name, *skill.other_words)}
    return words | {word.replace(" ", "-") for word in words} | {word.replace(" ", "") for word in words}


def _line(post: Post, words: str) -> Line:
    agent = getattr(post.author, "agent", None)
    where = post.community.name if post.community else ""
    return Line(subject_of(post), address_of(post), where=where, by=agent.full_name if agent else str(post.author), words=words)
