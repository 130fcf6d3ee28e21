"""From the rows that wait to the index, one process at a time, and from a broken index to a new one.

Rows are deleted only after the index has committed them, and applying one twice changes nothing: a drain killed at any moment
loses nothing. An object is indexed as it is when the drain reads it, so the order of two changes does not matter.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Model
from modelsearch.backends import get_search_backends
from modelsearch.index import class_is_indexed, get_indexed_models

from search import conf
from search.backends.whoosh import documents, writing
from search.models import PendingChange

if TYPE_CHECKING:
    from search.backends.whoosh.backend import WhooshSearchBackend

logger = logging.getLogger(__name__)
CHUNK = 500


def kept_up() -> "Iterator[WhooshSearchBackend]":
    """The Whoosh indexes that follow changes by themselves (AUTO_UPDATE), each once."""
    seen: set[str] = set()
    for backend in get_search_backends(with_auto_update=True):
        if hasattr(backend, "index_name") and backend.index_name not in seen:
            seen.add(backend.index_name)
            yield backend


def is_broken(backend: "WhooshSearchBackend") -> bool:
    """No index, one of an older analysis, or one whose checksums are wrong, whether or not a reader stumbled: a wrong byte may also lie
    in silence. A false alarm is forgotten. Reads the whole index, about 1 s a gigabyte, while nobody writes it."""
    store = backend.store
    with store.writing(wait=True):
        broken = not store.is_sound()
        if not broken:
            store.clear_suspicion()
    return broken


def drain(backend: "WhooshSearchBackend", *, seconds: float | None = None) -> int:
    """Apply what waits for this index, for about `seconds` at most; answers how many rows. 0 at once when another process is at it
    or when there is no index to write to."""
    store, done, until = backend.store, 0, None if seconds is None else monotonic() + seconds
    with store.writing() as alone:
        if not alone or not store.serves():
            return 0
        name = store.current()
        if not store.is_rebuilding():
            PendingChange.objects.of(backend.index_name).filter(applied_to=name).delete()  # kept for a rebuild that died
        while rows := list(PendingChange.objects.of(backend.index_name).due(name)[: conf.option("BATCH")]):
            add, delete = _meaning(rows)
            writing.apply(store, name, add=add, delete=delete)
            _settle(rows, name, keep=store.is_rebuilding())
            done += len(rows)
            if until is not None and monotonic() > until:
                break
    return done


def rebuild(backend: "WhooshSearchBackend") -> int:
    """Build aside everything that is indexed, swap, take what changed meanwhile. Answers how many objects. Raises SearchError when
    another process is at it. The other index answers until the swap; without one, the database does."""
    rebuilder = backend.rebuilder_class(backend.index_class(backend))
    aside = rebuilder.start()
    try:
        for model in get_indexed_models():
            keys = list(model.get_indexed_objects().order_by("pk").values_list("pk", flat=True))
            for at in range(0, len(keys), CHUNK):
                aside.add_items(model, model.get_indexed_objects().filter(pk__in=keys[at : at + CHUNK]))
    except BaseException:
        rebuilder.give_up()
        raise
    rebuilder.finish()
    logger.info("The index %s was built again: %s objects.", backend.index_name, aside.done)
    return int(aside.done)


def _settle(rows: Sequence[PendingChange], name: str, *, keep: bool) -> None:
    """Applied: deleted, or kept for the index that is being built aside."""
    taken = PendingChange.objects.filter(pk__in=[row.pk for row in rows])
    if keep:
        taken.update(applied_to=name)
    else:
        taken.delete()


def _meaning(rows: Sequence[PendingChange]) -> tuple[list[Model], list[str]]:
    """Objects to index and keys to remove: the last row about an object counts; one that is not to be indexed (any more) is removed."""
    last: dict[str, tuple[type[Model], PendingChange]] = {}
    for row in rows:
        model = _model(row)
        if model is not None:
            last[documents.key(model, row.object_pk)] = (model, row)
    wanted: dict[type[Model], list[str]] = defaultdict(list)
    for model, row in last.values():
        if row.kind == PendingChange.Kind.ADD:
            wanted[model].append(row.object_pk)
    add = [obj for model, pks in wanted.items() for obj in _indexed(model, pks)]
    present = {documents.key(type(obj), obj.pk) for obj in add}
    return add, [key for key in last if key not in present]


def _model(row: PendingChange) -> type[Model] | None:
    """None when an application was removed since."""
    try:
        return apps.get_model(row.model)
    except LookupError:
        return None


def _indexed(model: type[Model], pks: Sequence[str]) -> list[Model]:
    """The rows that exist, in their most specific class, as far as that class wants them indexed; relations prefetched."""
    specific: dict[type[Model], list[object]] = defaultdict(list)
    for obj in model._base_manager.filter(pk__in=pks):
        instance = obj.get_indexed_instance()  # type: ignore[attr-defined]  # an indexed model
        if instance is not None and class_is_indexed(type(instance)):
            specific[type(instance)].append(instance.pk)
    return [obj for kind, keys in specific.items() for obj in kind.get_indexed_objects().filter(pk__in=keys)]  # type: ignore[attr-defined]  # idem
