"""How well a word answers a wanted word, out of 100. Exact, then beginning, then inside; slips always stand below. Pure."""

from rse.people.finding.words import distance, initials, slips, sound, stem, words

EXACT, SAME_STEM, INITIALS, BEGINS, INSIDE = 100, 94, 92, 70, 45
ONE_SLIP, SOUNDS_ALIKE, TWO_SLIPS, BEGINS_WITH_SLIP = 60, 56, 48, 42


class Grader:
    """Grades words against one wanted word, each distinct word once. `tolerant` also forgives slips and mishearings."""

    def __init__(self, wanted: str, *, tolerant: bool) -> None:
        self.wanted = wanted
        self.tolerant = tolerant
        self.stem = stem(wanted)
        self.sound = sound(wanted)
        self.slips = slips(wanted)
        self._names: dict[str, int] = {}
        self._texts: dict[tuple[str, bool], int] = {}

    def name(self, text: str) -> int:
        """The best of a name's words; genders of names are different names."""
        return self._best(text, stems=False)

    def label(self, text: str) -> int:
        """The best of a job's, department's or skill's words, whatever the gender and the number, or its initials."""
        return self._best(text, stems=True)

    def _best(self, text: str, *, stems: bool) -> int:
        known = self._texts.get((text, stems))
        if known is None:
            known = max((self._word(word, stems) for word in words(text)), default=0)
            if stems and known < INITIALS and len(self.wanted) > 2 and initials(text) == self.wanted:
                known = INITIALS
            self._texts[text, stems] = known
        return known

    def _word(self, word: str, stems: bool) -> int:
        if stems and word != self.wanted and stem(word) == self.stem:
            return SAME_STEM
        known = self._names.get(word)
        if known is None:
            known = self._names[word] = self._plain(word) or (self._near(word) if self.tolerant else 0)
        return known

    def _plain(self, word: str) -> int:
        if word == self.wanted:
            return EXACT
        if word.startswith(self.wanted):
            return BEGINS + 20 * len(self.wanted) // len(word)
        return INSIDE if len(self.wanted) > 2 and self.wanted in word else 0

    def _near(self, word: str) -> int:
        if len(self.wanted) < 4 or len(word) < 3:
            return 0
        found = distance(self.wanted, word, limit=self.slips)
        alike = len(self.sound) > 2 and sound(word) == self.sound
        if found is not None:
            return (ONE_SLIP if found == 1 else TWO_SLIPS) + 4 * alike
        if alike:
            return SOUNDS_ALIKE
        if len(self.wanted) > 4 and len(word) > len(self.wanted) and distance(self.wanted, word[: len(self.wanted)], limit=1) is not None:
            return BEGINS_WITH_SLIP
        return 0


def number(wanted: str, phone: str) -> int:
    """A piece of a telephone number: the whole, the end, the beginning, the middle. A slip gives somebody else's number and is not forgiven."""
    if not phone or wanted not in phone:
        return 0
    if phone == wanted:
        return EXACT
    return BEGINS + 15 if phone.endswith(wanted) else BEGINS if phone.startswith(wanted) else INSIDE + 1
