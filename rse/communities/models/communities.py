"""Groups of colleagues. A role is a set of guardian object permissions; the membership beside it says who, since when and how."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.models import UserObjectPermissionBase
from wagtail.search import index

from rse.communities.querysets import CommunityQuerySet, MembershipQuerySet
from rse.people.models import Department, Organisation

TOOLS = {"polls": _("Polls"), "questions": _("Questions"), "files": _("Files"), "ideas": _("Ideas"), "events": _("Events")}


def every_tool() -> list[str]:
    return list(TOOLS)


class Community(index.Indexed, models.Model):
    """A group. Open: everybody reads it and joins it. Closed: everybody knows it exists, members read it. Non-visible: nobody else knows."""

    class Visibility(models.TextChoices):
        OPEN = "open", _("Open: everybody reads and joins")
        CLOSED = "closed", _("Closed: one asks to join")
        HIDDEN = "hidden", _("Non-visible: by invitation only")

    class Posting(models.TextChoices):
        MEMBERS = "members", _("All members")
        MODERATORS = "moderators", _("Its moderators only")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="communities", verbose_name=_("organisation"))
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=90, unique=True)
    folded = models.CharField(_("search key"), max_length=80, editable=False)
    keywords = models.TextField(_("words it is found by"), blank=True, editable=False)
    purpose = models.TextField(pgettext_lazy("group", "what it is for"), max_length=500, blank=True)
    welcome = models.TextField(_("welcome to new members"), max_length=2000, blank=True)
    visibility = models.CharField(_("who sees it"), max_length=8, choices=Visibility, default=Visibility.OPEN)
    posting = models.CharField(_("who may post"), max_length=12, choices=Posting, default=Posting.MEMBERS)
    tools = models.JSONField(_("tools"), default=every_tool)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="communities_created", verbose_name=pgettext_lazy("group", "created by")
    )
    created_at = models.DateTimeField(pgettext_lazy("group", "created at"), default=timezone.now)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)
    member_count = models.PositiveIntegerField(_("members"), default=0, editable=False)
    submission = models.UUIDField(_("token of the form"), null=True, blank=True, unique=True, editable=False)
    last_post_at = models.DateTimeField(_("last post at"), null=True, blank=True, editable=False)

    objects = CommunityQuerySet.as_manager()

    search_fields = [index.SearchField("name", boost=2), index.SearchField("purpose"), index.AutocompleteField("name")]
    search_auto_update = False  # a bridge tells the index, from the signals of this room

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["folded", "pk"]
        permissions = [
            ("read_community", _("Can read what is said in the group")),
            ("post_in_community", _("Can write in the group")),
            ("moderate_community", _("Can moderate the group")),
            ("own_community", _("Can change the group and its roles")),
            ("enter_any_community", _("Can enter a group as administrator, seen by its members")),
        ]
        # Two names may be the same when one of the groups is non-visible: a refusal would tell that it exists.
        constraints = [models.UniqueConstraint(fields=["organisation", "folded"], condition=~Q(visibility="hidden"), name="communities_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


class CommunityUserObjectPermission(UserObjectPermissionBase):
    """Guardian's direct rows for groups: one indexed table instead of the generic one."""

    content_object = models.ForeignKey(Community, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        indexes = [models.Index(fields=["user", "permission", "content_object"], name="communities_perm_of_user")]


class Membership(models.Model):
    """Who is in a group, with which role, and how they came. The rights themselves are the guardian rows that `permissions.ROLES` names."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        MODERATOR = "moderator", _("moderator")
        MEMBER = "member", _("member")
        READER = "reader", _("reader")

    class Source(models.TextChoices):
        JOINED = "joined", _("joined")
        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("asked, and was accepted")
        DEPARTMENT = "department", _("through the department")
        ADMINISTRATOR = "administrator", _("entered as administrator")
        CREATED = "created", _("created the group")

    class Reason(models.TextChoices):
        NO_OWNER = "no_owner", _("the group has no owner any more")
        REPORT = "report", _("something was reported")
        ASKED = "asked", _("a member asked for help")
        LAW = "law", _("the law asks for it")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("group"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    source = models.CharField(_("how"), max_length=14, choices=Source, default=Source.JOINED)
    department = models.ForeignKey(Department, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("through the department"))
    reason = models.CharField(_("why the administrator entered"), max_length=10, choices=Reason, blank=True)
    joined_at = models.DateTimeField(_("member since"), default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["community", "user"], name="communities_member_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.community_id} ({self.role})"
