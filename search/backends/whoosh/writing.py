"""Writing to an index: documents in, one commit, checksums. One process at a time, under the lock of its store."""

from collections.abc import Iterable

from django.db.models import Model
from whoosh.writing import IndexWriter

from search import conf
from search.backends.whoosh import documents
from search.backends.whoosh.store import Store


def apply(store: Store, name: str, *, add: Iterable[Model], delete: Iterable[str]) -> None:
    """Put the objects of `add` in, take the keys of `delete` out, in one commit. Call with the lock of the writer."""
    writer = open_writer(store, name)
    try:
        for key in delete:
            writer.delete_by_term(documents.KEY, key)
        for obj in add:
            writer.update_document(**documents.document(obj))
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
    store.seal(name)


def open_writer(store: Store, name: str) -> IndexWriter:
    """A writer that knows the fields of today's models, also those that came since the index was built."""
    writer = store.open(name).writer(limitmb=conf.option("MEMORY_MB"), timeout=5.0)
    for field, kind in documents.schema().items():
        if field not in writer.schema:
            writer.add_field(field, kind)
    return writer
