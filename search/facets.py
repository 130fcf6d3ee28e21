"""Narrowing what was found: one value a facet, a period. Counts are those of the answers this person may see, the other choices being kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search.scopes import Scope, count_facet

PERIOD = "depuis"
PERIODS: dict[str, tuple[str | Promise, timedelta]] = {
    "semaine": (_("the last 7 days"), timedelta(days=7)),
    "mois": (_("the last 30 days"), timedelta(days=30)),
    "an": (_("the last 12 months"), timedelta(days=365)),
}
MOST_CHOICES = 12
Rows = QuerySet[Any]  # Any: rows of a scope's model


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[Choice]


def narrowed(scope: Scope, rows: Rows, chosen: Mapping[str, str], *, now: datetime, besides: str = "") -> Rows:
    """`rows` that answer to all that is chosen, one facet left out when its own counts are wanted. An unreadable value narrows to nothing."""
    for name, path in scope.facets.items():
        if chosen.get(name) and name != besides:
            rows = rows.filter(**{path: value}) if (value := _read(scope, path, chosen[name])) is not None else rows.none()
    period = PERIODS.get(chosen.get(PERIOD, ""))
    return rows.filter(_since(scope, now, period[1])) if scope.date and period and besides != PERIOD else rows


def keep(scope: Scope, user: object, keys: list[object], chosen: Mapping[str, str], *, now: datetime) -> list[object]:
    """Those of `keys` that answer to what is chosen, in the same order. No query when nothing is chosen."""
    if not any(chosen.get(name) for name in (*scope.facets, PERIOD)):
        return keys
    kept = set(narrowed(scope, scope.visible(user).filter(pk__in=keys), chosen, now=now).order_by().values_list("pk", flat=True))
    return [key for key in keys if key in kept]


def facets(scope: Scope, user: object, keys: list[object], chosen: Mapping[str, str], *, now: datetime) -> list[Facet]:
    """What these answers can be narrowed by; a facet that would choose between nothing is left out. Two queries a facet."""
    rows = scope.visible(user).filter(pk__in=keys)
    found = [_facet(scope, user, name, narrowed(scope, rows, chosen, now=now, besides=name), chosen.get(name, "")) for name in scope.facets]
    if scope.date:
        found.append(_period(scope, narrowed(scope, rows, chosen, now=now, besides=PERIOD), chosen.get(PERIOD, ""), now))
    return [facet for facet in found if len(facet.choices) > 1 or any(choice.chosen for choice in facet.choices)]


def _facet(scope: Scope, user: object, name: str, rows: Rows, chosen: str) -> Facet:
    counts = {value: count for value, count in count_facet(rows, scope.facets[name]).items() if value not in (None, "")}
    naming = scope.names[name]
    labels = naming.names(user, list(counts))
    choices = [Choice(str(value), labels[value], count, str(value) == chosen) for value, count in counts.items() if value in labels]
    return Facet(name, str(naming.label), [choice for place, choice in enumerate(choices) if place < MOST_CHOICES or choice.chosen])


def _period(scope: Scope, rows: Rows, chosen: str, now: datetime) -> Facet:
    counts = rows.order_by().aggregate(**{slug: Count("pk", filter=_since(scope, now, span), distinct=True) for slug, (_label, span) in PERIODS.items()})
    choices = [Choice(slug, str(label), counts[slug], slug == chosen) for slug, (label, _span) in PERIODS.items() if counts[slug] or slug == chosen]
    return Facet(PERIOD, str(_("Date")), choices)


def _since(scope: Scope, now: datetime, span: timedelta) -> Q:
    start = now - span
    field = scope.model._meta.get_field(scope.date)
    return Q(**{f"{scope.date}__gte": start if field.get_internal_type() == "DateTimeField" else start.date()})


def _read(scope: Scope, path: str, value: str) -> object | None:
    """The value of the address as the field means it; None when it means nothing there."""
    model, field = scope.model, None
    for step in path.split("__"):
        field = model._meta.get_field(step)
        model = field.related_model or model
    if field is None:
        return None
    target = field.related_model._meta.pk if field.is_relation and field.related_model is not None else field
    if target.get_internal_type() in {"CharField", "TextField", "SlugField"}:
        return None if "\x00" in value else value  # PostgreSQL has no such character
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None
