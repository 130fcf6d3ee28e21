"""Text of people: plain text to safe HTML, untrusted HTML to safe HTML, folding. The only room where nh3 is called."""

import re
import unicodedata
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe

LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
TRAILING = ".,;:!?…»’'*_~"
PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h2", "h3"}
ATTRIBUTES = {"a": {"href"}}


def to_html(text: str) -> SafeString:
    """Plain text as paragraphs, line breaks and links (http and https). Linear in the length of `text`, whatever it holds."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    paragraphs = (part for part in PARAGRAPH.split(unified) if part.strip())
    return clean("".join(f"<p>{_with_links(part.strip()).replace(chr(10), '<br>')}</p>" for part in paragraphs))


def clean(html: str) -> SafeString:
    """Untrusted HTML reduced to a few tags; links open nothing but http(s), mailto and addresses of this site."""
    return mark_safe(  # noqa: S308 - the one sanitiser of the house
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel="noopener noreferrer nofollow")
    )


def fold(text: str) -> str:
    """`text` in lower case, without accents, ligatures opened, apostrophes straight, one space between words: « Élus d’Œuvre » → "elus d'oeuvre"."""
    opened = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", opened) if not unicodedata.combining(letter))
    return " ".join(bare.split())


def _with_links(text: str) -> str:
    parts: list[str] = []
    end = 0
    for match in LINK.finditer(text):
        url = _without_trailing(match[0])
        parts += [escape(text[end : match.start()]), f'<a href="{escape(url)}">{escape(url)}</a>']
        end = match.start() + len(url)
    return "".join([*parts, escape(text[end:])])


def _without_trailing(url: str) -> str:
    """The address without the punctuation of the sentence; a closing bracket stays when the address opened it."""
    end = len(url)
    spare = url.count(")") - url.count("(")
    while end and (url[end - 1] in TRAILING or (url[end - 1] == ")" and spare > 0)):
        spare -= url[end - 1] == ")"
        end -= 1
    return url[:end]
