"""What waits for the index, what files say; what editors decide of search: synonyms, best bets, exclusions, boosts; what is thought of it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from search.addresses import check_address
from search.querysets import BestBetQuerySet, BoostQuerySet, ExclusionQuerySet, FileTextQuerySet, OpinionQuerySet, PendingChangeQuerySet, SynonymQuerySet

A_ROW = ~Q(model="") & ~Q(object_pk="")
ONE_TARGET = (A_ROW & Q(address="")) | (Q(model="", object_pk="") & ~Q(address="") & ~Q(title=""))


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


class OfSite(models.Model):
    """Names one row of the site by its model (« wagtailcore.page ») and its key. A row that is gone is shown to nobody."""

    model = models.CharField(_("model"), max_length=100, blank=True, editable=False)
    object_pk = models.CharField(_("object"), max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class BestBet(OfSite):
    """What must come first for these words: a page, a document, or an address outside the index, such as a piece of software.

    A page or a document is shown to those who may see it. An address is shown to everybody, with its title.
    """

    words = models.TextField(_("words searched"), max_length=500, help_text=_("One expression a line. It counts when all its words are in the search."))
    address = models.CharField(_("address"), max_length=400, blank=True, validators=[check_address], help_text=_("Instead of a page: everybody sees it."))
    title = models.CharField(_("title"), max_length=120, blank=True, help_text=_("Needed with an address; otherwise the title of the page."))
    description = models.CharField(_("in one sentence"), max_length=200, blank=True)
    active = models.BooleanField(_("in use"), default=True)

    objects = BestBetQuerySet.as_manager()

    class Meta:
        verbose_name = _("best bet")
        verbose_name_plural = _("best bets")
        ordering = ["words", "pk"]
        constraints = [models.CheckConstraint(condition=ONE_TARGET, name="search_best_bet_names_one", violation_error_message=_("Choose one thing to show."))]

    def __str__(self) -> str:
        return ", ".join(self.expressions)

    @property
    def expressions(self) -> list[str]:
        return [line.strip() for line in self.words.splitlines() if line.strip()]


class Exclusion(OfSite):
    """A page or a document that search does not show: for some words, or for all. It stays readable at its address."""

    words = models.TextField(_("for these words only"), max_length=500, blank=True, help_text=_("One expression a line; empty: whatever is searched."))

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=A_ROW, name="search_exclusion_names_one", violation_error_message=_("Choose one thing to show."))]

    def __str__(self) -> str:
        return f"{self.model} {self.object_pk}"

    @property
    def expressions(self) -> list[str]:
        return [line.strip() for line in self.words.splitlines() if line.strip()]


class Boost(models.Model):
    """How much a field of a scope weighs beside what the code says: 2 counts twice, 0.5 half. Holds at the next search."""

    field = models.CharField(_("field"), max_length=100, unique=True)
    factor = models.FloatField(_("weight"), default=1.0, validators=[MinValueValidator(0.1), MaxValueValidator(10)], help_text=_("1 changes nothing."))

    objects = BoostQuerySet.as_manager()

    class Meta:
        verbose_name = _("boost")
        verbose_name_plural = _("boosts")
        ordering = ["field"]

    def __str__(self) -> str:
        return f"{self.field} × {self.factor:g}"


class Opinion(models.Model):
    """« Was this useful? », about words searched. Nothing says whose; `token` makes two clicks one."""

    words = models.CharField(_("words searched"), max_length=80)
    useful = models.BooleanField(_("useful"))
    week = models.DateField(_("week"))
    token = models.UUIDField(_("token of the form"), unique=True, editable=False)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion on a search")
        verbose_name_plural = _("opinions on searches")
        indexes = [models.Index(fields=["week", "words"], name="search_opinion_of_week")]

    def __str__(self) -> str:
        return f"{self.words}: {self.useful}"
