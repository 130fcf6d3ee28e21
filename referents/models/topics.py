"""What citizens ask about, in their own words, and who is competent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search import index

from referents.conf import department_model


class Sensitivity(models.TextChoices):
    LOW = "low", _("routine")
    MEDIUM = "medium", _("delicate")
    HIGH = "high", _("sensitive")


class OutsideBody(models.Model):
    """Who is competent when the town is not, where to send the citizen, and the words to say."""

    class Kind(models.TextChoices):
        STATE = "state", _("State")
        REGION = "region", _("region")
        DEPARTEMENT = "departement", _("département")
        AGGLO = "agglo", _("agglomeration")
        OPERATOR = "operator", _("operator")
        OTHER = "other", _("other")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    where = models.TextField(_("how to reach it"))
    say = models.TextField(_("words for the citizen"))

    class Meta:
        verbose_name = _("outside body")
        verbose_name_plural = _("outside bodies")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Topic(index.Indexed, models.Model):
    """A subject. `terms` and `examples` are what the matcher reads; `department_code` is kept when no such department exists here yet."""

    class Origin(models.TextChoices):
        THESAURUS = "thesaurus", _("shipped thesaurus")
        LOCAL = "local", _("added here")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=pgettext_lazy("topic", "parent"))
    department = models.ForeignKey(
        department_model(), on_delete=models.PROTECT, null=True, blank=True, related_name="topics", verbose_name=_("competent department")
    )
    department_code = models.CharField(_("department code"), max_length=12, blank=True, db_index=True)
    also_codes = models.JSONField(_("other departments often concerned"), default=list, blank=True)
    outside_body = models.ForeignKey(
        OutsideBody, on_delete=models.PROTECT, null=True, blank=True, related_name="topics", verbose_name=_("competent outside body")
    )
    sensitivity = models.CharField(_("sensitivity"), max_length=8, choices=Sensitivity, default=Sensitivity.LOW)
    red = models.BooleanField(_("always reviewed"), default=False)
    terms = models.JSONField(_("words and expressions"), default=list, blank=True)
    examples = models.JSONField(_("examples of messages"), default=list, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.LOCAL)
    active = models.BooleanField(_("in use"), default=True)
    updated_at = models.DateTimeField(_("updated on"), auto_now=True)

    search_fields = [
        index.SearchField("name", boost=2),
        index.SearchField("terms"),
        index.SearchField("examples", boost=0.3),
        index.AutocompleteField("name"),
        index.AutocompleteField("terms"),
    ]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(outside_body__isnull=True) | Q(department__isnull=True), name="referents_topic_town_or_outside"),
        ]

    def __str__(self) -> str:
        return self.name


class SensitiveWord(models.Model):
    """An expression that raises the sensitivity of a message whatever its topic."""

    kind = models.CharField(_("kind"), max_length=20)
    level = models.CharField(_("level"), max_length=8, choices=Sensitivity)
    term = models.CharField(_("expression"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("sensitive expression")
        verbose_name_plural = _("sensitive expressions")
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term


class Area(models.Model):
    """A neighbourhood, as citizens name it."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    aliases = models.JSONField(_("other names"), default=list, blank=True)

    class Meta:
        verbose_name = _("neighbourhood")
        verbose_name_plural = _("neighbourhoods")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
