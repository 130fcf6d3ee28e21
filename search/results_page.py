"""What the search page shows: the best of each scope, or one scope whole with its facets. Reading only; the number of queries depends on the scopes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core import signing

from search import boosts, facets, picks
from search.facets import PERIOD, Facet
from search.finding import Found, find
from search.highlight import Piece, highlight
from search.parser import LONGEST, parse
from search.scopes import Hit, Scope, Words, all_scopes

PAGE = 20
BEST = 3
SALT = "search.vain"
TITLE, EXCERPT = 160, 260


@dataclass(frozen=True)
class Asked:
    """What the address asks. `scope` is a declared one or ""; `chosen` holds the values of its facets; `after` is the last key shown."""

    text: str = ""
    scope: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    after: str = ""

    @classmethod
    def read(cls, told: Mapping[str, str]) -> "Asked":
        """Anything may be told: what means nothing is left out."""
        text = " ".join(told.get("q", "")[:LONGEST].replace("\x00", " ").split())
        name = told.get("dans", "")
        scope = all_scopes().get(name)
        if scope is None:
            return cls(text)
        chosen = {facet: told[facet][:80] for facet in (*scope.facets, PERIOD) if told.get(facet)}
        return cls(text, name, chosen, told.get("apres", "")[:64])

    def address(self, *, scope: str | None = None, after: str = "", **chosen: str) -> str:
        """« ?q=…&dans=… » with something changed, from its first page. Another scope forgets the facets; an empty value takes one away."""
        kept = {**self.chosen, **chosen} if scope is None else chosen
        told = {"q": self.text, "dans": self.scope if scope is None else scope, **kept, "apres": after}
        return "?" + urlencode({name: value for name, value in told.items() if value})


@dataclass(frozen=True)
class Shown:
    """A result and where the words that answer stand in it."""

    hit: Hit
    title: list[Piece]
    excerpt: list[Piece]


@dataclass(frozen=True)
class Section:
    name: str
    label: Words
    total: int
    capped: bool
    shown: list[Shown]
    address: str
    current: bool = False


@dataclass(frozen=True)
class Chip:
    """Something chosen, and the address of the page without it."""

    label: str
    address: str


@dataclass(frozen=True)
class Link:
    label: Words
    url: str


@dataclass(frozen=True)
class FacetLinks:
    """A facet, each choice with the address that chooses it."""

    name: str
    label: str
    choices: list[tuple[facets.Choice, str]]


@dataclass(frozen=True)
class ResultsPage:
    """`tabs` are the scopes that answer, `sections` what is shown of them. `instead` is the spelling answered; `vain`, a signed word that nothing
    answered; `next`, the address of what follows."""

    asked: Asked
    tabs: list[Section] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    bets: list[Shown] = field(default_factory=list)
    facets: list[FacetLinks] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    elsewhere: list[Link] = field(default_factory=list)
    total: int = 0
    instead: str = ""
    near: bool = False
    next: str = ""
    vain: str = ""
    everything: str = ""


def results_page(user: Any, asked: Asked, *, now: datetime) -> ResultsPage:  # Any: the host's user
    """The results that `user` may see. Never raises for what somebody typed."""
    if parse(asked.text).empty:
        return ResultsPage(asked)
    return _Page(user, asked, now).page()


def said_in_vain(token: str) -> str:
    """The words that a page said nothing answers, from what it signed; "" for anything else."""
    try:
        return str(signing.loads(token, salt=SALT, max_age=24 * 3600))
    except signing.BadSignature:
        return ""


class _Page:
    def __init__(self, user: Any, asked: Asked, now: datetime) -> None:  # Any: the host's user
        self.user, self.asked, self.now = user, asked, now
        self.scopes = all_scopes()
        self.picked = picks.picks(asked.text)
        self.found = self._found(boosts.factors())
        self.instead = next((found.instead for found in self.found.values() if found.instead), "")
        self.words = self.instead or asked.text

    def _found(self, factors: dict[str, float]) -> dict[str, Found]:
        """By scope, those that answer. What only a corrected spelling finds is left out where the very words, all of them, find something elsewhere;
        what only sounds alike comes last."""
        found = {
            name: find(scope, self.asked.text, self.user, weigh=partial(boosts.weighed, name, factors)).without(self.picked.hidden(scope))
            for name, scope in self.scopes.items()
        }
        exact = any(one.exact and not one.partial for one in found.values())
        kept = {name: one for name, one in found.items() if one.keys and (one.exact or not exact or name == self.asked.scope)}
        return dict(sorted(kept.items(), key=lambda item: item[1].near))

    def page(self) -> ResultsPage:
        asked = self.asked
        bets = [] if asked.scope or asked.after else [self._shown(hit) for hit in picks.best_bets(self.picked, self.user)]
        tabs = [self._section(name, found, []) for name, found in self.found.items()]
        common = ResultsPage(
            asked, tabs, bets=bets, instead=self.instead, elsewhere=self._elsewhere(), everything=asked.address(scope=""), total=sum(tab.total for tab in tabs)
        )
        if asked.scope:
            return self._one_scope(common, self.scopes[asked.scope], self.found.get(asked.scope, Found()))
        sections = [self._section(name, found, found.keys[:BEST]) for name, found in self.found.items()]
        vain = "" if tabs or bets else signing.dumps(asked.text, salt=SALT)
        return replace(common, sections=sections, near=bool(tabs) and not any(one.exact for one in self.found.values()), vain=vain)

    def _one_scope(self, common: ResultsPage, scope: Scope, found: Found) -> ResultsPage:
        asked = self.asked
        keys = facets.keep(scope, self.user, found.keys, asked.chosen, now=self.now)
        start = next((place + 1 for place, key in enumerate(keys) if str(key) == asked.after), 0) if asked.after else 0
        page = keys[start : start + PAGE]
        offered = facets.facets(scope, self.user, found.keys, asked.chosen, now=self.now) if found.keys else []
        section = self._section(asked.scope, Found(keys, len(keys), found.capped), page)
        return replace(
            common,
            sections=[section],
            facets=[_links(asked, facet) for facet in offered],
            chips=[Chip(choice.label, asked.address(**{facet.name: ""})) for facet in offered for choice in facet.choices if choice.chosen],
            near=found.near,
            next=asked.address(after=str(page[-1])) if len(keys) > start + PAGE else "",
        )

    def _section(self, name: str, found: Found, keys: list[object]) -> Section:
        scope = self.scopes[name]
        shown = [self._shown(hit) for hit in scope.shown(self.user, keys)]
        return Section(name, scope.label or name, found.total, found.capped, shown, self.asked.address(scope=name), name == self.asked.scope)

    def _shown(self, hit: Hit) -> Shown:
        return Shown(hit, highlight(hit.title, self.words, length=TITLE), highlight(hit.text, self.words, length=EXCERPT) if hit.text else [])

    def _elsewhere(self) -> list[Link]:
        """Pages that search further in one kind of thing."""
        wanted = [self.asked.scope] if self.asked.scope else list(self.scopes)
        return [Link(*scope.elsewhere(self.asked.text)) for name, scope in self.scopes.items() if scope.elsewhere and name in wanted]


def _links(asked: Asked, facet: Facet) -> FacetLinks:
    return FacetLinks(facet.name, facet.label, [(choice, asked.address(**{facet.name: "" if choice.chosen else choice.value})) for choice in facet.choices])
