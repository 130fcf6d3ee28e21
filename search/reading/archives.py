"""Office documents: a few XML members of a ZIP, unpacked as they are parsed, no further than a limit, with no entity nor DTD."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO
from xml.sax import SAXException  # noqa: S406 - raised by the parser below, which is defused
from xml.sax.handler import ContentHandler, feature_namespaces  # noqa: S406 - idem
from xml.sax.xmlreader import AttributesNSImpl  # noqa: S406 - idem
from zipfile import BadZipFile, ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from search.reading.refusals import Refused

MOST_MEMBERS = 5_000
# Unpacked, of all the members read.
MOST_BYTES = 64 * 1024 * 1024
BLOCK = 64 * 1024
ENCRYPTED = 0x1


@dataclass(frozen=True)
class Office:
    """`must`: the member that makes it what it says. `reads`: those that hold words. `within`: the elements whose text counts (none: all).
    `ends`: the elements after which a line ends."""

    must: str
    reads: Callable[[str], bool]
    within: frozenset[str]
    ends: frozenset[str]


def _word(name: str) -> bool:
    return name == "word/document.xml" or (name.startswith(("word/header", "word/footer", "word/footnotes", "word/comments")) and name.endswith(".xml"))


def _sheet(name: str) -> bool:
    return name == "xl/sharedStrings.xml" or (name.startswith("xl/worksheets/sheet") and name.endswith(".xml"))


OFFICE = {
    "docx": Office("word/document.xml", _word, frozenset({"t"}), frozenset({"p", "tab", "br"})),
    "odt": Office("content.xml", lambda name: name == "content.xml", frozenset({"p", "h"}), frozenset({"p", "h", "tab", "line-break"})),
    "xlsx": Office("xl/workbook.xml", _sheet, frozenset({"t"}), frozenset({"si", "is"})),
}


class Words(ContentHandler):
    """Hands over the text of the wanted elements, piece by piece."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office, self.depth = office, 0
        self.pieces: list[str] = []

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl) -> None:  # noqa: N802 - its name in SAX
        self.depth += name[1] in self.office.within

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802 - idem
        self.depth -= name[1] in self.office.within
        if name[1] in self.office.ends:
            self.pieces.append("\n")

    def characters(self, content: str) -> None:
        if self.depth:
            self.pieces.append(content)


def words(file: IO[bytes], kind: str) -> Iterator[str]:
    """Pieces of the text, in order. Raises Refused."""
    office = OFFICE[kind]
    try:
        with ZipFile(file) as archive:
            yield from _words(archive, office)
    except (BadZipFile, SAXException, zlib.error, EOFError, NotImplementedError, UnicodeError, ValueError) as error:
        raise Refused("bomb" if isinstance(error, DefusedXmlException) else "broken") from error


def _words(archive: ZipFile, office: Office) -> Iterator[str]:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise Refused("bomb")
    if office.must not in {member.filename for member in members}:
        raise Refused("unlike")
    left = MOST_BYTES
    for member in members:
        if office.reads(member.filename):
            if member.flag_bits & ENCRYPTED:
                raise Refused("encrypted")
            handler = Words(office)
            parser = make_parser()
            parser.setFeature(feature_namespaces, True)
            parser.forbid_dtd = True
            parser.setContentHandler(handler)
            for block in _unpacked(archive, member, left):
                left -= len(block)
                parser.feed(block)
                yield "".join(handler.pieces)
                handler.pieces.clear()
            parser.close()
            yield "".join(handler.pieces) + "\n"


def _unpacked(archive: ZipFile, member: ZipInfo, most: int) -> Iterator[bytes]:
    """What the member really unpacks to, whatever its header announces. Raises Refused beyond `most` bytes."""
    with archive.open(member) as unpacked:
        while block := unpacked.read(BLOCK):
            most -= len(block)
            if most < 0:
                raise Refused("bomb")
            yield block
