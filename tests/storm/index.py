"""The index in the storm: one writer killed (-9) in mid-commit again and again, rebuilds under load killed too, segments corrupted, while somebody
searches all the time; then a recount. Prints JSON, faults in words.

`python index.py KILLS FOLDER`, in modelsearch's test project (`CONFORMANCE_DATABASE`). Children are forked from one process that has imported
everything and opened no connection: sixty kills cost sixty commits rather than sixty starts.
"""

import json
import multiprocessing
import os
import random
import sys
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.search.conformance.settings")
import django  # noqa: E402  # the path is set by then

django.setup()

from django.db import transaction  # noqa: E402  # after setup
from modelsearch.backends import get_search_backend  # noqa: E402
from modelsearch.test.testapp.models import Author  # noqa: E402
from whoosh.query import Term  # noqa: E402

from search import draining, tasks  # noqa: E402
from search.exceptions import SearchError  # noqa: E402
from search.finding import find  # noqa: E402
from search.models import PendingChange  # noqa: E402
from search.scopes import Scope  # noqa: E402

FORK = multiprocessing.get_context("fork")
Child: TypeAlias = "multiprocessing.context.ForkProcess"
AUTHORS = Scope(model=Author, visible=lambda user: Author.objects.all())
BETWEEN_COMMITS = 3
# A commit of the small index takes about this long; kills fall anywhere in it.
COMMIT_SECONDS = 0.04
REBUILD_EVERY, CORRUPT_EVERY = 6, 10


def write(folder: Path, began: Connection) -> None:
    """Authors one by one, each acknowledged in the ledger once its transaction is committed; the index takes them three by three."""
    engine = get_search_backend()
    ledger = os.open(folder / "acknowledged", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    number = Author.objects.count()
    while True:
        with transaction.atomic():
            author = Author.objects.create(name=f"Personne numero{number}")
            engine.add(author)
        os.write(ledger, f"{number}\n".encode())
        number += 1
        if number % BETWEEN_COMMITS == 0:
            began.send(True)
            with suppress(Exception):  # a corrupted index: its task would log the failure and come again
                draining.drain(engine)
            began.send(False)


def read(folder: Path) -> None:
    """Search, count and complete, and write what was raised: a visitor would have had an error 500."""
    engine = get_search_backend()
    asked = 0
    while not (folder / "over").exists():
        number = asked % 30
        try:
            list(engine.search(f"numero{number}", Author)[:5])
            engine.search("personne", Author).count()
            list(engine.autocomplete(f"nume{number}", Author)[:5])
            find(AUTHORS, f"personne numero{number}", None, limit=5)
        except Exception as error:  # noqa: BLE001 - the point: nothing may be raised
            with (folder / "raised").open("a", encoding="utf-8") as raised:
                raised.write(f"{type(error).__name__}: {error}"[:300].replace("\n", " ") + "\n")
        asked += 1
        (folder / "asked").write_text(str(asked), encoding="ascii")


def build() -> None:
    with suppress(SearchError):  # another is at it
        draining.rebuild(get_search_backend())


def mend() -> None:
    tasks.slow_mend()


def check(answer: Connection) -> None:
    """Once everything is quiet: what waits is taken, what is broken is mended, and every row is found once."""
    tasks.slow_mend()
    engine = get_search_backend()
    draining.drain(engine)
    faults = [] if engine.store.is_sound() else ["the index cannot be read"]
    if PendingChange.objects.exists():
        faults.append(f"{PendingChange.objects.count()} changes still wait")
    names = list(Author.objects.values_list("name", flat=True))
    with engine.store.searcher() as searcher:
        if searcher.doc_count() != len(names):
            faults.append(f"{len(names)} rows, {searcher.doc_count()} documents")
        for name in names:
            # What a query finds: the frequency of a term counts the deleted too.
            found = len(list(searcher.docs_for_query(Term("t_name", "=" + name.split()[1]))))
            if found != 1:
                faults.append(f"{name}: found {found} times")
    answer.send({"stored": names, "faults": faults})


def corrupt(draw: random.Random) -> bool:
    """One byte of one segment of the index that serves, flipped."""
    store = get_search_backend().store
    # What a killed commit leaves is sometimes empty.
    segments = [path for path in sorted((store.root / store.current()).glob("*.seg")) if path.stat().st_size]
    with suppress(OSError, IndexError):
        path = draw.choice(segments)
        data = bytearray(path.read_bytes())
        data[draw.randrange(len(data))] ^= 0xFF
        path.write_bytes(data)
        return True
    return False


def started(target: object, *arguments: object) -> Child:
    process = FORK.Process(target=target, args=arguments, daemon=True)  # type: ignore[arg-type]  # a function
    process.start()
    return process


def killed_in_commit(folder: Path, draw: random.Random) -> bool:
    """Start the writer, kill it a random moment after a commit has begun; says whether that commit was still running."""
    ours, theirs = FORK.Pipe(duplex=False)
    writer = started(write, folder, theirs)
    theirs.close()
    for _commit in range(draw.randint(1, 3)):
        ours.recv()
        ours.recv()
    ours.recv()
    time.sleep(draw.uniform(0, COMMIT_SECONDS))
    writer.kill()
    writer.join()
    try:
        return bool(ours.recv())
    except EOFError:
        return True


def blow(kills: int, folder: Path) -> dict[str, object]:
    draw = random.Random(6)
    started(build).join()
    reader = started(read, folder)
    in_commit = rebuilds = corrupted = 0
    for number in range(kills):
        builder = started(build) if number % REBUILD_EVERY == REBUILD_EVERY - 1 else None
        in_commit += killed_in_commit(folder, draw)
        if builder is not None:
            rebuilds += 1
            if rebuilds % 2:
                builder.kill()
            builder.join()
        if number % CORRUPT_EVERY == CORRUPT_EVERY - 1:
            corrupted += corrupt(draw)
            in_commit += killed_in_commit(folder, draw)  # written to before anybody has noticed
            started(mend).join()
    (folder / "over").touch()
    reader.join()
    ours, theirs = FORK.Pipe(duplex=False)
    checker = started(check, theirs)
    found = ours.recv()
    checker.join()
    stored, acknowledged = set(found["stored"]), {f"Personne numero{line}" for line in _lines(folder / "acknowledged")}
    faults = found["faults"] + [f"{name}: acknowledged and lost" for name in sorted(acknowledged - stored)]
    faults += [f"a search raised {line}" for line in _lines(folder / "raised")]
    return {
        "kills": kills + corrupted,
        "in_commit": in_commit,
        "rebuilds": rebuilds,
        "corrupted": corrupted,
        "acknowledged": len(acknowledged),
        "searches": int((folder / "asked").read_text(encoding="ascii")),
        "faults": faults,
    }


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []


if __name__ == "__main__":
    print(json.dumps(blow(int(sys.argv[1]), Path(sys.argv[2]))))
