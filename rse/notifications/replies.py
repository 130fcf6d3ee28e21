"""Answering by e-mail. An outgoing message carries an address that says, signed, who may answer what; whoever reads that mailbox gives each
message to `read`, then `actions.take_reply`. Rooms register what they do with the words from `AppConfig.ready()`.

The token is short and in lower case: a local part holds 64 characters and mail servers may change its case.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from rse.notifications import conf
from rse.notifications.exceptions import ReplyRefused

if TYPE_CHECKING:
    from rse.people.models import User

LONGEST = 20_000
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
ADDRESS = re.compile(r"reply\+([a-z0-9]{1,8})-([0-9a-z]{1,13})-([0-9a-z]{1,13})-([a-z2-7]{20})@", re.IGNORECASE)
MARKER = "##"
QUOTED = re.compile(
    r"^\s*(?:-{2,}\s*(?:message d.origine|message original|original message|forwarded message|message transf.r.)\b"
    r"|(?:le|on)\s.{4,200}(?:a .crit|wrote)\s*:?\s*$|_{10,}\s*$|(?:de|from)\s?:\s.*@)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Handler:
    """`take(user, pk, text)` writes the answer of `user` to object `pk` of `label` ("feed.post"), in the transaction that remembers the
    message; it asks its own permissions and raises PermissionDenied or ValidationError. `code` (8 letters at most) stands in addresses."""

    code: str
    label: str
    take: "Callable[[User, int, str], object]"


@dataclass(frozen=True)
class Reply:
    """A message understood: the account, the object ("feed.post:7"), the new words, and what makes it unique."""

    user_id: int
    sender: str
    about: str
    text: str
    message_id: str


_handlers: dict[str, Handler] = {}


def register(handler: Handler) -> None:
    """Add a handler. Raises ImproperlyConfigured when its code or its label is taken."""
    same = _handlers.get(handler.code)
    if (same is not None and same != handler) or any(one.label == handler.label and one != handler for one in _handlers.values()):
        raise ImproperlyConfigured(f"Two handlers of replies share {handler.code!r} or {handler.label!r}.")
    _handlers[handler.code] = handler


def handler_of(label: str) -> Handler | None:
    return next((handler for handler in _handlers.values() if handler.label == label), None)


def address(user_id: int, about: str) -> str:
    """Where the person answers `about` by e-mail; "" when nobody reads replies or no room takes them."""
    label, _colon, pk = about.rpartition(":")
    handler = handler_of(label)
    if handler is None or not conf.reply_domain() or not pk.isdecimal():
        return ""
    body = f"{handler.code}-{_base36(int(pk))}-{_base36(user_id)}"
    return f"reply+{body}-{_seal(body)}@{conf.reply_domain()}"


def marker() -> str:
    """The first line of a message that can be answered."""
    words = _("Answer above this line")
    return f"{MARKER} {words} {MARKER}"


def read(message: EmailMessage) -> Reply:
    """Understand one incoming message, whatever it holds. Raises ReplyRefused: not one of our addresses, a machine's answer, no new word."""
    if _is_automatic(message):
        raise ReplyRefused("automatic")
    handler, pk, user_id = _recipient(message)
    text = new_words(_text_of(message))
    if not text:
        raise ReplyRefused("empty")
    unique = str(message.get("Message-ID", "")).strip()[:300] or f"<{hashlib.sha256(message.as_bytes()).hexdigest()}@no-id>"
    return Reply(user_id, parseaddr(str(message.get("From", "")))[1], f"{handler.label}:{pk}", text, unique)


def new_words(text: str) -> str:
    """What the person wrote, without what they quote nor their signature. Linear in the length of `text`."""
    kept: list[str] = []
    for line in text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.lstrip(" >").startswith(MARKER) or line.rstrip() == "--" or line == "-- " or QUOTED.match(line[:300]):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line.rstrip())
    return "\n".join(kept).strip()


def _recipient(message: EmailMessage) -> tuple[Handler, int, int]:
    found = " ".join(str(value) for name in ("To", "Cc", "Delivered-To", "X-Original-To") for value in message.get_all(name, []))[:LONGEST]
    for match in ADDRESS.finditer(found):
        code, pk, user, seal = (part.lower() for part in match.groups())
        if code in _handlers and hmac.compare_digest(seal, _seal(f"{code}-{pk}-{user}")):
            return _handlers[code], int(pk, 36), int(user, 36)
    raise ReplyRefused("address")


def _is_automatic(message: EmailMessage) -> bool:
    """Absence messages, bounces and lists answer machines; two machines would never stop."""
    submitted = str(message.get("Auto-Submitted", "no")).strip().lower()
    precedence = str(message.get("Precedence", "")).strip().lower()
    bounce = message.get_content_type() == "multipart/report" or str(message.get("Return-Path", "x")).strip() == "<>"
    return submitted != "no" or precedence in {"bulk", "junk", "list", "auto_reply"} or bounce or "X-Autoreply" in message


def _text_of(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    try:
        content = str(body.get_content())
    except (LookupError, UnicodeError, KeyError):
        return ""
    if body.get_content_type() != "text/html":
        return content
    reader = _Words()
    reader.feed(content[: LONGEST * 4])
    return "".join(reader.parts)


class _Words(HTMLParser):
    """Text of an HTML body; what stands in a quotation or in a style is left out."""

    SILENT = frozenset({"blockquote", "style", "script", "head"})
    BREAKS = frozenset({"p", "div", "br", "li", "tr"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag in self.SILENT
        if tag in self.BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(0, self.depth - (tag in self.SILENT))

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.parts.append(data)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits or "0"


def _seal(body: str) -> str:
    """100 bits of HMAC-SHA256, in letters that survive a change of case."""
    digest = hmac.new(b"relais.notifications.reply:" + conf.secret_key().encode(), body.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest)[:20].decode().lower()
