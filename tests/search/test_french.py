"""French words: pairs that must meet and pairs that must not, elisions, acronyms, spelling, synonyms."""

import pytest

from search.french.spelling import distance, near
from search.french.thesaurus import Thesaurus
from search.french.words import words

PAIRS = [
    ("collectivite", "collectivités"), ("signaler", "signalées"), ("directrice", "directeur"), ("ecol", "école"), ("élus", "élu"), ("elus", "élue"),
    ("chargee", "chargé"), ("conseillere", "conseiller"), ("technicienne", "techniciens"), ("conductrice", "conducteurs"), ("jardinières", "jardinier"),
    ("cheffe", "chefs"), ("agente", "agents"), ("nageuse", "nageur"), ("administratrice", "administrateur"), ("encadrante", "encadrants"),
    ("municipaux", "municipale"), ("travaux", "travail"), ("jeux", "jeu"), ("dangereuse", "dangereux"), ("menus", "menu"), ("velos", "vélo"),
    ("musee", "musées"), ("gratuite", "gratuit"), ("signalement", "signaler"), ("électrique", "electriques"), ("œuvre", "oeuvres"),
]  # fmt: skip
APART = [("mairie", "mariage"), ("mer", "mare"), ("police", "polir"), ("poule", "poulet"), ("bus", "but")]


def terms(text: str) -> set[str]:
    return {stem for word in words(text) if not word.stop for stem in word.stems}


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_forms_of_a_word_meet(one: str, other: str) -> None:
    assert terms(one) & terms(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_words_stay_apart(one: str, other: str) -> None:
    assert not terms(one) & terms(other)


def test_elisions_go_and_their_word_stays() -> None:
    assert [word.folded for word in words("L’école, jusqu'à l'Hôtel-de-Ville aujourd’hui") if not word.stop] == ["ecole", "hotel", "ville", "aujourdhui"]


def test_acronyms_survive_whatever_they_look_like() -> None:
    assert [word.folded for word in words("la DGS, le CCAS, le PLUi, le SI") if not word.stop] == ["dgs", "ccas", "plui", "si"]
    assert terms("DGS") == terms("dgs")


def test_a_word_knows_where_it_stands_in_the_text() -> None:
    text = "C’est l’été à l’école"
    assert [text[word.start : word.end] for word in words(text) if not word.stop] == ["été", "école"]


@pytest.mark.parametrize(
    ("left", "right", "far"), [("kesler", "kessler", 1), ("marchla", "marchal", 1), ("diallo", "diallo", 0), ("piscine", "piscines", 1), ("rue", "vélo", 3)]
)
def test_mistakes_are_counted_as_people_make_them(left: str, right: str, far: int) -> None:
    assert distance(left, right, 2) == far


def test_only_the_nearest_words_correct_a_mistake_and_short_words_are_left_alone() -> None:
    known = ["piscine", "piscines", "pissenlit", "piste"]
    assert near("piscinne", lambda beginning: known) == ["piscine"]
    assert near("bus", lambda beginning: ["bas", "but"]) == []


def test_the_longest_expression_is_recognised_first() -> None:
    known = Thesaurus([["CCAS", "centre communal d’action sociale"], ["centre", "milieu"]])
    typed = [word for word in words("le centre communal d'action sociale") if not word.stop]
    (span,) = known.spans(typed)
    assert (span.length, [[word.folded for word in other] for other in span.alternatives]) == (4, [["ccas"]])
