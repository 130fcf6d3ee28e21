"""What the search field suggests while one types: a few of each scope that has something to suggest, only what this person may see."""

from dataclasses import asdict, dataclass
from typing import Any

from search import finding
from search.parser import LONGEST
from search.picks import picks
from search.scopes import Hit, Scope, all_scopes

FEWEST_LETTERS = 2
MOST = 12


@dataclass(frozen=True)
class Line:
    """One line, in the shape that the fields of the host read."""

    id: str
    name: str
    detail: str
    presence: str
    here: bool
    initials: str
    photo: str
    url: str


def suggestions(user: Any, text: str) -> dict[str, object]:  # Any: the host's user
    """Nothing for fewer than two letters."""
    text = " ".join(text[:LONGEST].replace("\x00", " ").split())
    if len(text) < FEWEST_LETTERS:
        return {"people": [], "near": False}
    picked = picks(text)
    lines: list[Line] = []
    for name, scope in all_scopes().items():
        if scope.suggested:
            lines += [_line(name, scope, hit) for hit in _hits(scope, text, user, picked.hidden(scope))]
    return {"people": [asdict(line) for line in lines[:MOST]], "near": False}


def _hits(scope: Scope, text: str, user: Any, hidden: set[object]) -> list[Hit]:  # Any: the host's user
    if scope.starts is not None:
        return scope.starts(user, text, scope.suggested)
    keys = finding.suggest(scope, text, user, limit=scope.suggested + len(hidden))
    return scope.shown(user, [key for key in keys if key not in hidden][: scope.suggested])


def _line(name: str, scope: Scope, hit: Hit) -> Line:
    kind = hit.badge or ("" if hit.initials else hit.kind or str(scope.label))
    detail = " · ".join(part for part in (kind, *hit.details) if part)
    return Line(f"{name}-{hit.key}", hit.title, detail, hit.presence, hit.here, hit.initials, hit.photo, hit.url)
