"""The analyser: what two people call the same thing becomes the same word."""

import time

import pytest

from referents.text import analyse, fold, spellings, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("les écoles", "Ecole"),
        ("l’élagage", "ELAGAGE"),
        ("cœur", "coeur"),
        ("une policière", "des policiers"),
        ("réserver", "réservation"),
        ("poubelles jaunes", "poubelle jaune"),
        ("tri des déchets", "tri du dechet"),
        ("un rendez-vous", "un RDV svp"),
        ("les vac d’été", "les vacances d'été"),
        ("mon appart", "mon appartement"),
        ("l'asso", "l'association"),
        ("mot de passe", "mdp"),
        ("jaunissssant", "jaunissant"),
    ],
)
def test_two_ways_of_saying_it_meet(one, other):
    assert analyse(one) == analyse(other) != []


@pytest.mark.parametrize("acronym", ["PLU", "CCAS", "HLM", "RSA", "ATSEM", "CNI", "PACS", "PV", "RH"])
def test_an_acronym_survives(acronym):
    assert analyse(f"le {acronym} svp") == [acronym.lower()]


def test_stop_words_greetings_and_sms_particles_say_nothing():
    assert analyse("Bonjour madame, pk c koi ke vs faites svp stp mdr ???") == []


def test_words_that_only_look_alike_stay_apart():
    assert analyse("travaux") != analyse("travail")
    assert analyse("permis") != analyse("permettre")


def test_addresses_mentions_and_signs_are_dropped():
    assert analyse("@ville https://exemple.fr/x #travaux 😀 habitant·e·s") == ["travaux", "habit"]


def test_nothing_comes_of_nothing():
    assert analyse("") == analyse("  …!?") == []


def test_folding_keeps_signs_and_words_keep_all_words():
    assert fold("L’ÉTÉ, déjà !") == " ete, deja !"
    assert words("C’est à l’école") == ["est", "a", "ecole"]


def test_a_long_message_is_read_in_a_few_milliseconds():
    text = "La poubelle de la rue des Écoles déborde encore, c’est inadmissible. " * 100
    start = time.perf_counter()
    analyse(text)
    assert time.perf_counter() - start < 0.2


def test_a_folded_word_keeps_the_spelling_of_its_message():
    assert spellings("L’École, à côté des écoles : L'ÉTÉ") == {
        "l": "l",
        "ecole": "école",
        "a": "à",
        "cote": "côté",
        "des": "des",
        "ecoles": "écoles",
        "ete": "été",
    }
