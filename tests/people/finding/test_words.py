import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rse.people.finding.words import distance, initials, sound, stem, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("directrice", "directeur"),
        ("jardiniere", "jardinier"),
        ("technicienne", "technicien"),
        ("chargee", "charge"),
        ("agentes", "agent"),
        ("cheffe", "chef"),
        ("sportives", "sportif"),
        ("sociaux", "social"),
        ("eaux", "eau"),
        ("elus", "elu"),
    ],
)
def test_gender_and_number_do_not_matter(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("gauthier", "gotier"), ("quere", "kere"), ("philippe", "filip"), ("lefebvre", "lefebvres"), ("thibault", "tibo")])
def test_names_heard_alike_sound_alike(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other", "slips"), [("diallo", "dialo", 1), ("felix", "felxi", 1), ("lamotte", "lamotte", 0), ("hamon", "amons", 2)])
def test_slips_are_counted(one, other, slips):
    assert distance(one, other, limit=2) == slips


def test_words_too_far_are_not_compared_to_the_end():
    assert distance("diallo", "benali", limit=2) is None


@given(st.text("abcdé", max_size=12), st.text("abcdé", max_size=12))
def test_distance_is_the_same_both_ways(one, other):
    assert distance(one, other, limit=2) == distance(other, one, limit=2)


def test_a_double_name_is_also_one_word():
    assert words("Le Goff") == ("le", "goff", "legoff")
    assert words("N’Diaye") == ("n", "diaye", "ndiaye")


def test_initials_leave_out_little_words():
    assert initials("Centre communal d’action sociale") == "ccas"
    assert initials("Sports") == ""


@pytest.mark.parametrize("text", ["e" * 40, "es" * 20, "ph" * 20, "aux" * 13])
def test_a_hostile_word_is_read_in_no_time(text):
    begun = time.perf_counter()
    sound(text), stem(text), distance(text, text[::-1], limit=2)
    assert time.perf_counter() - begun < 0.05
