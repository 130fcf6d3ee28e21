"""A post: who says what, where, from when, and how it stands."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from rse.communities.models import Community
from rse.core import conf
from rse.feed.querysets import HashtagQuerySet, MentionQuerySet, OfPostQuerySet, PostQuerySet
from rse.people.models import Department, Organisation


class Hashtag(models.Model):
    """A subject people write about. `folded` is what is looked up; `name` keeps the spelling of whoever wrote it first."""

    name = models.CharField(_("name"), max_length=60)
    folded = models.CharField(_("search key"), max_length=60, unique=True, editable=False)

    objects = HashtagQuerySet.as_manager()

    class Meta:
        verbose_name = _("hashtag")
        verbose_name_plural = _("hashtags")
        ordering = ["folded"]

    def __str__(self) -> str:
        return f"#{self.name}"


class Post(index.Indexed, models.Model):
    """Said to everybody (no group), or in a group. `department` places it on a department's page too; it narrows nothing.

    `body` is safe HTML written by `core.text`, `text` the same words without it. Counters are written by the actions, under a row lock.
    """

    class Kind(models.TextChoices):
        MESSAGE = "message", _("Message")
        QUESTION = "question", _("Question to colleagues")
        POLL = "poll", _("Poll")
        IDEA = "idea", _("Idea")
        EVENT = "event", _("Event")
        ANSWER = "answer", _("Answer to citizens")
        PAGE = "page", _("Page")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("sent")
        HIDDEN = "hidden", _("hidden by a moderator")
        DELETED = "deleted", _("deleted")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts", verbose_name=_("organisation"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts", verbose_name=_("author"))
    on_behalf_of = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="posts_in_its_name", verbose_name=_("in the name of")
    )
    community = models.ForeignKey(Community, on_delete=models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("group"))
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("department"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MESSAGE)
    title = models.CharField(_("title"), max_length=140, blank=True)
    body = models.TextField(_("text"), blank=True)
    text = models.TextField(_("words"), blank=True, editable=False)
    shared_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="shares", verbose_name=_("shared from"))
    accepted = models.ForeignKey(
        "feed.Comment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("accepted answer")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    token = models.CharField(_("token of the form"), max_length=40, help_text=_("Makes a double click one post."))
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    scheduled_for = models.DateTimeField(_("to be sent at"), null=True, blank=True)
    published_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted at"), null=True, blank=True)
    pinned_until = models.DateTimeField(_("pinned until"), null=True, blank=True)
    locked_at = models.DateTimeField(_("comments closed at"), null=True, blank=True)
    must_read_until = models.DateTimeField(_("to be read before"), null=True, blank=True)
    tags = models.ManyToManyField(Hashtag, related_name="posts", blank=True, verbose_name=_("hashtags"))
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    reaction_counts = models.JSONField(_("reactions"), default=dict, editable=False, help_text=_("Code of the reaction → how many."))
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = PostQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("text"),
        index.SearchField("words_attached", boost=0.5),
        index.AutocompleteField("title"),
    ]
    search_auto_update = False  # a bridge tells the index, from the signals of this room: a reaction is no change of words

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        permissions = [
            ("post_to_everyone", _("Can write to all agents")),
            ("require_reading", _("Can ask all agents to read a post")),
            ("pin_for_everyone", _("Can pin what is written to all agents, and close its comments")),
            ("name_spokespeople", _("Can say who writes in the name of a department")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "token"], name="feed_post_once"),
            models.CheckConstraint(condition=~Q(state="published") | Q(published_at__isnull=False), name="feed_post_sent_has_an_hour"),
            models.CheckConstraint(condition=~Q(state="scheduled") | Q(scheduled_for__isnull=False), name="feed_post_scheduled_has_an_hour"),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], condition=Q(state="published"), name="feed_post_latest"),
            models.Index(fields=["community", "-published_at", "-id"], condition=Q(state="published"), name="feed_post_in_community"),
            models.Index(fields=["author", "-published_at", "-id"], condition=Q(state="published"), name="feed_post_by_author"),
            models.Index(fields=["department", "-published_at", "-id"], condition=Q(state="published"), name="feed_post_in_department"),
            models.Index(fields=["scheduled_for"], condition=Q(state="scheduled"), name="feed_post_scheduled"),
            models.Index(fields=["pinned_until"], condition=Q(state="published", pinned_until__isnull=False), name="feed_post_pinned"),
            models.Index(fields=["must_read_until"], condition=Q(state="published", must_read_until__isnull=False), name="feed_post_must_read"),
            models.Index(fields=["-published_at", "-id"], condition=Q(state="published", kind="question", accepted=None), name="feed_post_unanswered"),
            models.Index(fields=["deleted_at"], condition=Q(state="deleted"), name="feed_post_to_purge"),
        ]

    def __str__(self) -> str:
        return self.title or self.text[:60]

    @property
    def words_attached(self) -> str:
        """What the files of the post say, for those who search: whoever reads the post opens them."""
        tells = conf.words_attached()
        return tells(self) if tells else ""

    @classmethod
    def get_indexed_objects(cls) -> "models.QuerySet[Post]":
        """What was sent: drafts, hidden and deleted posts leave the index."""
        return cls._default_manager.filter(state=cls.State.PUBLISHED)


class PostVersion(models.Model):
    """What a post said before an edit. Its readers may compare."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions", verbose_name=_("post"))
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=140, blank=True)
    body = models.TextField(_("text"), blank=True)
    replaced_at = models.DateTimeField(_("replaced at"), default=timezone.now)

    objects = OfPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")
        ordering = ["post", "-number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="feed_version_once")]

    def __str__(self) -> str:
        return f"{self.post_id} v{self.number}"


class Mention(models.Model):
    """Somebody, a group or a role named in a post or in one of its comments. Being named gives nobody a right to read."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions", verbose_name=_("post"))
    comment = models.ForeignKey("feed.Comment", on_delete=models.CASCADE, null=True, blank=True, related_name="mentions", verbose_name=_("comment"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="mentions", verbose_name=_("person"))
    community = models.ForeignKey(Community, on_delete=models.CASCADE, null=True, blank=True, related_name="mentions", verbose_name=_("group"))
    role = models.CharField(_("role"), max_length=80, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        indexes = [models.Index(fields=["user", "-id"], name="feed_mention_of_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, community=None, role="")
                | Q(user=None, community__isnull=False, role="")
                | (Q(user=None, community=None) & ~Q(role="")),
                name="feed_mention_names_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.user_id or self.community_id or self.role}"
