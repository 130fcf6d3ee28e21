"""What files say, read in a task and indexed with the row that holds them. Applications declare their files in `SEARCH["FILES"]`.

A file is read once, by a process with its hands tied (`search.reading`). One that cannot be read is noted with the reason and left alone.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.db.models import CharField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.module_loading import import_string
from modelsearch.index import class_is_indexed, insert_or_update_object

from search import conf
from search.models import FileText
from search.reading import confined, kinds
from search.reading.refusals import Refused

logger = logging.getLogger(__name__)
BATCH = 20


@dataclass(frozen=True)
class Source:
    """Files of the rows of `model`, in the file field `field`. `holders(row)`: what is indexed with the words of its file; the row itself unless
    it is said otherwise (an attachment is found by its post)."""

    model: type[Model]
    field: str = "file"
    holders: Callable[[Any], Iterable[Model]] = lambda row: (row,)  # Any: a row of the model


def sources() -> list[Source]:
    return [import_string(path) for path in conf.file_paths().values()]


def text_of(row: Model) -> str:
    """What the file of this row says, or nothing as long as it was not read. Who may see it is for the row to say."""
    return "".join(FileText.objects.of(type(row)).filter(object_pk=str(row.pk)).values_list("text", flat=True))


def texts_of(rows: Iterable[Model]) -> str:
    """The same for several rows of one model, in one query."""
    kept = list(rows)
    if not kept:
        return ""
    return "\n".join(FileText.objects.of(type(kept[0])).filter(object_pk__in=[str(row.pk) for row in kept]).exclude(text="").values_list("text", flat=True))


def read_waiting(*, seconds: float) -> int:
    """Forget the texts of files that are gone, read those that are new; answers how many were read. Stops between two files after `seconds`."""
    done, until = 0, monotonic() + seconds
    for source in sources():
        forget_gone(source)
        while monotonic() < until and (rows := list(waiting(source)[:BATCH])):
            for row in rows:
                if monotonic() < until:
                    read(source, row)
                    done += 1
    return done


def waiting(source: Source) -> "QuerySet[Any]":  # Any: rows of the source's model
    """Rows whose file, such as it is now, was not read yet; only kinds that have words."""
    known = FileText.objects.of(source.model).filter(object_pk=OuterRef("key"), name=OuterRef(source.field))
    named = Q()
    for kind in kinds.KINDS:
        named |= Q(**{f"{source.field}__iendswith": f".{kind}"})
    return source.model._base_manager.annotate(key=Cast("pk", CharField())).filter(named).exclude(Exists(known)).order_by("-pk")


def forget_gone(source: Source) -> None:
    """A file erased leaves no word behind."""
    keys = source.model._base_manager.annotate(key=Cast("pk", CharField())).values("key")
    FileText.objects.of(source.model).exclude(object_pk__in=keys).delete()


def read(source: Source, row: Model) -> FileText:
    """Read the file of one row, keep what it says, and have its holders indexed again."""
    file = getattr(row, source.field)
    text, refused = "", ""
    try:
        with file.storage.open(file.name, "rb") as opened:
            text = confined.read(
                opened,
                kinds.kind_of(file.name),
                seconds=conf.option("FILE_SECONDS"),
                megabytes=conf.option("FILE_MEMORY_MB"),
                letters=conf.option("FILE_LETTERS"),
            )
    except Refused as why:
        refused = str(why)
    except OSError:
        refused = "missing"
    if refused:
        logger.info("The file of %s %s was not read: %s.", source.model._meta.label_lower, row.pk, refused)
    kept, _created = FileText.objects.update_or_create(
        model=source.model._meta.label_lower, object_pk=str(row.pk), defaults={"name": file.name, "text": text, "refused": refused}
    )
    for holder in source.holders(row):
        if text and class_is_indexed(type(holder)):
            insert_or_update_object(holder)
    return kept
