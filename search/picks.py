"""What editors decide for some words: what comes first, what is not shown. A best bet on a page is shown to those who may see the page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model

from search.french.words import words
from search.models import BestBet, Exclusion, OfSite
from search.parser import parse
from search.scopes import Hit, Scope, all_scopes

MOST = 5


@dataclass(frozen=True)
class Picks:
    """For one search: the bets that count, and the keys that are not shown, by model."""

    bets: list[BestBet] = field(default_factory=list)
    out: dict[type[Model], set[object]] = field(default_factory=dict)

    def hidden(self, scope: Scope) -> set[object]:
        return next((keys for model, keys in self.out.items() if issubclass(scope.model, model)), set())


def picks(text: str) -> Picks:
    """What editors decided for these words. Two queries."""
    asked = _stems(text)
    out: dict[type[Model], set[object]] = {}
    for row in Exclusion.objects.all():
        named = _named(row)
        if named and (not row.expressions or _counts(row.expressions, asked)):
            out.setdefault(named[0], set()).add(named[1])
    return Picks([row for row in BestBet.objects.in_use() if _counts(row.expressions, asked)], out)


def best_bets(picked: Picks, user: object) -> list[Hit]:
    """The bets that this person may see, five at most, in the order of the editors."""
    found: list[Hit] = []
    for bet in picked.bets:
        if bet.address:
            found.append(Hit(f"bet-{bet.pk}", bet.title, bet.address, text=bet.description))
            continue
        for hit in seen(bet, user):
            found.append(Hit(f"bet-{bet.pk}", bet.title or hit.title, hit.url, text=bet.description or hit.text, kind=hit.kind))
    return found[:MOST]


def seen(row: OfSite, user: object) -> list[Hit]:
    """What a bet or an exclusion names, when this person may see it: asked of the scope that holds it."""
    named = _named(row)
    scope = next((scope for scope in all_scopes().values() if named and issubclass(named[0], scope.model)), None)
    return scope.shown(user, [named[1]]) if named and scope else []


def _named(row: OfSite) -> tuple[type[Model], object] | None:
    """None when nothing is named, or when an application was removed since."""
    try:
        model = apps.get_model(row.model)
        return model, model._meta.pk.to_python(row.object_pk)
    except (LookupError, ValueError, ValidationError):
        return None


def _stems(text: str) -> set[str]:
    typed = parse(text)
    return {stem for part in (typed.loose, *typed.phrases) for word in words(part) if not word.stop for stem in (word.folded, *word.stems)}


def _counts(expressions: Iterable[str], asked: set[str]) -> bool:
    """One of the expressions has all its words in what is asked."""
    for expression in expressions:
        wanted = [{word.folded, *word.stems} for word in words(expression) if not word.stop]
        if wanted and all(forms & asked for forms in wanted):
            return True
    return False
