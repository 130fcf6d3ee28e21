"""What the database remembers for everyone: outbox, frames, images, documents, attachments."""

import secrets
from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage
from wagtail.search import index

from rse.core import conf
from rse.core.querysets import AttachmentQuerySet, FrameQuerySet, OutboxEventQuerySet


class OutboxEvent(models.Model):
    """Something to do after the commit, written in the same transaction as its cause. `key` makes a second writing harmless."""

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=160, unique=True)
    payload = models.JSONField(_("payload"), default=dict)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    due_at = models.DateTimeField(_("due at"), default=timezone.now)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    objects = OutboxEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("outbox event")
        verbose_name_plural = _("outbox events")
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(done_at=None), name="core_outbox_waiting"),
            models.Index(fields=["done_at"], condition=Q(done_at__isnull=False), name="core_outbox_done"),
        ]

    def __str__(self) -> str:
        return self.key


class Frame(models.Model):
    """A hint for open browsers: "something happened to this". Lost without harm; the rows it points at are the truth.

    `entries` holds [user id, object id, sequence or null] triples: one row however many recipients.
    """

    kind = models.CharField(_("kind"), max_length=60)
    entries = models.JSONField(_("recipients"), default=list)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    objects = FrameQuerySet.as_manager()

    class Meta:
        verbose_name = _("frame")
        verbose_name_plural = _("frames")
        indexes = [models.Index(fields=["created_at", "id"], name="core_frame_recent")]

    def __str__(self) -> str:
        return f"{self.kind} ({len(self.entries)})"


class Image(AbstractImage):
    """An image of the library. `description` is its alternative text."""

    # Wagtail's own models of the same name keep the default reverse names.
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("uploaded by user")
    )
    tags = TaggableManager(blank=True, help_text=None, verbose_name=_("tags"), related_name="core_images")

    admin_form_fields = WagtailImage.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]
        indexes = [models.Index(fields=["file"], name="core_image_file")]


class Rendition(AbstractRendition):
    """An image resized or converted; readable by whoever may read the image."""

    image = models.ForeignKey(Image, related_name="renditions", on_delete=models.CASCADE, verbose_name=_("image"))

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="core_rendition_once")]
        indexes = [models.Index(fields=["file"], name="core_rendition_file")]


class Document(AbstractDocument):
    """A document of the library, served by `rse.core.files` like every other file."""

    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("uploaded by user")
    )
    tags = TaggableManager(blank=True, help_text=None, verbose_name=_("tags"), related_name="core_documents")

    admin_form_fields = WagtailDocument.admin_form_fields
    search_fields = [*AbstractDocument.search_fields, index.SearchField("words", boost=0.5)]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
        indexes = [models.Index(fields=["file"], name="core_document_file")]

    @property
    def words(self) -> str:
        """What the file says, once it was read: found, and shown in results, as the document itself is."""
        tells = conf.words_of_file()
        return tells(self) if tells else ""


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """A name nobody can guess, with the extension of the checked type; the person's own file name stays in the row."""
    now = timezone.now()
    return f"attachments/{now:%Y/%m}/{secrets.token_urlsafe(18)}{PurePosixPath(filename).suffix.lower()}"


class Attachment(models.Model):
    """A file sent by a person. Until it is tied to an object only the sender sees it; then whoever sees the object does."""

    file = models.FileField(_("file"), upload_to=attachment_path)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    description = models.CharField(_("description for people who cannot see it"), max_length=255, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attachments", verbose_name=_("sent by"))
    created_at = models.DateTimeField(_("sent at"), default=timezone.now)
    owner_label = models.CharField(_("kind of object"), max_length=100, blank=True)
    owner_pk = models.BigIntegerField(_("object"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [
            models.Index(fields=["owner_label", "owner_pk"], name="core_attachment_owner"),
            models.Index(fields=["file"], name="core_attachment_file"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_label="", owner_pk=None) | (~Q(owner_label="") & Q(owner_pk__isnull=False)), name="core_attachment_owner_whole"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        """Shown in the page, hence described in words."""
        return self.media_type.startswith("image/")
