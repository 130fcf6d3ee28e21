"""Files as people send them, honest and hostile, made on the spot."""

import io
import zlib
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter

WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
OFFICE = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:text>{}</office:text></office:body></office:document-content>"
)


def zipped(**members: str) -> bytes:
    """Members by name, « / » written « __ » and « . » written « _ »."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return made.getvalue()


def docx(*paragraphs: str) -> bytes:
    return zipped(word__document_xml=WORD.format("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)))


def odt(*paragraphs: str) -> bytes:
    return zipped(content_xml=OFFICE.format("".join(f"<text:p>{text}</text:p>" for text in paragraphs)))


def xlsx(*cells: str) -> bytes:
    book, made = Workbook(), io.BytesIO()
    book.active.append(cells)
    book.save(made)
    return made.getvalue()


def pdf(text: str) -> bytes:
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
    return whole_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(content)).encode() + b" >>\nstream\n" + content + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )


def whole_pdf(*objects: bytes) -> bytes:
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += str(number).encode() + b" 0 obj\n" + body + b"\nendobj\n"
    start = len(made)
    made += b"xref\n0 " + str(len(objects) + 1).encode() + b"\n0000000000 65535 f \n" + b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return made + b"trailer\n<< /Root 1 0 R /Size " + str(len(objects) + 1).encode() + b" >>\nstartxref\n" + str(start).encode() + b"\n%%EOF\n"


def locked_pdf(word: str) -> bytes:
    writer, made = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("secret")))), io.BytesIO()
    writer.encrypt(word, owner_password="mairie", algorithm="AES-256")  # noqa: S106 - of a file of the test
    writer.write(made)
    return made.getvalue()


def endless_pdf() -> bytes:
    """A tree of pages that contains itself, hundreds of times at each turn."""
    return whole_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [" + b"2 0 R " * 300 + b"] /Count 999999999 >>")


def swollen_pdf() -> bytes:
    """A page whose drawing unpacks to hundreds of megabytes."""
    content = zlib.compress(zlib.compress(b"BT (a) Tj ET " * 8_000_000, 9), 9)
    return whole_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Filter [/FlateDecode /FlateDecode] /Length " + str(len(content)).encode() + b" >>\nstream\n" + content + b"\nendstream",
    )


HOSTILE = {
    "bomb.docx": lambda: zipped(word__document_xml=WORD.format(" " * 80_000_000)),
    "many.docx": lambda: zipped(word__document_xml=WORD.format(""), **{f"m{number}": "" for number in range(5_001)}),
    "outside.docx": lambda: zipped(
        word__document_xml='<!DOCTYPE d [<!ENTITY out SYSTEM "file:///etc/passwd">]>' + WORD.format("<w:p><w:r><w:t>&out;</w:t></w:r></w:p>")
    ),
    "laughs.odt": lambda: zipped(
        content_xml='<!DOCTYPE d [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + OFFICE.format("<text:p>&b;</text:p>")
    ),
    "empty.docx": lambda: b"",
    "cut.docx": lambda: docx("Règlement")[:-40],
    "torn.xlsx": lambda: zipped(xl__workbook_xml="<workbook/>", xl__sharedStrings_xml="<sst><si><t>coupé"),
    "other.odt": lambda: docx("Règlement"),
    "pdf-inside.docx": lambda: pdf("Règlement"),
    "two-things.pdf": lambda: b"GIF89a" + pdf("Règlement"),
    "two-things.docx": lambda: b"GIF89a" + docx("Règlement"),
    "locked.pdf": lambda: locked_pdf("ouvre-toi"),
    "endless.pdf": endless_pdf,
    "turning.pdf": lambda: pdf("Règlement").replace(b"/Root 1 0 R", b"/Prev 0 /Root 9 0 R"),
    "noise.pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400,
    "swollen.pdf": swollen_pdf,
}  # fmt: skip
