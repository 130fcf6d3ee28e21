"""The small questions that every page asks about its reader (what waits, for the menu and the bell), answered by one query.

Rooms register theirs from `AppConfig.ready()`; each is a column of one row. Thirteen queries of a page became six.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Case, Exists, Expression, IntegerField, QuerySet, Subquery, Value, When

from rse.core.prepared import Prepared

if TYPE_CHECKING:
    from rse.people.models import User

Ask = Callable[["User", datetime], Expression | Subquery]
_asked: dict[str, Ask] = {}
_ANSWERS = "_pulse"


class _Number(Subquery):
    """How many rows a query has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def number(rows: "QuerySet[Any]") -> Subquery:  # Any: rows of any model
    """How many of them there are."""
    return _Number(rows.order_by().values("pk"))


def some(*several: "QuerySet[Any]") -> Expression:
    """1 when one of the queries has a row, else 0."""
    return Case(*[When(Exists(rows.order_by()), then=Value(1)) for rows in several], default=Value(0), output_field=IntegerField())


def register(name: str, ask: Ask) -> None:
    """Add a question. `ask(user, now)` answers an integer expression and keeps to what `Prepared` allows. Raises ImproperlyConfigured when
    another question has this name."""
    if _asked.setdefault(name, ask) != ask:
        raise ImproperlyConfigured(f"Two questions of every page are called {name!r}.")


def of(user: "User") -> Mapping[str, int]:
    """The answers by name, remembered on the account object, which lives as long as its request. Nothing for a closed account."""
    known: dict[str, int] | None = vars(user).get(_ANSWERS)
    if known is None:
        row = next(iter(PULSE.rows(user)), ()) if user.is_active else ()
        known = vars(user)[_ANSWERS] = {name: value or 0 for name, value in zip(_asked, row or [0] * len(_asked), strict=True)}
    return known


def _row(user: "User", now: datetime) -> "QuerySet[Any]":  # Any: one row of integers
    return get_user_model().objects.filter(pk=user.pk).order_by().values_list(*[ask(user, now) for ask in _asked.values()])


PULSE = Prepared(_row)
