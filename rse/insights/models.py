"""What no other row remembers: words looked for in vain. Counted by week, never by person."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rse.insights.querysets import FruitlessSearchQuerySet


class FruitlessSearch(models.Model):
    """Folded words that found nothing during the week of `week` (a Monday); `people` is how many persons looked for them, each once."""

    words = models.CharField(_("words"), max_length=80)
    week = models.DateField(_("week of"))
    people = models.PositiveIntegerField(_("people"), default=0)

    objects = FruitlessSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        permissions = [("read_insights", _("Can read the figures of the network"))]
        constraints = [models.UniqueConstraint(fields=["words", "week"], name="insights_search_once")]

    def __str__(self) -> str:
        return self.words


class SearchMark(models.Model):
    """So that one person counts once: a keyed digest, from which nobody is found, erased when the week is over."""

    search = models.ForeignKey(FruitlessSearch, on_delete=models.CASCADE, related_name="marks", verbose_name=_("search"))
    digest = models.CharField(pgettext_lazy("keyed mark", "digest"), max_length=64)

    class Meta:
        verbose_name = _("mark of a search")
        verbose_name_plural = _("marks of searches")
        constraints = [models.UniqueConstraint(fields=["search", "digest"], name="insights_mark_once")]

    def __str__(self) -> str:
        return self.digest[:8]
