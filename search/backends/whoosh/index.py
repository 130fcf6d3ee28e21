"""The index as modelsearch sees it. Adding and deleting only write rows; `rebuild_modelsearch_index` builds aside and swaps."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.db.models import Model
from modelsearch.backends.base import BaseIndex
from modelsearch.index import class_is_indexed, get_indexed_models

from search import changes, draining
from search.backends.whoosh import documents, writing
from search.exceptions import SearchError

if TYPE_CHECKING:
    from search.backends.whoosh.backend import WhooshSearchBackend


class WhooshIndex(BaseIndex):  # type: ignore[misc]  # modelsearch has no types
    backend: "WhooshSearchBackend"

    def get_key(self) -> str:
        return str(self.backend.store.root)

    def __str__(self) -> str:
        return self.backend.index_name

    def add_items(self, model: type[Model], items: Iterable[Model]) -> None:
        """Rows in the caller's transaction; the drain indexes the objects as they are then."""
        if class_is_indexed(model):
            changes.note(self.backend.index_name, items)

    def delete_item(self, item: Model) -> None:
        if class_is_indexed(type(item)):
            changes.note(self.backend.index_name, [item], deleted=True)

    def refresh(self) -> None:
        """Take what waits, now, in this process."""
        draining.drain(self.backend)

    def reset(self) -> None:
        """An empty index, and nothing that waits."""
        store = self.backend.store
        with store.writing(wait=True):
            changes.forget(self.backend.index_name)
            store.serve(store.create(documents.schema()))


class AsideIndex(BaseIndex):  # type: ignore[misc]  # modelsearch has no types
    """The index being built: objects go straight in, one commit at the end."""

    backend: "WhooshSearchBackend"

    def __init__(self, backend: "WhooshSearchBackend", name: str, total: int) -> None:
        super().__init__(backend)
        self.name, self.total, self.done = name, total, 0
        self.seen: set[str] = set()
        self.writer = writing.open_writer(backend.store, name)

    def add_items(self, model: type[Model], items: Iterable[Model]) -> None:
        if not class_is_indexed(model):
            return
        for obj in items:
            document = documents.document(obj)
            if document[documents.KEY] not in self.seen:
                self.seen.add(document[documents.KEY])
                self.writer.add_document(**document)
            self.done += 1
        self.backend.store.note_progress(self.done, self.total)


class Rebuilder:
    """Builds aside while the other serves. What changes meanwhile is applied to the one that serves and kept for the new one."""

    def __init__(self, index: WhooshIndex) -> None:
        self.backend = index.backend
        self.store = index.backend.store
        self.aside: AsideIndex | None = None
        self._release: Callable[[], None] | None = None

    def start(self) -> AsideIndex:
        """Raises SearchError when another process is rebuilding the same index."""
        self._release = self.store.begin_rebuild()
        if self._release is None:
            raise SearchError("This index is being rebuilt by another process.")
        with self.store.writing(wait=True):
            self.store.sweep(keep=self.store.current())  # what a rebuild that died left
        total = sum(model.get_indexed_objects().count() for model in get_indexed_models())
        self.store.note_progress(0, total)
        self.aside = AsideIndex(self.backend, self.store.create(documents.schema()), total)
        return self.aside

    def give_up(self) -> None:
        """Leave everything as it was; the folder begun is removed by the next rebuild."""
        if self.aside is not None:
            self.aside.writer.cancel()
        if self._release is not None:
            self._release()

    def finish(self) -> None:
        """Commit, swap, then take what changed since the start."""
        if self.aside is None or self._release is None:
            raise SearchError("This rebuild was not started.")
        try:
            self.aside.writer.commit()
            with self.store.writing(wait=True):
                self.store.serve(self.aside.name)
        finally:
            self._release()
        draining.drain(self.backend)
