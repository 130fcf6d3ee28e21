"""Words and fields that would measure a person: speed, acceptance, lateness, hour of reading, rank."""

import re
from html.parser import HTMLParser

# What no sentence shown to a colleague, a head or HR may say. « avant 12 h 30 » and « demandé à 10 h » are facts, not measures.
FORBIDDEN = re.compile(
    r"en retard|retard de|délai moyen|délai médian|temps (moyen|médian)|temps de (réponse|réaction|traitement)|durée moyenne"
    r"|\b(a|ont) répondu en \d|accepté(e|es|s)? en \d|répond (vite|lentement|en \d)|réactivité"
    r"|\b(vue?|lue?|ouverte?)s? (le|à) \d|vu par|lu par|dernière (connexion|activité|visite)|dernier accès|connecté(e)? (le|à|il y a)|en ligne depuis"
    r"|taux d(e|’)|\bscore\b|classement|palmarès|meilleurs? référents?|pas encore (lu|vu|ouvert)"
    r"|\blate\b|overdue by|response time|average (time|delay)|accepted in|seen (at|on)|read (at|on) \d|last (login|seen|active)|acceptance rate",
    re.IGNORECASE,
)
# Fields of a person's doings whose hours, put in a column, would measure them.
TELLING_FIELDS = {
    "accepted_at", "asked_at", "done_at", "confirmed_at", "read_at", "seen_at", "opened_at", "last_login", "last_seen", "attempts", "declined", "declines",
    "duration", "delay", "late", "result", "stopped_at", "due_at",
}  # fmt: skip


class _Words(HTMLParser):
    """The text of a page and of the attributes that are read aloud, scripts and styles left out."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.quiet += tag in {"script", "style", "template"}
        self.words += [value for name, value in attrs if name in {"aria-label", "alt", "title", "placeholder"} and value]

    def handle_endtag(self, tag: str) -> None:
        self.quiet -= tag in {"script", "style", "template"}

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self.words.append(data)


def words_of(html: str) -> str:
    """What a person reads or hears of a page, on one line."""
    parser = _Words()
    parser.feed(html)
    return re.sub(r"\s+", " ", " ".join(parser.words))


def measures(text: str) -> list[str]:
    """The forbidden words, each with what stands around it."""
    return [text[max(0, found.start() - 40) : found.end() + 30] for found in FORBIDDEN.finditer(text)]
