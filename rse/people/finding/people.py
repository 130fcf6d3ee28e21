"""Finding people: the database says who may be seen and who holds the words, the ranking orders. A fixed number of queries, whoever is found."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import and_, or_

from django.db.models import Q, Value

from rse.people.finding.asking import Asked, read
from rse.people.finding.grades import Grader
from rse.people.finding.ranking import Hit, Place, Ranker, Row
from rse.people.models import Agent, Department, Language, Skill, SpokenLanguage, User
from rse.people.querysets import AgentQuerySet

COLUMNS = Row._fields
TEXTS = ("last_name", "first_name", "job_title")


@dataclass(frozen=True)
class Found:
    """People in the order to show them. `near`: nobody answers to the very words, these are close to them."""

    rows: list[Row]
    near: bool

    @property
    def ids(self) -> list[int]:
        return [row.pk for row in self.rows]


def find(user: User, query: str, *, among: AgentQuerySet | None = None) -> Found:
    """The people `user` may see who answer to `query`, best first; `among` narrows them. Nobody for an empty query.

    Slips are forgiven only when the very words find nobody, or find them only inside other words.
    """
    asked = read(query)
    seen = Agent.objects.visible_to(user) if among is None else among.visible_to(user)
    if not asked:
        return Found([], near=False)
    if asked.address:
        return Found(_rows(seen.filter(user__email__istartswith=asked.address)), near=False)
    finder = _Finder(asked, seen, _places(user))
    exact = finder.hits(tolerant=False)
    if any(hit.exact for hit in exact):
        return Found([hit.row for hit in exact], near=False)
    return Found([hit.row for hit in finder.hits(tolerant=True)], near=not exact)


@dataclass
class _Finder:
    asked: Asked
    seen: AgentQuerySet
    places: dict[int, Place]

    def hits(self, *, tolerant: bool) -> list[Hit]:
        graders = [Grader(word, tolerant=tolerant) for word in self.asked.words]
        known = self._known(graders)
        pieces = [self._answering(grader, known) for grader in graders] + [Q(folded__contains=number) for number in self.asked.numbers]
        ranker = Ranker(self.asked, graders, self.places, known.texts, tolerant=tolerant)
        hits = ranker.rank(_rows(self.seen.filter(reduce(and_, pieces))))
        if hits or not tolerant or len(pieces) == 1:
            return hits
        return ranker.rank(_rows(self.seen.filter(reduce(or_, pieces))))

    @cached_property
    def texts(self) -> dict[str, list[str]]:
        """Every last name, first name and job that `seen` holds, once each; one query."""
        each = [self.seen.order_by().values_list(Value(column), column) for column in TEXTS]
        found: dict[str, list[str]] = {column: [] for column in TEXTS}
        for column, text in each[0].union(*each[1:]):
            found[column].append(text)
        return found

    @cached_property
    def skills(self) -> list[tuple[int, list[str]]]:
        return [(pk, [name, *synonyms.splitlines()]) for pk, name, synonyms in Skill.objects.order_by().values_list("pk", "name", "synonyms")]

    def _answering(self, grader: Grader, known: "_Known") -> Q:
        """Who holds this word: exactly those to whom the ranking gives a grade."""
        holds = Q(department__in=[pk for pk, place in self.places.items() if place.grade(grader)])
        for column, grade in zip(TEXTS, (grader.name, grader.name, grader.label), strict=True):
            holds |= Q(**{f"{column}__in": [text for text in self.texts[column] if grade(text)]})
        return holds | Q(pk__in=known.holders[grader.wanted])

    def _known(self, graders: list[Grader]) -> "_Known":
        """Skills and languages that answer to a word, and who holds them; at most three queries."""
        known = _Known(graders)
        if not graders:
            return known
        skills = {pk: texts for pk, texts in self.skills if known.grade(texts)}
        codes = {code: [str(label)] for code, label in Language.choices if known.grade([str(label)])}
        if skills:
            for agent, skill in Agent.skills.through.objects.filter(skill__in=skills).values_list("agent", "skill"):
                known.add(agent, skills[skill])
        if codes:
            for agent, code in SpokenLanguage.objects.filter(code__in=codes).order_by().values_list("agent", "code"):
                known.add(agent, codes[code])
        return known


@dataclass
class _Known:
    """What people know of what is asked: `texts` by person, `holders` by wanted word."""

    graders: list[Grader]
    texts: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    holders: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def grade(self, texts: list[str]) -> bool:
        return any(grader.label(text) for grader in self.graders for text in texts)

    def add(self, agent: int, texts: list[str]) -> None:
        self.texts[agent] += texts
        for grader in self.graders:
            if any(grader.label(text) for text in texts):
                self.holders[grader.wanted].add(agent)


def _rows(agents: AgentQuerySet) -> list[Row]:
    return [Row(*values) for values in agents.order_by().values_list(*COLUMNS)]


def _places(user: User) -> dict[int, Place]:
    """The departments as a query sees them, in one query. Whoever looks for the one department above all others does not mean everybody."""
    rows: Iterable[tuple[int, int | None, str, str, int | None]] = (
        Department.objects.visible_to(user).order_by().values_list("pk", "parent_id", "name", "code", "head_id")
    )
    tree = {pk: (parent, name, code, head) for pk, parent, name, code, head in rows}
    tops = [pk for pk, row in tree.items() if row[0] is None]
    over_all = tops[0] if len(tops) == 1 else None

    def above(pk: int) -> tuple[str, ...]:
        names: list[str] = []
        seen = {pk}
        step = tree[pk][0]
        while step in tree and step not in seen and step != over_all:
            seen.add(step)
            names += [tree[step][1], tree[step][2]]
            step = tree[step][0]
        return tuple(names)

    return {pk: Place(name, code, above(pk), head) for pk, (_parent, name, code, head) in tree.items()}
