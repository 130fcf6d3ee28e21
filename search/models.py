"""What waits for the index, the words that mean the same, and what files say."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.querysets import FileTextQuerySet, PendingChangeQuerySet, SynonymQuerySet


class PendingChange(models.Model):
    """A change that the index has not taken yet, written in the transaction that makes it. Deleted once the index has committed it.

    `applied_to` names the folder that took it while another index was being built aside: the new one takes it too.
    """

    class Kind(models.TextChoices):
        ADD = "add", _("add")
        DELETE = "delete", _("delete")

    index = models.CharField(_("index"), max_length=40)
    model = models.CharField(_("model"), max_length=100)
    object_pk = models.CharField(_("object"), max_length=64)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    applied_to = models.CharField(_("applied to"), max_length=40, blank=True, default="")
    at = models.DateTimeField(_("written at"), auto_now_add=True)

    objects = PendingChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change that waits for the index")
        verbose_name_plural = _("changes that wait for the index")
        indexes = [models.Index(fields=["index", "id"], name="search_pending_of_index")]

    def __str__(self) -> str:
        return f"{self.kind} {self.model}:{self.object_pk}"


class Synonym(models.Model):
    """Expressions that find the same things, one a line: « CCAS », « centre communal d’action sociale ». Searching one searches all."""

    words = models.TextField(
        _("expressions that mean the same"), max_length=1000, help_text=_("One a line, two at least: an acronym, then what it stands for.")
    )
    active = models.BooleanField(_("in use"), default=True)
    shipped = models.BooleanField(_("came with Relais"), default=False, editable=False)

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["words"]

    def __str__(self) -> str:
        return " = ".join(self.expressions)

    @property
    def expressions(self) -> list[str]:
        return [line.strip() for line in self.words.splitlines() if line.strip()]


class FileText(models.Model):
    """What a file says, read once for each file. `name` is that of the file in its storage: a file that replaces another has its own.

    As private as the file: it is indexed with the row that holds the file, and shown to whoever may see that row.
    """

    model = models.CharField(_("model"), max_length=100)
    object_pk = models.CharField(_("object"), max_length=64)
    name = models.CharField(_("file"), max_length=255)
    text = models.TextField(_("text"), blank=True)
    refused = models.CharField(_("why it was not read"), max_length=20, blank=True)
    at = models.DateTimeField(_("read at"), auto_now=True)

    objects = FileTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")
        constraints = [models.UniqueConstraint(fields=["model", "object_pk"], name="search_file_text_once")]

    def __str__(self) -> str:
        return self.name
