"""The synonyms in use, as a thesaurus. Read again every few seconds: what an editor saves counts at the next search or soon after."""

from threading import Lock
from time import monotonic

from django.db import DatabaseError

from search.french.thesaurus import Thesaurus
from search.models import Synonym

SECONDS = 2.0
_lock = Lock()
_kept: tuple[float, Thesaurus] | None = None


def thesaurus() -> Thesaurus:
    """One query at most every two seconds in a process. An unreadable table means no synonyms, never an error."""
    global _kept  # noqa: PLW0603 - one small cache for the process
    with _lock:
        if _kept is None or monotonic() - _kept[0] > SECONDS:
            try:
                groups = [row.expressions for row in Synonym.objects.in_use()]
            except DatabaseError:
                groups = []
            _kept = (monotonic(), Thesaurus(groups))
        return _kept[1]


def forget() -> None:
    """Read again at the next search."""
    global _kept  # noqa: PLW0603 - see above
    _kept = None
