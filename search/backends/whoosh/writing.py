"""Writing to an index: documents in, one commit, checksums. One process at a time, under the lock of its store."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from django.db.models import Model
from whoosh.codec.base import Segment
from whoosh.writing import MERGE_SMALL, IndexWriter

from search import conf
from search.backends.whoosh import documents
from search.backends.whoosh.store import Store
from search.exceptions import Unusable


def apply(store: Store, name: str, *, add: Iterable[Model], delete: Iterable[str]) -> None:
    """Put the objects of `add` in, take the keys of `delete` out, in one commit. Call with the lock of the writer."""
    writer = open_writer(store, name)
    try:
        for key in delete:
            writer.delete_by_term(documents.KEY, key)
        for obj in add:
            writer.update_document(**documents.document(obj))
        writer.commit(mergetype=_merging_what_is_sound(store, name))
    except BaseException:
        _let_go(writer)
        raise
    store.seal(name)


def _let_go(writer: IndexWriter) -> None:
    """In whatever state a failure left it, nothing is committed and the next writer finds the lock free."""
    try:
        writer.cancel()
    except Exception:  # noqa: BLE001 - a writer that failed in mid-commit fails to cancel in as many ways
        with suppress(Exception):
            writer.writelock.release()


def _merging_what_is_sound(store: Store, name: str) -> Callable[[IndexWriter, list[Segment]], list[Segment]]:
    """Whoosh's own policy for small segments, refused when one of them is not what was written: merged, a wrong byte would get a checksum of its own."""

    def merge(writer: IndexWriter, segments: list[Segment]) -> list[Segment]:
        kept: list[Segment] = MERGE_SMALL(writer, segments)
        merged = {segment.segment_id() for segment in segments} - {segment.segment_id() for segment in kept}
        if not store.are_sound(name, [segment.make_filename(".seg") for segment in segments if segment.segment_id() in merged]):
            raise Unusable("A segment of the index is not what was written.")
        return kept

    return merge


def open_writer(store: Store, name: str) -> IndexWriter:
    """A writer that knows the fields of today's models, also those that came since the index was built."""
    writer = store.open(name).writer(limitmb=conf.option("MEMORY_MB"), timeout=5.0)
    for field, kind in documents.schema().items():
        if field not in writer.schema:
            writer.add_field(field, kind)
    return writer
