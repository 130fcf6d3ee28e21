"""Words of offices: acronyms, jargon, the passive that commands. Pure."""

import re
import unicodedata
from functools import lru_cache

from django.utils.translation import gettext as _

from referents.wording.form import shouts
from referents.wording.remarks import Remark, Setting

_ACRONYM = re.compile(r"(?<![\w./@-])[A-ZÀÉÈÊÎÔÛÇ]{2,5}(?:i\b)?(?![\w@])(?!\.\w)")
_ROMAN = re.compile(r"[IVXLCDM]+")
_DISTANT = re.compile(
    r"\bil (?:convient|y a lieu|est (?:demandé|rappelé|précisé|à noter|impératif|obligatoire|nécessaire|possible)|sera procédé|est procédé|vous appartient|"
    r"est porté à votre connaissance|vous est (?:demandé|rappelé|loisible))\b(?: (?:de|que|d[’']))?",
    re.IGNORECASE,
)
_DISTANT_KEPT = re.compile(r"\bil est (?:possible|obligatoire|nécessaire)\b", re.IGNORECASE)


def folded(text: str) -> str:
    """Lower case, accents and curly apostrophes put aside, letter for letter: places stay the same."""
    return "".join(unicodedata.normalize("NFD", sign)[0].lower() if sign.isalpha() else sign for sign in text).replace("’", "'")


def acronyms(text: str, setting: Setting) -> list[Remark]:
    """Each unknown acronym once: not those everybody knows, nor those the citizen used, nor those written out beside."""
    found, said = [], set(_ACRONYM.findall(setting.question.upper()))
    low = folded(text)
    said |= {word.upper() for name in setting.names for word in name.split()}
    shouted = [match.span() for match in shouts(text, setting)]
    for match in _ACRONYM.finditer(text):
        letters = match.group().upper()
        if letters in said or letters in setting.known or _ROMAN.fullmatch(letters) or any(start <= match.start() < end for start, end in shouted):
            continue
        said.add(letters)
        meaning = setting.meanings.get(letters, "")
        if meaning and folded(meaning) in low:
            continue
        if _written_out(text, match):
            continue
        better = f"{meaning} ({match.group()})" if meaning and text[match.end() : match.end() + 1] != ")" else None
        sentence = _("%(letters)s: %(meaning)s. Write it out.") if meaning else _("Not everybody knows “%(letters)s”: write it out.")
        found.append(Remark("acronym", sentence % {"letters": match.group(), "meaning": meaning}, match.start(), match.end(), better=better))
    return found


def _written_out(text: str, match: re.Match[str]) -> bool:
    """« centre communal d’action sociale (CCAS) », or « CCAS (centre communal d’action sociale) »."""
    if text[match.end() : match.end() + 2] == " (":
        return True
    if text[match.start() - 1 : match.start()] != "(" or text[match.end() : match.end() + 1] != ")":
        return False
    initials = [word[0] for word in re.findall(r"[a-z]+", folded(text[: match.start()]))[-12:]]
    wanted = iter(initials)
    return all(letter in wanted for letter in folded(match.group()))


def office_words(text: str, setting: Setting) -> list[Remark]:
    """What an office writes and nobody says. A fix is offered where one word takes the place of another, whatever the sentence."""
    found: list[Remark] = []
    low, asked = folded(text), folded(setting.question)
    for office, people in setting.plain.items():
        look = _looked_for(office)
        match = look.search(low)
        if match is None or look.search(asked):
            continue
        start, end = match.span()
        if any(one.start < end and start < one.end for one in found):
            continue
        advice = people.endswith("…")
        said = text[start:end].strip()
        sentence = _("“%(office)s”: rather, “%(people)s”.") % {"office": said, "people": people.rstrip("…") + ("…" if advice else "")}
        better = None if advice else _as_written(people, said, followed_by=text[end : end + 1])
        found.append(Remark("plain", sentence, start, end, better=better))
    return sorted(found, key=lambda remark: remark.start)


@lru_cache(maxsize=512)
def _looked_for(office: str) -> re.Pattern[str]:
    words = re.escape(folded(office.rstrip("*")))
    if words.endswith("\\ de"):
        words = words.removesuffix("\\ de") + r"\ d(?:e\b|')"
    return re.compile(rf"(?<!\w){words}" + (r"\w*" if office.endswith("*") else r"(?!\w)" if not words.endswith("')") else ""))


def _as_written(people: str, office: str, *, followed_by: str) -> str:
    word = people[:1].upper() + people[1:] if office[:1].isupper() else people
    return f"{word} " if office.endswith(("’", "'")) and followed_by != " " else word


def distance(text: str, setting: Setting) -> list[Remark]:
    """« Il convient de… »: say who does what."""
    return [
        Remark("distance", _("“%(words)s…” speaks to nobody: say “you can”, “we will”, “please”.") % {"words": match.group()}, match.start(), match.end())
        for match in _DISTANT.finditer(text)
        if not _DISTANT_KEPT.match(match.group())
    ]
