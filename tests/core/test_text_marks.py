"""Names, subjects and words found in safe HTML, quickly whatever it holds."""

import time

import pytest

from rse.core.text import MOST_MARKS, clean, hashtags_in, named_in, to_html, to_plain, with_marks, words_of

MARKS = {"name": lambda handle: f"/nom/{handle}", "hashtag": lambda tag: f"/sujet/{tag}"}
HOSTILE = [
    "@" * 50_000,
    "@a" * 25_000,
    "@aa." * 12_500,
    "#aa " * 12_500,
    "<a " * 16_000,
    "<p>" * 16_000,
    "&lt;" * 12_500,
    "<ul><li>" * 6_000,
    '"<a href="' * 5_000,
]


def test_names_are_found_outside_links_code_and_addresses():
    html = clean('<p>@Karim.Benali, @plan-neige. a@b.fr <a href="https://x.fr">@Non</a> <code>@non</code> (@Jean-Pierre.O’Hara)</p>')
    assert named_in(html) == ["Karim.Benali", "plan-neige", "Jean-Pierre.O’Hara"]


def test_hashtags_are_found_once_whatever_the_accents_and_a_number_is_none():
    assert hashtags_in(clean("<p>#Déneigement #deneigement #12 #plan-neige n#non https://x.fr/#non</p>")) == ["Déneigement", "plan-neige"]


def test_marks_become_links_and_the_rest_stays():
    html = with_marks(clean("<p>Merci @Karim.Benali.57 ! #Neige</p>"), **MARKS)
    assert '<a href="/nom/Karim.Benali.57" rel="noopener noreferrer nofollow">@Karim Benali</a> !' in html
    assert '<a href="/sujet/Neige" rel="noopener noreferrer nofollow">#Neige</a>' in html


def test_marks_beyond_reason_stay_words():
    html = with_marks(to_html(" ".join(f"#mot{number}x" for number in range(500))), **MARKS)
    assert html.count("<a ") == 2 * MOST_MARKS
    assert html.count("#mot") == 500


def test_words_come_without_marks():
    assert words_of(clean("<p>Un</p><ul><li><p>deux</p></li></ul><p>A &lt; B</p>")).split() == ["Un", "deux", "A", "<", "B"]


def test_html_comes_back_as_somebody_would_type_it():
    html = clean('<p>Bonjour</p><ul><li><p>un</p></li><li><p>deux</p></li></ul><p>Voir <a href="https://x.fr/a?b=1&amp;c=2">ici</a></p>')
    assert to_plain(html) == "Bonjour\n- un\n- deux\n\nVoir ici https://x.fr/a?b=1&c=2"
    assert to_plain(to_html("un\ndeux\n\ntrois")) == "un\ndeux\n\ntrois"


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: text[:9])
@pytest.mark.parametrize("read", [clean, to_html], ids=["html", "plain"])
def test_fifty_kilobytes_of_malice_take_less_than_a_tenth_of_a_second_each(hostile, read):
    steps = (
        lambda: read(hostile),
        lambda: named_in(html),
        lambda: hashtags_in(html),
        lambda: words_of(html),
        lambda: to_plain(html),
        lambda: with_marks(html, **MARKS),
    )
    html = read(hostile)
    for step in steps:
        assert min(_seconds(step) for _try in range(3)) < 0.1


def _seconds(step) -> float:
    start = time.process_time()
    step()
    return time.process_time() - start
