"""What one asks of the rows that wait, of the synonyms and of the texts of files."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    pass


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
