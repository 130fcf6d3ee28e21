"""What a query asks for: words that must be found, words that may be, pieces of telephone numbers. Pure."""

import re
from dataclasses import dataclass

from rse.people.finding.words import LINKS, LONGEST
from rse.people.search_key import PHONE, digits, letters

MAX_QUERY = 80
MAX_WORDS = 8
FEWEST_DIGITS = 2
COURTESY = frozenset({"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"})
AROUND = frozenset({"service", "services", "direction", "departement", "pole", "bureau", "poste", "tel", "telephone", "numero", "portable", "mairie", "ville"})
OPTIONAL = LINKS | COURTESY | AROUND
NUMBER = re.compile(r"(?:\+|\b)\d[\d\s.()-]*")


@dataclass(frozen=True)
class Asked:
    """`words` must all be found; `optional` ones (articles, « service », « Mme ») only help to choose; `numbers` are digits in national form."""

    words: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    address: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.numbers or self.address)


def read(query: str) -> Asked:
    """Only the first eighty characters and eight words are read. A query of optional words alone asks for them."""
    text = " ".join(query[: 2 * MAX_QUERY].replace("\0", " ").split())[:MAX_QUERY]
    if "@" in text and " " not in text:
        return Asked(address=text.lower())
    if PHONE.fullmatch(text):
        return Asked(numbers=(digits(text),) if digits(text) else ())
    numbers = tuple(number for number in map(digits, NUMBER.findall(text)) if len(number) >= FEWEST_DIGITS)
    parts = [part[:LONGEST] for part in letters(NUMBER.sub(" ", text) if numbers else text).split()[:MAX_WORDS]]
    wanted = tuple(dict.fromkeys(part for part in parts if part not in OPTIONAL))
    optional = tuple(dict.fromkeys(part for part in parts if part in OPTIONAL))
    if not wanted and not numbers:
        return Asked(words=optional)
    return Asked(wanted, optional, numbers)
