"""People's text becomes safe HTML, quickly whatever it holds."""

import re
import time

import pytest

from rse.core.text import clean, fold, to_html


def test_tags_are_shown_not_obeyed():
    assert to_html("<b>gras</b> & <script>x</script>") == "<p>&lt;b&gt;gras&lt;/b&gt; &amp; &lt;script&gt;x&lt;/script&gt;</p>"


def test_blank_lines_make_paragraphs_and_line_ends_stay():
    assert to_html("un\r\ndeux\n\n \ntrois") == "<p>un<br>deux</p><p>trois</p>"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("voir https://ville.fr/a.", "https://ville.fr/a"),
        ("(https://ville.fr/a)", "https://ville.fr/a"),
        ("https://ville.fr/a_(b)", "https://ville.fr/a_(b)"),
        ("« https://ville.fr/a »", "https://ville.fr/a"),
    ],
)
def test_a_link_ends_where_the_address_ends(text, address):
    assert f'href="{address}"' in to_html(text)
    assert to_html(text).count("<a ") == 1


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", 'https://x" onmouseover="alert(1)'])
def test_nothing_but_web_addresses_becomes_a_link_and_no_attribute_is_smuggled(text):
    html = to_html(text)
    tags = re.findall(r"<a [^>]*>", html)
    assert all(re.fullmatch(r'<a href="https://x" rel="[a-z ]+">', tag) for tag in tags)


def test_untrusted_html_keeps_only_a_few_tags():
    dirty = '<p onclick="x()">a<img src=x onerror=alert(1)><a href="javascript:x()">b</a><svg><script>c</script></svg></p>'
    assert clean(dirty) == '<p>a<a rel="noopener noreferrer nofollow">b</a></p>'


def test_fold_forgets_case_accents_ligatures_and_curly_apostrophes():
    assert fold("  Élus\u00a0d’Œuvre  ÇA ") == "elus d'oeuvre ca"


@pytest.mark.parametrize("unit", ["http://", "https://a(", "https://a)", "<", "\n\n", "\n \n", "a\u0301", "& "])
def test_fifty_kilobytes_of_anything_take_less_than_a_tenth_of_a_second(unit):
    text = unit * (50_000 // len(unit))
    start = time.process_time()
    to_html(text)
    fold(text)
    assert time.process_time() - start < 0.1
