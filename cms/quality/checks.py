"""What an author can mend, from the RGAA 4.1.2: headings (9.1), images (1.1, 1.3), links (6.1), tables (5.6, 5.4), and length for the reader."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.quality.french import Readability, readability
from cms.reading import Reading

VAGUE = re.compile(
    r"^(cliquez( ici)?|ici|lire( la suite)?|en savoir plus|plus d.informations?|voir|suite|lien|télécharger|ce lien|click here|here|more)\W*$", re.IGNORECASE
)
ADDRESS = re.compile(r"^(https?://|www\.)\S+$", re.IGNORECASE)
FILE_NAME = re.compile(r"\.(avif|gif|jpe?g|png|svg|webp|heic|tiff?)$|^(img|dscn?|image|photo|capture)[-_ ]?\d+$", re.IGNORECASE)
LONGEST_ALT, LONGEST_PAGE = 150, 1200


@dataclass(frozen=True)
class Advice:
    """`rule` is the criterion of the RGAA, or "" for what no criterion asks."""

    code: str
    sentence: str
    rule: str = ""


@dataclass(frozen=True)
class Quality:
    readability: Readability | None
    outline: list[tuple[int, str]]
    advice: list[Advice]


def quality(reading: Reading) -> Quality:
    read = readability(reading.text)
    found = [*_headings(reading), *_pictures(reading), *_links(reading), *_tables(reading), *_length(read)]
    return Quality(read, reading.headings, found)


def _headings(reading: Reading) -> list[Advice]:
    """The title of the page is the first level; the body begins at the second and skips none."""
    found, before = [], 1
    for level, title in reading.headings:
        if not title:
            found.append(Advice("heading_empty", _("A heading is empty."), "9.1"))
        elif level == 1:
            found.append(Advice("heading_first", _("“%(title)s” is of the first level, which is the title of the page.") % {"title": title}, "9.1"))
        elif level > before + 1:
            found.append(Advice("heading_skipped", _("“%(title)s” skips a level: use the one right below the heading before.") % {"title": title}, "9.1"))
        before = level
    if not reading.headings and len(reading.text.split()) > 300:  # noqa: PLR2004 - a screen and a half
        found.append(Advice("heading_none", _("This text is long and has no heading: readers look for one every few paragraphs."), "9.1"))
    return found


def _pictures(reading: Reading) -> list[Advice]:
    found = []
    for picture in reading.pictures:
        name = picture.src.rpartition("/")[2]
        if picture.alt is None:
            found.append(Advice("alt_missing", _("The image %(name)s has no alternative text.") % {"name": name}, "1.1"))
        elif FILE_NAME.search(picture.alt):
            found.append(Advice("alt_file", _("“%(alt)s” is the name of a file: say what the image tells.") % {"alt": picture.alt}, "1.3"))
        elif len(picture.alt) > LONGEST_ALT:
            found.append(
                Advice("alt_long", _("An alternative text is longer than %(most)s characters: put the details in the text.") % {"most": LONGEST_ALT}, "1.3")
            )
    return found


def _links(reading: Reading) -> list[Advice]:
    found, places = [], dict[str, str]()
    for link in reading.links:
        words = link.text.strip()
        if not words:
            found.append(Advice("link_empty", _("A link has no words."), "6.2"))
        elif VAGUE.match(words):
            found.append(Advice("link_vague", _("“%(words)s” does not say where the link leads.") % {"words": words}, "6.1"))
        elif ADDRESS.match(words):
            found.append(Advice("link_address", _("A link shows its address: write the name of the page instead."), "6.1"))
        elif places.setdefault(words.lower(), link.href) != link.href:
            found.append(Advice("link_same", _("Several links say “%(words)s” and lead to different places.") % {"words": words}, "6.1"))
    return found


def _tables(reading: Reading) -> list[Advice]:
    found = []
    for table in reading.tables:
        if not table.headers:
            found.append(Advice("table_headers", _("A table has no header: tick its first row or its first column."), "5.6"))
        if not table.caption:
            found.append(Advice("table_caption", _("A table has no title."), "5.4"))
    return found


def _length(read: Readability | None) -> list[Advice]:
    if read is None:
        return []
    found = []
    if read.words > LONGEST_PAGE:
        found.append(Advice("page_long", _("%(words)s words: a reader gives five minutes. Can this be two pages?") % {"words": read.words}))
    for sentence in read.long_sentences:
        found.append(Advice("sentence_long", _("A long sentence: “%(start)s…”") % {"start": sentence[:80]}))
    return found
