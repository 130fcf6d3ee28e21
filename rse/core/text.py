"""Text of people: plain text to safe HTML, untrusted HTML to safe HTML, folding. The only room where nh3 is called."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from html import escape, unescape

import nh3
from django.utils.safestring import SafeString, mark_safe

LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
TRAILING = ".,;:!?…»’'*_~"
PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h2", "h3"}
ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "*": set()}
# Of HTML that `clean` has written: an attribute stands between double quotes, and "<" in the text is "&lt;".
TAG = re.compile(r"""<(/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>""")
HREF = re.compile(r'href="([^"]*)"')
BLOCKS = {"p", "ul", "ol", "li", "blockquote", "pre", "h2", "h3"}
QUIET = {"a", "code", "pre"}
NAMED = re.compile(r"(?<![\w@/.#])@([^\W\d_][\w.'’-]{1,79})")
TAGGED = re.compile(r"(?<![\w@/.#&])#(\w[\w-]{1,58})")
MARKED = re.compile(f"{NAMED.pattern}|{TAGGED.pattern}")
STEP = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
VOID = {"br", "hr", "img", "input", "wbr", "meta", "link"}
DEEPEST = 500
MOST_MARKS = 50
Address = Callable[[str], str]


def to_html(text: str) -> SafeString:
    """Plain text as paragraphs, line breaks and links (http and https). Linear in the length of `text`, whatever it holds."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    paragraphs = (part for part in PARAGRAPH.split(unified) if part.strip())
    return clean("".join(f"<p>{_with_links(part.strip()).replace(chr(10), '<br>')}</p>" for part in paragraphs))


def clean(html: str) -> SafeString:
    """Untrusted HTML reduced to a few tags; links open nothing but http(s), mailto and addresses of this site.

    HTML nested deeper than anybody writes is shown as text: parsers take a time that grows with the square of the depth.
    """
    html = escape(html) if _is_too_deep(html) else html
    return mark_safe(  # noqa: S308 - the one sanitiser of the house
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel="noopener noreferrer nofollow")
    )


def _is_too_deep(html: str) -> bool:
    depth = 0
    for step in STEP.finditer(html):
        if step[2].lower() not in VOID:
            depth = max(0, depth + (-1 if step[1] else 1))
        if depth > DEEPEST:
            return True
    return False


def fold(text: str) -> str:
    """`text` in lower case, without accents, ligatures opened, apostrophes straight, one space between words: « Élus d’Œuvre » → "elus d'oeuvre"."""
    opened = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", opened) if not unicodedata.combining(letter))
    return " ".join(bare.split())


def words_of(html: str) -> str:
    """The words of HTML written by `clean`, a line for each block: what is searched, counted and told in a notification."""
    lines = "".join("\n" if not text and name in BLOCKS | {"br"} else text for text, name, _attributes, _closing in _pieces(html)).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def to_plain(html: str) -> str:
    """HTML written by `clean` as somebody would type it without a toolbar: what `to_html` reads back, dashes for lists, addresses in full."""
    out: list[str] = []
    address = ""
    for text, name, attributes, closing in _pieces(html):
        if text:
            out.append(text)
        elif name == "br":
            out.append("\n")
        elif name == "li" and not closing:
            out.append("\n- ")
        elif name == "a":
            href = HREF.search(attributes)
            address = unescape(href[1]) if href else address
            if closing and address and address not in "".join(out[-2:]):
                out.append(f" {address}")
        elif name in BLOCKS and not (out and out[-1] == "\n- "):
            out.append("\n" if name == "li" else "\n\n")
    return re.sub(r"\n{2,}(?=- )", "\n", re.sub(r"\n{3,}", "\n\n", "".join(out))).strip()


def named_in(html: str) -> list[str]:
    """Who is named with an @ in HTML written by `clean`, once each, as written: "Karim.Benali", "plan-neige". Nobody inside links and code."""
    return _found(html, NAMED)


def hashtags_in(html: str) -> list[str]:
    """The #words of HTML written by `clean`, once each whatever the accents and capitals; a number alone is no subject."""
    found = {fold(tag): tag for tag in reversed(_found(html, TAGGED)) if not tag.replace("-", "").isdigit()}
    return [*found.values()][::-1]


def with_marks(html: str, *, name: Address, hashtag: Address) -> SafeString:
    """The HTML of a post as it is shown: each @name and #word leads to what `name` and `hashtag` answer for it ("" leaves it as it is).

    Passes the sanitiser, whatever was kept.
    """
    return clean("".join(_marked(html, name, hashtag)))


def _marked(html: str, name: Address, hashtag: Address) -> Iterator[str]:
    """The marks that `named_in` and `hashtags_in` count lead somewhere; those beyond stay words."""
    quiet = end = 0
    left = 2 * MOST_MARKS

    def linked(text: str) -> str:
        nonlocal left
        if left <= 0:
            return text
        text, found = MARKED.subn(lambda mark: _link(mark, name, hashtag), text, count=left)
        left -= found
        return text

    for tag in TAG.finditer(html):
        yield html[end : tag.start()] if quiet else linked(html[end : tag.start()])
        if tag[2] in QUIET:
            quiet = max(0, quiet + (-1 if tag[1] else 1))
        yield tag[0]
        end = tag.end()
    yield linked(html[end:])


def _link(mark: re.Match[str], name: Address, hashtag: Address) -> str:
    written = (mark[1] or mark[2]).rstrip(".'’-")
    address = name(unescape(written)) if mark[1] else hashtag(written)
    if not address or written.replace("-", "").isdigit():
        return mark[0]
    shown = f"@{shown_name(written)}" if mark[1] else f"#{written}"
    return f'<a href="{escape(address)}">{shown}</a>{mark[0][1 + len(written) :]}'


def shown_name(handle: str) -> str:
    """« Karim.Benali.57 » as people read it: « Karim Benali »."""
    return re.sub(r"\.\d+$", "", handle).replace(".", " ")


def _found(html: str, pattern: re.Pattern[str]) -> list[str]:
    found: dict[str, None] = {}
    quiet = 0
    for text, name, _attributes, closing in _pieces(html):
        if name in QUIET:
            quiet = max(0, quiet + (-1 if closing else 1))
        for mark in pattern.finditer(text) if text and not quiet else ():
            found[mark[1].rstrip(".'’-")] = None
            if len(found) == MOST_MARKS:
                return [*found]
    return [*found]


def _pieces(html: str) -> Iterator[tuple[str, str, str, bool]]:
    """(text, "", "", False) for each run of text, entities read, and ("", name, attributes, closing) for each tag."""
    end = 0
    for tag in TAG.finditer(html):
        if tag.start() > end:
            yield unescape(html[end : tag.start()]), "", "", False
        yield "", tag[2], tag[3], bool(tag[1])
        end = tag.end()
    if end < len(html):
        yield unescape(html[end:]), "", "", False


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
