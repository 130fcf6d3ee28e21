"""Ideas that look like the one being written: the words of titles, without gender, number nor spelling. One indexed question, whatever the size of the box."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from rse.ideas.models import Idea, IdeaBox, IdeaWord
from rse.people.finding.words import LONGEST, sound, stem
from rse.people.models import User
from rse.people.search_key import letters

MOST_WORDS = 12
MOST_ROWS = 10_000
CANDIDATES = 40
SHOWN = 5
ALIKE = 0.5
# Words that every proposal holds, beside articles and pronouns.
EMPTY = frozenset({
    "aux", "avec", "ces", "cette", "chaque", "chez", "dans", "des", "deux", "donc", "elle", "elles", "entre", "est", "etre", "eux", "faire", "fait",
    "faut", "idee", "idees", "ils", "les", "leur", "leurs", "lors", "mais", "mes", "mettre", "meme", "moins", "nos", "notre", "nous", "par", "pas",
    "peu", "peut", "plus", "plusieurs", "pour", "pourrait", "pouvoir", "proposer", "proposition", "quand", "que", "qui", "quoi", "sans", "ses",
    "soit", "son", "sont", "sous", "sur", "tous", "tout", "toute", "toutes", "tres", "une", "vers", "vos", "votre", "vous",
})  # fmt: skip


@dataclass(frozen=True)
class Alike:
    """An idea of the same box that shares at least half of the words."""

    idea: Idea
    share: float


def heard(text: str) -> list[str]:
    """The words that count, as heard: « Créer des pistes cyclables » and « Créons une piste cyclable » share two of them. Twelve at most."""
    found = (sound(stem(word[:LONGEST])) for word in letters(text).split() if len(word) > 2 and word not in EMPTY)
    return list(dict.fromkeys(key for key in found if key))[:MOST_WORDS]


def similar(user: User, box: IdeaBox, text: str, *, besides: int | None = None) -> list[Alike]:
    """Ideas of the box that `user` reads and whose titles look like `text`, the closest first; nothing under two words. Three queries at most."""
    wanted = heard(text)
    if len(wanted) < 2:  # noqa: PLR2004 - one word is no likeness
        return []
    kept = _rarest(box, wanted)
    if len(kept) < 2:  # noqa: PLR2004 - nor is one word in common
        return []
    shared = Counter(IdeaWord.objects.filter(box=box, heard__in=kept).values_list("idea", flat=True))
    shared.pop(besides or 0, None)
    enough = max(2, ALIKE * len(wanted))
    close = {pk: number for pk, number in shared.most_common(CANDIDATES) if number >= min(enough, len(kept))}
    if not close:
        return []
    ideas = Idea.objects.visible_to(user).sent().standing().filter(pk__in=close).select_related("post")
    found = [Alike(idea, close[idea.pk] / len(wanted)) for idea in ideas]
    return sorted(found, key=lambda alike: (-alike.share, -alike.idea.support_count, -alike.idea.pk))[:SHOWN]


def _rarest(box: IdeaBox, wanted: list[str]) -> list[str]:
    """The words worth comparing, the rarest first: those that half of the box holds would cost most and say least."""
    rows = IdeaWord.objects.filter(box=box, heard__in=wanted).order_by().values_list("heard").annotate(Count("pk"))
    kept: list[str] = []
    read = 0
    for word, number in sorted(rows, key=lambda row: (row[1], row[0])):
        read += number
        if read > MOST_ROWS and len(kept) > 1:
            break
        kept.append(word)
    return kept
