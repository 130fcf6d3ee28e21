"""What search knows of French, lent to `referents` (`REFERENTS["ANALYSER"]`, `REFERENTS["SYNONYMS"]`): messages find their department, and each other,
with the feminine forms and the synonyms that editors keep for search."""

from referents import text
from search import synonyms as kept
from search.french.stems import brought_together

LEFT = text.STOP | text.WHOLE | text.SPOKEN.keys()


def analyse(said: str) -> list[str]:
    """As the plugin's own, feminine titles and odd plurals brought to the form they go with first: « la directrice » is « le directeur »."""
    return text.analyse(" ".join(_together(word) for word in text.words(said)))


def _together(word: str) -> str:
    """« entrée » does not become « entre », that says nothing."""
    other = brought_together(word)
    return word if LEFT & {word, other} else other


def synonyms() -> kept.Groups:
    """Those in use. One query at most every two seconds in a process."""
    return kept.groups()
