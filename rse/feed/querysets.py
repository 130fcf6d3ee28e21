"""Posts and comments as each person sees them; feeds by keyset."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone

if TYPE_CHECKING:
    from rse.communities.models import Community
    from rse.people.models import Department, User

CARD = (
    "author__agent__department",
    "author__agent__portrait",
    "community",
    "department",
    "on_behalf_of",
    "poll",
    "shared_from__author__agent",
    "shared_from__community",
    "shared_from__department",
)
ACCEPTED = ("accepted__author__agent__department", "accepted__author__agent__portrait")


def _shut(user: "User") -> models.QuerySet:
    """The groups in which `user` does not read. Said this way round, a feed is read along the index of its hours: « in one of those »
    sends SQLite to gather every post of every group and sort them (147 ms instead of 2.5 for 20,000 posts)."""
    communities = apps.get_model("communities", "Community").objects
    return communities.exclude(pk__in=communities.readable_by(user).order_by().values("pk")).order_by().values("pk")


def _placed_for(user: "User", path: str = "") -> Q:
    """Told to everybody, or in a group that `user` reads; of the post that stands at `path`."""
    return ~Q(**{f"{path}community__in": _shut(user)})


class PostQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """What was sent to everybody or in a group that `user` reads, and `user`'s own drafts, scheduled and hidden posts there.

        A post that shares another is seen without what it shares when that one stands where `user` does not read.
        """
        if not user.is_active:
            return self.none()
        return self.filter(_placed_for(user)).filter(Q(state="published") | Q(author=user, state__in=["draft", "scheduled", "hidden"]))

    def moderated_by(self, user: "User") -> Self:
        """What a moderator of the group may judge: what was sent there or hidden, never somebody's drafts."""
        moderated = apps.get_model("communities", "Community").objects.moderated_by(user).order_by().values("pk")
        return self.filter(community__in=moderated, state__in=["published", "hidden"])

    def read_by(self, user: "User") -> Self:
        """What `user` sees as a colleague or judges as a moderator: whose files may be opened."""
        posts = apps.get_model("feed", "Post").objects
        return self.filter(Q(pk__in=posts.visible_to(user).values("pk")) | Q(pk__in=posts.moderated_by(user).values("pk")))

    def sent(self) -> Self:
        return self.filter(state="published")

    def feed_of(self, user: "User") -> Self:
        """What comes to `user`, where they may read it: said to everybody, in their groups, to their department, by or about whom and what they
        follow. What is said on the page of a department goes to its people and its followers."""
        follows = apps.get_model("people", "Follow").objects.filter(follower=user).order_by()
        joined = apps.get_model("communities", "Community").objects.joined_by(user).order_by().values("pk")
        here = apps.get_model("people", "Agent").objects.filter(user=user, department__isnull=False).order_by().values("department")
        tagged = apps.get_model("feed", "Post").tags.through.objects.filter(post=OuterRef("pk"), hashtag__followers__user=user)
        return (
            self.visible_to(user)
            .sent()
            .filter(
                Q(community=None, department=None)
                | Q(community__in=joined)
                | Q(author=user)
                | Q(department__in=here)
                | Q(author__in=follows.filter(agent__isnull=False).values("agent__user"))
                | Q(department__in=follows.filter(department__isnull=False).values("department"))
                | Exists(tagged)
            )
        )

    def with_card(self, user: "User") -> Self:
        """All that a card shows of the rows themselves, and whether `user` may read what each post shares (`shared_seen`)."""
        seen = Q(shared_from__state="published") & _placed_for(user, "shared_from__")
        return self.select_related(*CARD).annotate(shared_seen=ExpressionWrapper(seen, output_field=models.BooleanField()))

    def with_accepted(self) -> Self:
        """With the answer that was accepted, on top of the card: the page of the post shows it."""
        return self.select_related(*ACCEPTED)

    def of_department(self, department: "Department") -> Self:
        return self.filter(Q(department=department) | Q(on_behalf_of=department))

    def pinned(self, now: datetime) -> Self:
        # Said twice: a plan kept for every hour takes a third of all posts to be pinned, unless it is told that most never were.
        return self.filter(pinned_until__isnull=False, pinned_until__gt=now)

    def in_community(self, community: "Community") -> Self:
        return self.filter(community=community)

    def latest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def before(self, published_at: datetime, pk: int) -> Self:
        """What follows in the order of the feed: the keyset of a page, no OFFSET."""
        return self.filter(Q(published_at__lt=published_at) | Q(pk__lt=pk), published_at__lte=published_at)

    def since(self, published_at: datetime, pk: int) -> Self:
        """What came after a row of the feed: the other side of `before`."""
        return self.filter(Q(published_at__gt=published_at) | Q(pk__gt=pk), published_at__gte=published_at)


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Under a post that `user` reads: what was sent, `user`'s own hidden ones, and the empty places of deleted ones."""
        posts = apps.get_model("feed", "Post").objects.visible_to(user).order_by().values("pk")
        return self.filter(post__in=posts).shown_to(user)

    def shown_to(self, user: "User") -> Self:
        """The same, of posts that `user` was let read a moment before: the rows of a thread do not ask again for each of its comments."""
        return self.filter(Q(state__in=["published", "deleted"]) | Q(author=user, state="hidden"))

    def in_order(self) -> Self:
        return self.order_by("created_at", "pk")

    def after(self, created_at: datetime, pk: int) -> Self:
        """What follows in the order of the thread: the keyset of a page, no OFFSET."""
        return self.filter(Q(created_at__gt=created_at) | Q(pk__gt=pk), created_at__gte=created_at)

    def with_faces(self) -> Self:
        return self.select_related("author__agent__department", "author__agent__portrait")


class HashtagQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The words that stand under at least one post that `user` reads: a word used only in a non-visible group stays there."""
        posts = apps.get_model("feed", "Post").objects.visible_to(user).sent().order_by().values("pk")
        return self.filter(posts__in=posts).distinct()


class MentionQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        comments = apps.get_model("feed", "Comment").objects.visible_to(user).filter(state="published").order_by().values("pk")
        posts = apps.get_model("feed", "Post").objects.visible_to(user).order_by().values("pk")
        return self.filter(Q(comment=None) | Q(comment__in=comments), post__in=posts)


class OfPostQuerySet(models.QuerySet):
    """What hangs from a post and is seen by whoever sees it: poll, earlier versions."""

    def visible_to(self, user: "User") -> Self:
        posts = apps.get_model("feed", "Post").objects.visible_to(user).order_by().values("pk")
        return self.filter(post__in=posts)


class VoteQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """One's own; those of others where the poll is not anonymous and its results are shown. Nobody else, administrators included."""
        posts = apps.get_model("feed", "Post").objects.visible_to(user).order_by().values("pk")
        shown = Q(option__poll__results_when_closed=False) | Q(option__poll__closes_at__lte=timezone.now())
        return self.filter(option__poll__in=posts).filter(Q(user=user) | (Q(option__poll__anonymous=False) & shown))


class OnesOwnQuerySet(models.QuerySet):
    """Acknowledgements and posts put aside: nobody is shown those of others, nor their hour."""

    def visible_to(self, user: "User") -> Self:
        posts = apps.get_model("feed", "Post").objects.visible_to(user).order_by().values("pk")
        return self.filter(user=user, post__in=posts)


class SpokespersonQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """Who writes in the name of which department is no secret between colleagues."""
        return self.filter(user__is_active=True) if user.is_active else self.none()
