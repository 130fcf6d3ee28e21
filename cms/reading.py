"""What a page says, as its readers get it: the words, the outline, the images, the links, the tables. Pure once the page is given as HTML."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.db.models import Field
from django.utils.html import escape
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.blocks import TextBlock as WordsBlock
from wagtail.fields import RichTextField, StreamField

from cms.blocks.media import DescribedImageBlock
from cms.blocks.tables import CaptionedTableBlock
from cms.blocks.text import HeadingBlock

# A `<` that no whole tag follows. Each alternative starts with signs of its own and gives nothing back: one pass, whatever the text.
UNFINISHED = re.compile(r"""<(?!/?[a-zA-Z](?:[^<>"']|"[^"<]*+"|'[^'<]*+'){0,4000}+>)""")
SPOKEN = ("intro", "summary", "note")


@dataclass(frozen=True)
class Link:
    text: str
    href: str


@dataclass(frozen=True)
class Picture:
    """`alt` is None where nobody said anything: an empty one says that the image only decorates."""

    alt: str | None
    src: str


@dataclass(frozen=True)
class Table:
    headers: int
    rows: int
    caption: str = ""


@dataclass
class Reading:
    """`lines` holds headings and paragraphs in the order of the page; `paragraphs` leaves the headings out."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


def html_of(page: Any) -> str:  # Any: a page of any type
    """What the author wrote, as plain HTML, in the order of the fields; what blocks fetch for their reader (people, posts, answers) is not theirs."""
    return "\n".join(_field_html(page, one) for one in page._meta.get_fields() if isinstance(one, Field))


def _field_html(page: Any, one: "Field[Any, Any]") -> str:
    value = getattr(page, one.name, None) if isinstance(one, StreamField | RichTextField) or one.name in SPOKEN else None
    if not value:
        return ""
    if isinstance(one, StreamField):
        return "\n".join(_block_html(child.block, child.value) for child in value)
    return str(value) if isinstance(one, RichTextField) else f"<p>{escape(value)}</p>"


def _block_html(block: Any, value: Any) -> str:  # Any: blocks and values of every sort
    if value is None or value == "":
        return ""
    if isinstance(block, DescribedImageBlock):
        return _image_html(value)
    if isinstance(block, CaptionedTableBlock):
        return _table_html(value)
    if isinstance(block, HeadingBlock):
        return f"<h2>{escape(value)}</h2>"
    if isinstance(block, StructBlock):
        return "\n".join(_block_html(child, value.get(name)) for name, child in block.child_blocks.items())
    if isinstance(block, StreamBlock):
        return "\n".join(_block_html(child.block, child.value) for child in value)
    if isinstance(block, ListBlock):
        return "\n".join(_block_html(block.child_block, child) for child in value)
    if isinstance(block, RichTextBlock):
        return str(value.source)
    return f"<p>{escape(value)}</p>" if isinstance(block, CharBlock | WordsBlock) else ""


def _image_html(value: Any) -> str:
    image, said = value.get("image"), (value.get("alt") or "").strip()
    words = "" if value.get("decorative") else said or None
    source = escape(image.file.name) if image else ""
    shown = f'<img src="{source}">' if words is None else f'<img src="{source}" alt="{escape(words)}">'
    return shown + f"<p>{escape(value.get('caption') or '')}</p>"


def _table_html(value: Any) -> str:
    heads = "".join(f"<th>{escape(column['heading'])}</th>" for column in value.columns if column["heading"])
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell.value)}</td>" for cell in row) + "</tr>" for row in value.rows)
    return f"<table><caption>{escape(value.caption)}</caption><tr>{heads}</tr>{rows}</table>"


def read(html: str) -> Reading:
    """What the markup says; time grows with its length, however broken it is."""
    reader = _Reader()
    reader.feed(whole_tags(html))
    reader.close()
    reader.rest()
    return reader.found


def whole_tags(html: str) -> str:
    """The same markup without its comments, where each `<` opens a tag that ends before the next one: any other is a sign like another.

    Python's parser looks for the end of an unfinished tag, comment or declaration as far as the end of the text, once for each of them
    (CVE-2025-6069): a pasted page of a few hundred kilobytes would keep it busy for minutes.
    """
    kept, at = [], 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        kept.append(html[at:start])
        at = end + 3
    return UNFINISHED.sub("&lt;", "".join([*kept, html[at:]]))


def reading_of(page: Any) -> Reading:
    return read(html_of(page))


class _Reader(HTMLParser):
    BLOCKS = frozenset({"p", "li", "div", "section", "article", "figure", "figcaption", "tr", "br", "dt", "dd", "blockquote", "ul", "ol", "table", "caption"})
    HEADINGS = {f"h{level}": level for level in range(1, 7)}
    SILENT = frozenset({"script", "style", "template", "svg"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Reading()
        self.words: list[str] = []
        self.heading: list[str] | None = None
        self.link: tuple[str, list[str]] | None = None
        self.table: list[int] | None = None
        self.caption: list[str] | None = None
        self.silent = 0

    def rest(self) -> None:
        said = " ".join("".join(self.words).split())
        self.words = []
        if said:
            self.found.paragraphs.append(said)
            self.found.lines.append(said)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.silent += tag in self.SILENT
        if tag in self.BLOCKS or tag in self.HEADINGS:
            self.rest()
        if tag in self.HEADINGS:
            self.heading = []
        elif tag == "a":
            to = held.get("href") or " ".join(filter(None, (held.get("linktype"), held.get("id"))))
            self.link = (to, [held.get("aria-label") or ""])
        elif tag in {"img", "embed"}:
            self.found.pictures.append(Picture(held.get("alt", "") if "alt" in held else None, held.get("src") or ""))
            if self.link is not None:
                self.link[1].append(held.get("alt") or "")
        elif tag == "table":
            self.table, self.caption = [0, 0], None
        elif tag == "caption":
            self.caption = []
        elif self.table is not None and tag in {"th", "tr"}:
            self.table[tag == "tr"] += 1

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in self.SILENT))
        if tag in self.HEADINGS and self.heading is not None:
            title = " ".join("".join(self.heading).split())
            self.found.headings.append((self.HEADINGS[tag], title))
            self.found.lines.append(title)
            self.heading = None
        elif tag == "a" and self.link is not None:
            self.found.links.append(Link(" ".join(" ".join(self.link[1]).split()), self.link[0]))
            self.link = None
        elif tag == "table" and self.table is not None:
            self.found.tables.append(Table(self.table[0], self.table[1], " ".join("".join(self.caption or []).split())))
            self.table = None
        if tag in self.BLOCKS or tag in self.HEADINGS:
            self.rest()

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.heading is not None:
            self.heading.append(data)
            return
        if self.link is not None:
            self.link[1].append(data)
        if self.caption is not None and self.table is not None and self.table[1] == 0:
            self.caption.append(data)
        self.words.append(data)
