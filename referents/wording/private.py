"""What must not be repeated in public: people's names, numbers and addresses. Pure."""

import re

from django.utils.translation import gettext as _

from referents.wording.plain import folded
from referents.wording.remarks import Remark, Setting

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\d)(?:\+33\s?|0)[1-9](?:[\s.  -]?\d{2}){4}(?!\d)")
_MOBILE = re.compile(r"(?:33|0)[67]")
_OWN_MAIL = re.compile(
    r"@(?:gmail|orange|wanadoo|free|sfr|laposte|hotmail|outlook|live|yahoo|icloud|me|proton|protonmail|bbox|neuf|aol|gmx|msn)\.", re.IGNORECASE
)
_TITLED = re.compile(r"\b(?:M\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle)\s+(?!Le\b|La\b|Les\b|L’|Maire\b)(?:[A-ZÉÈÀ][\w’-]+)(?:\s+[A-ZÉÈÀ][\w’-]+)*")
_NOBODY = frozenset({"habitant", "habitante", "citizen", "citoyen", "citoyenne", "anonyme", "parent", "riverain", "riveraine", "agent", "ville", "mairie"})
SHORTEST_NAME = 3


def contacts(text: str, setting: Setting) -> list[Remark]:
    """Numbers and addresses of people: the citizen's, a colleague's, a mobile, a private mailbox. A service's own number is welcome."""
    secrets = {_key(secret) for secret in setting.secrets if secret}
    said = {_key(match.group()) for pattern in (_EMAIL, _PHONE) for match in pattern.finditer(setting.question)}
    found = []
    for match in _EMAIL.finditer(text):
        if _key(match.group()) in secrets | said or _OWN_MAIL.search(match.group()):
            sentence = _("“%(what)s” is somebody’s own address: do not repeat it in public.") % {"what": match.group()}
            found.append(Remark("contact", sentence, match.start(), match.end(), first=True))
    for match in _PHONE.finditer(text):
        if _key(match.group()) in secrets | said or _MOBILE.match(re.sub(r"\D", "", match.group())):
            sentence = _("“%(what)s” is somebody’s own number: do not repeat it in public.") % {"what": match.group()}
            found.append(Remark("contact", sentence, match.start(), match.end(), first=True))
    return found


def people(text: str, setting: Setting) -> list[Remark]:
    """The citizen and colleagues are not named: the Town answers, to everybody."""
    found: list[Remark] = []
    low = folded(text)
    for name in setting.names:
        for match in _named(name, low):
            if text[match.start() : match.start() + 1].isupper() and not _inside(match, found):
                found.append(_person(text[match.start() : match.end()], match))
    found += [_person(match.group(), match) for match in _TITLED.finditer(text) if not _inside(match, found)]
    return found


def _named(name: str, low: str) -> list[re.Match[str]]:
    words = [word for word in re.split(r"[^\w’'-]+", folded(name)) if len(word) >= SHORTEST_NAME and word not in _NOBODY]
    if not words or any(word in _NOBODY for word in folded(name).split()):
        return []
    whole = r"\W+".join(map(re.escape, words))
    forms = {whole, rf"{re.escape(words[-1])}\W+{re.escape(words[0])}"} if len(words) > 1 else {whole}
    return [match for form in sorted(forms) for match in re.finditer(rf"(?<!\w){form}(?!\w)", low)]


def _person(words: str, match: re.Match[str]) -> Remark:
    return Remark("name", _("“%(what)s” names a person: the Town answers, and everybody reads.") % {"what": words}, match.start(), match.end(), first=True)


def _inside(match: re.Match[str], found: list[Remark]) -> bool:
    return any(one.start < match.end() and match.start() < one.end for one in found)


def _key(contact: str) -> str:
    if "@" in contact:
        return contact.lower()
    digits = re.sub(r"\D", "", contact)
    return "0" + digits[2:] if digits.startswith("33") else digits
