"""The shape of a text: its length, its sentences, its capitals, its links, how it begins. Pure."""

import re

from django.utils.translation import gettext as _

from referents.wording.remarks import Remark, Setting

LONG_SENTENCE = 32
SPOKEN = frozenset({"phone", "street"})
WRITTEN = frozenset({"email", "form"})
_GREETINGS = re.compile(r"\s*(?:re)?(?:bonjour|bonsoir|ch[eè]r|ch[eè]re|madame|monsieur|mesdames|messieurs|salut|hello|coucou)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?…\n;:]+(?:\.(?=\d)[^.!?…\n;:]*)*[.!?…;:]*")
_SHOUTED = re.compile(r"\b[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒ]{4,}(?:[ '’-]+[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒ]+)*\b")
_ADDRESS = re.compile(r"https?://[^\s<>«»]+")
_TRACKING = re.compile(r"[?&](?:utm_\w+|fbclid|gclid|mc_cid|mc_eid)=[^&\s]*")
_SHORTENED = re.compile(r"https?://(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|lc\.cx|urlz\.fr|cutt\.ly)/", re.IGNORECASE)
_CLICK = re.compile(r"\bcliquez(?: ici| sur ce lien)?\b|\bc’est par ici\b", re.IGNORECASE)
ACRONYM = 6


def too_long(text: str, setting: Setting) -> list[Remark]:
    longest, length = setting.longest, len(text.strip())
    if longest is None or length <= longest:
        return []
    words = {"length": length, "most": longest, "over": length - longest}
    return [Remark("length", _("%(length)d characters, and this network takes %(most)d: %(over)d too many.") % words, longest, len(text), first=True)]


def greeting(text: str, setting: Setting) -> list[Remark]:
    """A written reply says hello; on the telephone the person does."""
    if setting.network in SPOKEN or _GREETINGS.match(text):
        return []
    start = len(text) - len(text.lstrip())
    hello = _("Hello,") + "\n\n" if setting.network in WRITTEN else _("Hello!") + " "
    return [Remark("greeting", _("It begins without a greeting."), start, start, better=hello)]


def long_sentences(text: str, setting: Setting) -> list[Remark]:
    found = []
    for match in _SENTENCE.finditer(text):
        count = sum(any(sign.isalpha() for sign in word) for word in match.group().split())
        if count > LONG_SENTENCE:
            first = " ".join(match.group().split()[:4])
            words = {"count": count, "first": first}
            found.append(Remark("sentence", _("A sentence of %(count)d words (“%(first)s…”): cut it in two.") % words, match.start(), match.end()))
    return found


def capitals(text: str, setting: Setting) -> list[Remark]:
    """Shouted words. Letters that stand for something are no shout."""
    found = []
    for match in shouts(text, setting):
        shouted = match.group()
        calm = shouted.lower()
        begins = match.start() == 0 or text[: match.start()].rstrip()[-1:] in {".", "!", "?", ""}
        better = calm[:1].upper() + calm[1:] if begins else calm
        found.append(Remark("capitals", _("“%(words)s” in capitals is read as shouting.") % {"words": shouted}, match.start(), match.end(), better=better))
    return found


def shouts(text: str, setting: Setting) -> list[re.Match[str]]:
    """The words in capitals that are neither an acronym nor a person's name."""
    letters = setting.known | set(setting.meanings) | {word.upper() for name in setting.names for word in name.split()}
    return [
        match
        for match in _SHOUTED.finditer(text)
        if not all(word in letters for word in match.group().split()) and (" " in match.group() or len(match.group()) > ACRONYM)
    ]


def links(text: str, setting: Setting) -> list[Remark]:
    """An address says where it leads, and is not glued to a full stop."""
    found = [
        Remark("link", _("“%(words)s” does not say where the link leads.") % {"words": match.group()}, match.start(), match.end())
        for match in _CLICK.finditer(text)
    ]
    for match in _ADDRESS.finditer(text):
        address = match.group()
        clean = _TRACKING.sub("", address)
        if clean != address:
            clean = clean.replace("&", "?", 1) if "?" not in clean else clean
            found.append(Remark("link", _("The address carries what follows readers about."), match.start(), match.end(), better=clean))
        elif _SHORTENED.match(address):
            found.append(Remark("link", _("A shortened address hides where it leads: paste the real one."), match.start(), match.end()))
        elif address[-1] in ".,;)":
            bare = address.rstrip(".,;)")
            end = match.start() + len(bare)
            found.append(Remark("link", _("The sign after the address may break the link."), end, match.end(), better=""))
    return found
