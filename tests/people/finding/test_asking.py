import time

import pytest

from rse.people.finding.asking import Asked, read


def test_titles_and_little_words_only_help():
    assert read("Mme Diallo du service des sports") == Asked(words=("diallo", "sports"), optional=("mme", "du", "service", "des"))


def test_little_words_alone_are_what_is_asked():
    assert read("Le") == Asked(words=("le",))


@pytest.mark.parametrize("query", ["01 00 00 00 12", "+33 1 00 00 00 12", "+33 (0)1 00 00 00 12", "0033100000012", "33100000012", "01.00.00.00.12"])
def test_a_number_is_the_same_however_it_is_spelt(query):
    assert read(query) == Asked(numbers=("0100000012",))


def test_the_end_of_a_number_may_stand_beside_words():
    assert read("diallo poste 0012") == Asked(words=("diallo",), optional=("poste",), numbers=("0012",))


def test_an_address_is_read_as_one():
    assert read("S.Diallo@ville.example") == Asked(address="s.diallo@ville.example")


@pytest.mark.parametrize("query", ["", "   ", "…!?", "\0\0", "٣٣٣٣", "++++", "( ) . -"])
def test_nothing_readable_asks_for_nobody(query):
    assert not read(query)


@pytest.mark.parametrize("query", ["a " * 25_000, "1 " * 25_000, "é" * 50_000, "+33" * 17_000, "\u0301" * 50_000, "@" * 50_000])
def test_a_long_query_is_read_to_its_eightieth_character(query):
    begun = time.perf_counter()
    asked = read(query)
    assert time.perf_counter() - begun < 0.1
    assert len(asked.words) <= 8
