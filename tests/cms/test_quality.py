"""How a page reads: French, outline, images, links, tables."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.quality.checks import quality
from cms.quality.french import readability, syllables
from cms.reading import read, whole_tags

EASY = "Le chat dort. Il est sur le lit. La nuit est là. Tout est calme ici. On ne fait pas de bruit. Il va au lit tôt. " * 2
HARD = (
    "La dématérialisation administrative interministérielle nécessite l’interopérabilité généralisée des référentiels organisationnels "
    "préalablement homologués conformément aux préconisations réglementaires communautaires "
    "simultanément applicables aux collectivités territoriales et à leurs établissements publics de coopération. "
)


@pytest.mark.parametrize(
    ("word", "heard"), [("chat", 1), ("maison", 2), ("table", 1), ("école", 2), ("mairie", 2), ("administration", 5), ("eau", 1), ("théâtre", 2), ("un", 1)]
)
def test_syllables_are_those_a_reader_hears(word: str, heard: int) -> None:
    assert syllables(word) == heard


def test_the_score_tells_a_primer_from_a_thesis() -> None:
    easy, hard = readability(EASY), readability(HARD)
    assert easy is not None
    assert hard is not None
    assert easy.score > 90
    assert hard.score < 0
    assert hard.long_sentences
    assert not easy.long_sentences
    assert readability("Trop court.") is None


def codes(html: str) -> list[str]:
    return [advice.code for advice in quality(read(html)).advice]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>Un</h2><p>a</p><h3>Deux</h3><h2>Trois</h2>", []),
        ("<h2>Un</h2><h4>Deux</h4>", ["heading_skipped"]),
        ("<h3>Un</h3>", ["heading_skipped"]),
        ("<h1>Un</h1>", ["heading_first"]),
        ("<h2> </h2>", ["heading_empty"]),
        ('<img src="/x/a.png">', ["alt_missing"]),
        ('<img src="/x/a.png" alt="">', []),
        ('<img src="/x/a.png" alt="IMG_2031.JPG">', ["alt_file"]),
        (f'<img src="/x/a.png" alt="{"mot " * 50}">', ["alt_long"]),
        ('<a href="/a">Cliquez ici</a>', ["link_vague"]),
        ('<a href="/a"></a>', ["link_empty"]),
        ('<a href="/a"><img src="b.png" alt="Le plan"></a>', []),
        ('<a href="/a">https://exemple.fr/a</a>', ["link_address"]),
        ('<a href="/a">Les menus</a> <a href="/b">Les menus</a>', ["link_same"]),
        ('<a href="/a">Les menus</a> <a href="/a">Les menus</a>', []),
        ("<table><caption>Horaires</caption><tr><th>Jour</th></tr><tr><td>Lundi</td></tr></table>", []),
        ("<table><tr><td>Lundi</td></tr></table>", ["table_headers", "table_caption"]),
    ],
)
def test_advice_names_what_an_author_can_mend(html: str, expected: list[str]) -> None:
    assert codes(html) == expected


def test_headings_and_words_stand_in_the_order_of_the_page() -> None:
    reading = read("<h2>Avant</h2><p>Un <b>mot</b>.</p><script>x()</script><ul><li>deux</li></ul>")
    assert reading.lines == ["Avant", "Un mot.", "deux"]


@pytest.mark.parametrize("html", ["<a>" * 16_000, "a" * 50_000, "é" * 25_000 + ". " * 12_000, "e" * 50_000 + "nt"])
def test_fifty_thousand_hostile_characters_are_read_in_a_moment(html: str) -> None:
    start = time.process_time()
    quality(read(html))
    assert time.process_time() - start < 1


BROKEN = ("<!--", "<!", "<?", "</", "<a ", '<a href="', "<![CDATA[", "<p", "<a href='x", "<script>", "<table><", "&", '<a b="<', "<!-- -->")


@pytest.mark.parametrize("piece", BROKEN)
def test_a_big_broken_text_is_read_in_one_pass(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes Python's parser look as far as the end of the text again and again is never given to it (CVE-2025-6069)."""
    asked: list[int] = []
    for name in ("parse_html_declaration", "parse_bogus_comment", "parse_pi", "parse_comment"):
        monkeypatch.setattr(HTMLParser, name, lambda _parser, at, *_report: asked.append(at) or at + 1)
    found = read("<h2>Avant</h2>" + piece * 40_000)
    assert asked == []
    assert found.headings == [(2, "Avant")]


@given(st.text(alphabet="<>/!-?=&\"' ab\n", max_size=200))
def test_every_sign_that_opens_a_tag_is_followed_by_its_end(text: str) -> None:
    left = whole_tags(text)
    for piece in left.split("<")[1:]:
        assert re.match(r"/?[a-zA-Z]", piece)
        assert ">" in piece
    assert whole_tags(left) == left


def test_whole_markup_is_left_as_it_is() -> None:
    html = '<p>3 &lt; 4 <a href="/a?b=1&amp;c=2" title="a > b">ici</a><br/><embed alt="x" embedtype="image" id="4" format="left"/></p>'
    assert whole_tags(html) == html
    assert whole_tags("<p>a<!-- dit -->b</p>") == "<p>ab</p>"
    assert whole_tags("3 < 4 et 5 > 4") == "3 &lt; 4 et 5 > 4"
