"""The two terms of a word. Stemming before folding and folding before stemming each miss pairs that the other finds: both are kept.

Before either, what Snowball splits in French is brought together: plurals it leaves alone (« élus »), feminine titles (« directrice »).
"""

import re
import unicodedata
from functools import lru_cache

from whoosh.lang.snowball.french import FrenchStemmer

_STEMMER = FrenchStemmer()

# What no rule says.
ALONE = {
    "travaux": "travail", "vitraux": "vitrail", "baux": "bail", "yeux": "oeil", "cheffe": "chef", "cheffes": "chef", "mairesse": "maire",
    "maitresse": "maitre", "maîtresse": "maître", "maîtresses": "maître", "maitresses": "maitre", "doctoresse": "docteur", "élues": "élu",
    "élue": "élu", "elues": "elu", "elue": "elu", "patronne": "patron", "vigneronne": "vigneron", "championne": "champion", "mesdames": "madame",
    "messieurs": "monsieur",
}  # fmt: skip
# Jobs in -euse whose masculine is in -eur; the other words in -euse go with -eux.
EUR = frozenset(
    """balayeu chanteu chauffeu chercheu coiffeu conteu contrôleu controleu couvreu danseu éboueu eboueu entraîneu entraineu livreu nageu poseu
    programmeu régisseu regisseu relieu serveu travailleu veilleu vendeu cadreu monteu demandeu campeu promeneu joueu coureu""".split()  # noqa: SIM905
)
# In order, the first that fits; each must leave three letters.
RULES = tuple(
    (re.compile(pattern), ending)
    for pattern, ending in (
        (r"trices?$", "teur"),
        (r"drices?$", "deur"),
        (r"iennes?$", "ien"),
        (r"(?<=[a-zà-ÿ]{3})i[èe]res?$", "ier"),
        (r"(?<=ll)[èe]res?$", "er"),
        (r"(?<=[a-zà-ÿ]{2}g)[èe]res?$", "er"),
        (r"(?<=ch)[èe]res?$", "er"),
        (r"ées?$", "é"),
        (r"ees?$", "e"),
        (r"(?<=[eo]u)x$", ""),
        (r"(?<=[aiou])s$", ""),
    )
)
EUSE = re.compile(r"euses?$")


def _flat(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def brought_together(word: str) -> str:
    """A feminine or plural form as the form it goes with. Lower case in, lower case out; with or without accents."""
    if word in ALONE:
        return ALONE[word]
    if len(word) < 4:
        return word
    if EUSE.search(word):
        base = EUSE.sub("eu", word)
        return base + "r" if base in EUR else base
    for pattern, ending in RULES:
        shorter, count = pattern.subn(ending, word)
        if count and len(shorter) >= 3:
            return shorter
    return word


@lru_cache(maxsize=65_536)
def stems(text: str, folded: str) -> tuple[str, ...]:
    """One or two terms: fold(stem(word)) and stem(fold(word)). Words with digits and very short ones are left as they are."""
    if len(folded) < 3 or not folded.isalpha():
        return (folded,)
    first = _flat(_STEMMER.stem(brought_together(text)))
    second = _STEMMER.stem(brought_together(folded))
    return (first,) if first == second else (first, second)
