"""What somebody types is read fast and never refused."""

from time import thread_time

import pytest
from modelsearch.query import MATCH_NONE, And

from search.highlight import highlight
from search.parser import MOST_WORDS, parse

LONG = 50_000
HOSTILE = {
    "quotes": '"' * LONG, "guillemets": "«" * LONG, "minus": "-" * LONG, "minus words": "-a " * (LONG // 3), "spaces": " " * LONG, "one word": "a" * LONG,
    "apostrophes": "l'" * (LONG // 2), "accents": "e\u0301" * (LONG // 2), "combining": "\u0301" * LONG, "brackets": "(" * LONG, "stars": "*" * LONG,
    "nul": "\x00" * LONG, "colons": "a:b " * (LONG // 4), "or": "OR AND NOT " * (LONG // 11), "words": "école piscine " * (LONG // 14),
    "half": '"école -' * (LONG // 8), "rtl": "\u202e" * LONG, "emoji": "🙂" * LONG, "long hyphens": "a-" * (LONG // 2), "ligatures": "ﬃ" * LONG,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_fifty_kilobytes_are_read_in_a_tenth_of_a_second_of_work(name: str) -> None:
    began = thread_time()
    typed = parse(HOSTILE[name])
    assert typed.empty in (True, False)
    assert typed.query is not None
    assert thread_time() - began < 0.1


@pytest.mark.parametrize("name", HOSTILE)
def test_a_highlight_of_anything_is_fast_and_whole(name: str) -> None:
    began = thread_time()
    pieces = highlight(HOSTILE[name], "école piscine")
    assert thread_time() - began < 0.2
    assert all(piece.text for piece in pieces)


def test_phrases_and_exclusions_are_read_in_both_kinds_of_quotes() -> None:
    typed = parse('piscine «bassin extérieur» "carte de dix" -patinoire -«petit bassin»')
    assert typed.loose == "piscine"
    assert typed.phrases == ("bassin extérieur", "carte de dix")
    assert typed.without == ("patinoire", "petit bassin")


def test_a_hyphen_inside_a_word_excludes_nothing() -> None:
    assert parse("rendez-vous Jean-Zay").without == ()


def test_stop_words_alone_are_nothing_to_look_for() -> None:
    assert parse("le la les de du").empty
    assert parse("« »").empty
    assert not parse("le car").empty


def test_a_highlight_marks_every_form_and_escapes_nothing_itself() -> None:
    pieces = highlight("<b>Les écoles</b> ferment, l’école des Tilleuls aussi.", "ecole")
    assert [piece.text for piece in pieces if piece.hit] == ["écoles", "école"]
    assert "".join(piece.text for piece in pieces) == "<b>Les écoles</b> ferment, l’école des Tilleuls aussi."


def test_a_highlight_shows_the_place_that_answers() -> None:
    text = "Rien à voir ici. " * 40 + "La piscine ouvre à midi. " + "Plus rien ensuite. " * 40
    pieces = highlight(text, "horaires piscine", length=120)
    assert any(piece.hit and piece.text == "piscine" for piece in pieces)
    assert len("".join(piece.text for piece in pieces)) < 140
    assert pieces[0].text == "… "


def test_one_word_may_be_missing_phrases_and_exclusions_may_not() -> None:
    assert str(parse("piscine").relaxed) == str(MATCH_NONE)
    relaxed = parse('horaires de la piscine "plan neige" -verglas').relaxed
    assert isinstance(relaxed, And)
    either, phrase, unwanted = relaxed.subqueries
    assert [query.query_string for query in either.subqueries] == ["piscine", "horaires"]
    assert (phrase.query_string, unwanted.subquery.query_string) == ("plan neige", "verglas")


def test_a_word_said_twice_is_asked_once_and_a_paste_is_cut() -> None:
    assert parse("école École piscine ecole tilleuls").loose == "école piscine tilleuls"
    assert parse(" ".join(f"mot{number}" for number in range(60))).loose.count("mot") == MOST_WORDS
