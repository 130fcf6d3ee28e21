"""What the workers do for search. `index_…` runs on the queue `index`, one worker; building again is long, hence on the slow one."""

from celery import shared_task

from search import draining, files
from search.exceptions import SearchError

SECONDS = 1.0
FILE_SECONDS = 30.0


@shared_task(name="search.tasks.index_drain")
def index_drain(index: str = "") -> None:
    """Take what waits, for the index named or for all. Woken after each commit, and every 5 s by beat whatever happened to the message.
    A broken index is left alone here: `slow_mend`, queued every minute, builds it again."""
    for backend in draining.kept_up():
        if index in ("", backend.index_name):
            draining.drain(backend, seconds=SECONDS)


@shared_task(name="search.tasks.slow_mend")
def slow_mend() -> None:
    """Build again the indexes that are missing or broken; nothing when all is well or when another process is building."""
    for backend in draining.kept_up():
        if draining.is_broken(backend):
            try:
                draining.rebuild(backend)
            except SearchError:
                continue


@shared_task(name="search.tasks.slow_read_files")
def slow_read_files() -> None:
    """Read the files that came since the last time, for half a minute at most; nothing costs one query a source."""
    files.read_waiting(seconds=FILE_SECONDS)
