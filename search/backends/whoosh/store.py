"""The folder of an index: generations side by side, one of them current, read by many and written by one.

    var/search/main/
        current          the name of the folder that serves
        g1732…/          a Whoosh index and sums.json, the checksum of each of its segments
        writer.lock      held by the one that writes
        rebuild.lock     held by the one that builds aside
        progress.json    how far that one is
        suspect          left by a reader that could not read: the next drain looks closer

Segments never change once written, so a checksum tells a corrupted one without reading it through Whoosh.
"""

import fcntl
import json
import os
import shutil
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Lock

from whoosh import index as whoosh_index
from whoosh.fields import Schema
from whoosh.searching import Searcher

from search.exceptions import Unusable
from search.french.analysis import VERSION


class Store:
    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = Lock()
        self._idle: list[tuple[int, str, Searcher]] = []

    # Which one serves -------------------------------------------------------------------------------------------------

    def current(self) -> str:
        """The folder that serves, or '' when there is none."""
        try:
            return (self.root / "current").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def serves(self) -> bool:
        """Whether there is an index made by this version of the analysis."""
        return self.current().startswith(f"g{VERSION}-") and (self.root / self.current()).is_dir()

    def create(self, schema: Schema) -> str:
        """An empty index aside; `serve` makes it the one that answers."""
        name = f"g{VERSION}-{time.time_ns()}"
        folder = self.root / name
        folder.mkdir(parents=True)
        whoosh_index.create_in(str(folder), schema)
        return name

    def serve(self, name: str) -> None:
        """Swap: one rename, then the others are removed. A reader keeps the files it has open."""
        self.seal(name)
        draft = self.root / f"current.{os.getpid()}"
        draft.write_text(name, encoding="ascii")
        draft.replace(self.root / "current")
        self.clear_suspicion()
        self.sweep(keep=name)

    def sweep(self, *, keep: str) -> None:
        """Remove every other generation. Call with the lock of the writer or of the rebuild."""
        for folder in self.root.glob("g*-*"):
            if folder.name != keep and folder.is_dir():
                shutil.rmtree(folder, ignore_errors=True)

    def open(self, name: str) -> whoosh_index.Index:
        return whoosh_index.open_dir(str(self.root / name))

    # Reading ----------------------------------------------------------------------------------------------------------

    @contextmanager
    def searcher(self) -> Iterator[Searcher]:
        """A searcher that has seen the last commit, for one thread at a time. Raises Unusable when the index cannot be read:
        the body must only talk to Whoosh, since any error there counts as one of the index."""
        name, pid = self.current(), os.getpid()
        if not self.serves():
            raise Unusable("There is no index for this version of the analysis.")
        try:
            try:
                searcher = self._take(name, pid)
            except Exception:
                if self.current() == name:
                    raise
                name = self.current()  # swapped while we were opening the one before
                searcher = self._take(name, pid)
            yield searcher
        except (NotImplementedError, Unusable):
            raise
        except Exception as error:
            self.suspect()
            raise Unusable(f"The index cannot be read: {error!r}") from error
        with self._lock:
            self._idle.append((pid, name, searcher))

    def _take(self, name: str, pid: int) -> Searcher:
        searcher: Searcher | None = None
        with self._lock:
            while self._idle and searcher is None:
                owner, of, idle = self._idle.pop()
                if (owner, of) == (pid, name):
                    searcher = idle
                elif owner == pid:
                    idle.close()
        if searcher is None:
            return self.open(name).searcher()
        return searcher if searcher.up_to_date() else searcher.refresh()

    def close(self) -> None:
        """Forget open files."""
        with self._lock:
            for owner, _of, idle in self._idle:
                if owner == os.getpid():
                    idle.close()
            self._idle.clear()

    # Trouble ----------------------------------------------------------------------------------------------------------

    def suspect(self) -> None:
        """Ask the next drain to look closer. Never raises."""
        with suppress(OSError):
            (self.root / "suspect").touch()

    def is_suspect(self) -> bool:
        return (self.root / "suspect").exists()

    def clear_suspicion(self) -> None:
        (self.root / "suspect").unlink(missing_ok=True)

    def seal(self, name: str) -> None:
        """Write the checksum of segments that have none yet."""
        folder = self.root / name
        known = _sums(folder)
        sums = {path.name: known.get(path.name) or _sum(path) for path in sorted(folder.glob("*.seg"))}
        if sums != known:
            draft = folder / f"sums.{os.getpid()}"
            draft.write_text(json.dumps(sums), encoding="ascii")
            draft.replace(folder / "sums.json")

    def is_sound(self) -> bool:
        """Whether the index that serves opens, and every sealed segment is the one that was written. Reads every byte: about 1 s a gigabyte."""
        if not self.serves():
            return False
        name = self.current()
        folder = self.root / name
        try:
            if not self.are_sound(name, [path.name for path in folder.glob("*.seg")]):
                return False
            with self.open(name).searcher() as searcher:
                return searcher.doc_count() >= 0
        except Exception:  # noqa: BLE001 - a broken index fails in as many ways as it has bytes
            return False

    def are_sound(self, name: str, segments: Iterable[str]) -> bool:
        """Whether these segments are the ones that were sealed; one that was never sealed (killed before) is taken as it is."""
        known = _sums(self.root / name)
        return all(_sum(self.root / name / segment) == known[segment] for segment in segments if segment in known)

    # One writer, one rebuild ------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self, *, wait: bool = False) -> Iterator[bool]:
        """Hold the lock of the writer; gives False at once when another process has it, unless told to wait. Freed by the kernel if we die."""
        with _held(self.root / "writer.lock", wait=wait) as release:
            yield release is not None

    def begin_rebuild(self) -> Callable[[], None] | None:
        """Take the lock of the rebuild and answer how to release it; None when another process is rebuilding."""
        return _take_lock(self.root / "rebuild.lock", wait=False)

    def is_rebuilding(self) -> bool:
        with _held(self.root / "rebuild.lock", wait=False) as release:
            return release is None

    def note_progress(self, done: int, total: int) -> None:
        draft = self.root / f"progress.{os.getpid()}"
        draft.write_text(json.dumps({"done": done, "total": total}), encoding="ascii")
        draft.replace(self.root / "progress.json")

    def progress(self) -> tuple[int, int] | None:
        """(done, total) of the rebuild that is running; None when there is none."""
        if not self.is_rebuilding():
            return None
        try:
            read = json.loads((self.root / "progress.json").read_text(encoding="ascii"))
            return int(read["done"]), int(read["total"])
        except (OSError, ValueError, KeyError):
            return 0, 0


@cache
def store(root: str) -> Store:
    """One for a folder in a process: it keeps readers open."""
    return Store(Path(root))


def _sum(path: Path) -> list[int]:
    crc, size = 0, 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            crc, size = zlib.crc32(block, crc), size + len(block)
    return [size, crc]


def _sums(folder: Path) -> dict[str, list[int]]:
    try:
        read = json.loads((folder / "sums.json").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def _take_lock(path: Path, *, wait: bool) -> Callable[[], None] | None:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        file.close()
        return None
    return file.close


@contextmanager
def _held(path: Path, *, wait: bool) -> Iterator[Callable[[], None] | None]:
    release = _take_lock(path, wait=wait)
    try:
        yield release
    finally:
        if release:
            release()
