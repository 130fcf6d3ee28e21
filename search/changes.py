"""Telling the index that something changed: rows in the caller's transaction, nothing else. `draining` applies them."""

from collections.abc import Iterable, Sequence

from django.db.models import Model

from search import conf, draining, tasks
from search.models import PendingChange


def note(index: str, objects: Iterable[Model], *, deleted: bool = False) -> None:
    """These objects changed, or are gone. One INSERT; the drain is woken once the transaction commits, and a rollback leaves nothing."""
    kind = PendingChange.Kind.DELETE if deleted else PendingChange.Kind.ADD
    rows = [PendingChange(index=index, model=obj._meta.label_lower, object_pk=str(obj.pk), kind=kind) for obj in objects]
    if not rows:
        return
    PendingChange.objects.bulk_create(rows, batch_size=1_000)
    wake = conf.wake()
    if wake is not None:
        wake(tasks.index_drain, index)


def forget(index: str) -> None:
    """Nothing waits any more: the index was emptied on purpose."""
    PendingChange.objects.of(index).delete()


def changed(objects: Sequence[Model]) -> None:
    """These objects changed, for every index that follows changes; nothing in a host whose index follows none."""
    for backend in draining.kept_up():
        note(backend.index_name, objects)
