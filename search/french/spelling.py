"""The nearest words to one that nobody wrote. Pure: the words of the index come through a function."""

from collections.abc import Callable

SHORTEST = 4
MOST = 6


def allowed(word: str) -> int:
    """How many mistakes are forgiven: none under four letters or in what is no word, one under eight, two from there on."""
    return 0 if len(word) < SHORTEST or not word.isalpha() else 1 if len(word) < 8 else 2


def near(word: str, beginning_with: Callable[[str], list[str]]) -> list[str]:
    """The words closest to `word`, six at most, that begin with the same letter (people rarely miss the first one). Nearest first."""
    most = allowed(word)
    if not most:
        return []
    found: list[tuple[int, str]] = []
    for other in beginning_with(word[0]):
        if other != word and abs(len(other) - len(word)) <= most and len(other) >= SHORTEST - 1:
            away = distance(word, other, most)
            if away <= most:
                found.append((away, other))
    best = min((away for away, _other in found), default=0)
    return [other for away, other in sorted(found) if away == best][:MOST]


def distance(left: str, right: str, most: int) -> int:
    """Letters to change, add, remove or swap with the next one; `most` + 1 as soon as it is more than `most`."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        after = [i] + [0] * len(right)
        for j, other in enumerate(right, 1):
            cost = min(row[j] + 1, after[j - 1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            after[j] = cost
        if min(after) > most:
            return most + 1
        before, row = row, after
    return min(row[-1], most + 1)
