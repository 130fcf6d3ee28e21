"""The synonyms in use, as groups and as a thesaurus. Read again every few seconds: what an editor saves counts at the next search or soon after."""

from dataclasses import dataclass
from threading import Lock
from time import monotonic

from django.db import DatabaseError

from search.french.thesaurus import Thesaurus
from search.models import Synonym

SECONDS = 2.0
Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class _Kept:
    at: float
    groups: Groups
    thesaurus: Thesaurus


_lock = Lock()
_kept: _Kept | None = None


def groups() -> Groups:
    """Expressions that mean the same, group by group, for whoever compares texts elsewhere."""
    return _read().groups


def thesaurus() -> Thesaurus:
    """The same, ready to be found in what somebody typed."""
    return _read().thesaurus


def _read() -> _Kept:
    """One query at most every two seconds in a process. An unreadable table means no synonyms, never an error."""
    global _kept  # noqa: PLW0603 - one small cache for the process
    with _lock:
        if _kept is None or monotonic() - _kept.at > SECONDS:
            try:
                found = tuple(tuple(row.expressions) for row in Synonym.objects.in_use())
            except DatabaseError:
                found = ()
            thesaurus = _kept.thesaurus if _kept and _kept.groups == found else Thesaurus(found)
            _kept = _Kept(monotonic(), found, thesaurus)
        return _kept


def forget() -> None:
    """Read again at the next search."""
    global _kept  # noqa: PLW0603 - see above
    _kept = None
