"""The enquiry, what was said, who was asked, and the journal of its moves."""

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from referents.models.topics import Sensitivity
from referents.querysets import AttachmentQuerySet, EnquiryQuerySet
from referents.states import State, pairs

USER = settings.AUTH_USER_MODEL


def private_storage() -> Storage:
    """Where citizens' photos lie: the storage alias "referents" when the host has one, else its default one."""
    return storages["referents"] if "referents" in storages.backends else storages["default"]


def _journal_pairs() -> Q:
    allowed = Q()
    for source, target in sorted(pairs()):
        allowed |= Q(from_state=source, to_state=target)
    return allowed


class Channel(models.TextChoices):
    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    X = "x", "X"
    MASTODON = "mastodon", "Mastodon"
    BLUESKY = "bluesky", "Bluesky"
    LINKEDIN = "linkedin", "LinkedIn"
    YOUTUBE = "youtube", "YouTube"
    EMAIL = "email", _("e-mail")
    FORM = "form", _("form")
    PHONE = "phone", _("telephone")
    STREET = "street", _("in person")


class ExternalAuthor(models.Model):
    """A citizen, as little as is needed to answer; erased at `purge_on`."""

    display = models.CharField(_("name shown"), max_length=120, blank=True)
    handle = models.CharField(_("identity on the network"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    purge_on = models.DateField(_("erased on"), db_index=True)

    class Meta:
        verbose_name = _("citizen")
        verbose_name_plural = _("citizens")

    def __str__(self) -> str:
        return self.display or str(_("A citizen"))


class Enquiry(models.Model):
    """One question of one citizen (or several, joined). `version` grows by one at each move: the journal's key and the lock."""

    number = models.CharField(_("number"), max_length=16, unique=True)
    submission = models.UUIDField(_("submission key"), unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NEW, db_index=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    cycle = models.PositiveSmallIntegerField(_("cycle"), default=1)
    subject = models.CharField(pgettext_lazy("question", "subject"), max_length=160)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    permalink = models.URLField(_("address of the message"), max_length=500, blank=True)
    account = models.ForeignKey(
        "referents.OfficialAccount", on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries", verbose_name=_("account concerned")
    )
    author = models.ForeignKey(ExternalAuthor, on_delete=models.SET_NULL, null=True, blank=True, related_name="enquiries", verbose_name=_("citizen"))
    filed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="enquiries_filed", verbose_name=_("brought by"))
    topic = models.ForeignKey("referents.Topic", on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries", verbose_name=_("topic"))
    area = models.ForeignKey("referents.Area", on_delete=models.SET_NULL, null=True, blank=True, related_name="enquiries", verbose_name=_("neighbourhood"))
    sensitivity = models.CharField(_("sensitivity"), max_length=8, choices=Sensitivity, default=Sensitivity.LOW)
    sensitive_words = models.JSONField(_("sensitive because of"), default=list, blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)
    crisis = models.BooleanField(_("crisis"), default=False)
    out_of_hours = models.BooleanField(_("received out of hours"), default=False)
    received_at = models.DateTimeField(_("received at"), db_index=True)
    promised_at = models.DateTimeField(_("promised before"), null=True, blank=True, db_index=True)
    held_at = models.DateTimeField(_("citizen told at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("joined to"))
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("follows"))
    handed_to = models.ForeignKey(
        "referents.OutsideBody", on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries", verbose_name=_("handed over to")
    )
    author_deleted_at = models.DateTimeField(_("deleted by its author at"), null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-received_at", "-pk"]
        permissions = [
            ("work_desk", "Can work at the desk (community manager)"),
            ("dispatch", "Can redirect and chase (dispatcher)"),
            ("audit", "Can read every question (auditor)"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="referents_enquiry_state"),
            models.CheckConstraint(condition=(Q(state=State.JOINED) & Q(merged_into__isnull=False)) | ~Q(state=State.JOINED), name="referents_enquiry_joined"),
            models.CheckConstraint(condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="referents_enquiry_not_itself"),
        ]
        indexes = [models.Index(fields=["state", "promised_at", "id"], name="referents_enquiry_queue")]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"


class Message(models.Model):
    """One thing said. Revisions and deletions are rows too; `external_id` is unique per account when the network gives one."""

    class Direction(models.TextChoices):
        IN = "in", _("from the citizen")
        OUT = "out", _("from the authority")

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="messages", verbose_name=_("question"))
    direction = models.CharField(_("direction"), max_length=3, choices=Direction, default=Direction.IN)
    account = models.ForeignKey("referents.OfficialAccount", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account"))
    external_id = models.CharField(_("identifier on the network"), max_length=255, null=True, blank=True)  # noqa: DJ001  # unique per account: absent is NULL, not ""
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("at"))
    revises = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="revisions", verbose_name=_("revises"))
    deleted_at = models.DateTimeField(_("deleted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["account", "external_id"], name="referents_message_once")]

    def __str__(self) -> str:
        return self.text[:60]


class Attachment(models.Model):
    """A photo or file joined to an enquiry or an answer; private, cleaned of its metadata."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="attachments", verbose_name=_("question"))
    file = models.FileField(_("file"), upload_to="referents/%Y/%m/", storage=private_storage)
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(_("type"), max_length=60)
    alt = models.CharField(_("description"), max_length=200, blank=True)
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("added by"))
    at = models.DateTimeField(_("at"))

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """A person asked to answer. At most one active lead an enquiry: `active` is True or NULL, and unique with the enquiry."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("accepted")
        ANSWERED = "answered", _("answered")
        NOT_MINE = "not_mine", _("not the right person")
        DONT_KNOW = "dont_know", _("does not know")
        PASSED_ON = "passed_on", _("passed on to somebody else")

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("question"))
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("person"))
    on_behalf_of = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("in place of"))
    cycle = models.PositiveSmallIntegerField(_("cycle"), default=1)
    active = models.BooleanField(_("active"), null=True, default=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    reasons = models.JSONField(_("reasons"), default=list, help_text=_("Codes and topics: why this person."))
    asked_at = models.DateTimeField(_("asked at"))
    suggested = models.ForeignKey(USER, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("suggested instead"))

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "active"], name="referents_one_lead"),
            models.CheckConstraint(condition=Q(active=True) | Q(active__isnull=True), name="referents_active_true_or_null"),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry_id} → {self.user_id}"


class EnquiryMove(models.Model):
    """The journal. Ids, codes and digests only, never personal text; chained by hash within the enquiry; append only."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="moves", verbose_name=_("question"))
    version = models.PositiveIntegerField(_("version"))
    cycle = models.PositiveSmallIntegerField(_("cycle"))
    move = models.CharField(_("move"), max_length=20)
    from_state = models.CharField(_("from"), max_length=12, blank=True)
    to_state = models.CharField(_("to"), max_length=12)
    actor = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("done by"))
    at = models.DateTimeField(_("at"))
    detail = models.JSONField(_("detail"), default=dict)
    previous_hash = models.CharField(_("previous hash"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["enquiry", "version"]
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "version"], name="referents_move_version"),
            models.CheckConstraint(condition=_journal_pairs(), name="referents_move_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry_id}/{self.version} {self.move}"
