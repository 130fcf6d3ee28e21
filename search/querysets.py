"""What one asks of the rows that wait, of the texts of files and of what editors decide."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Q


class PendingChangeQuerySet(models.QuerySet["models.Model"]):
    def of(self, index: str) -> Self:
        """Those of one index, oldest first."""
        return self.filter(index=index).order_by("pk")

    def due(self, folder: str) -> Self:
        """Those that the index in `folder` has not taken yet."""
        return self.exclude(applied_to=folder)


class SynonymQuerySet(models.QuerySet["models.Model"]):
    def in_use(self) -> Self:
        return self.filter(active=True)


class FileTextQuerySet(models.QuerySet["models.Model"]):
    def of(self, model: type[models.Model]) -> Self:
        """Those of the files that rows of this model hold."""
        return self.filter(model=model._meta.label_lower)


class BestBetQuerySet(models.QuerySet["models.Model"]):
    def in_use(self) -> Self:
        """In the order in which they were written."""
        return self.filter(active=True).order_by("pk")


class ExclusionQuerySet(models.QuerySet["models.Model"]):
    pass


class BoostQuerySet(models.QuerySet["models.Model"]):
    def factors(self) -> dict[str, float]:
        """« posts.title » → how much more it weighs."""
        return dict(self.values_list("field", "factor"))


class OpinionQuerySet(models.QuerySet["models.Model"]):
    def by_words(self, *, since: date, least: int) -> "models.QuerySet[models.Model, dict[str, object]]":
        """Words that `least` opinions or more were given on, the least useful first: fewer would be somebody's own words."""
        counts = {"yes": Count("pk", filter=Q(useful=True)), "no": Count("pk", filter=Q(useful=False)), "total": Count("pk")}
        return self.filter(week__gte=since).order_by().values("words").annotate(**counts).filter(total__gte=least).order_by("-no", "words")
