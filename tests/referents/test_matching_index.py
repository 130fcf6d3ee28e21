"""The pure index, and the development messages on the shipped thesaurus."""

import json
import time
from pathlib import Path

import pytest

from referents import thesaurus
from referents.matching.index import NOTHING, Index, Subject
from referents.matching.measuring import Labelled, measure
from referents.text import analyse

DEVELOPMENT = Path(__file__).parent / "data" / "dev_messages.jsonl"


def make_index(*subjects: tuple[str, str, str]) -> Index:
    """Subjects as (body, name, "term, term")."""
    return Index([Subject(key, body, name, tuple(terms.split(", ")), ()) for key, (body, name, terms) in enumerate(subjects, start=1)], analyse=analyse)


@pytest.fixture(scope="module")
def shipped() -> Index:
    tables = thesaurus.read().topics
    bodies = [f"EXTERNAL:{table['body']}" if table["code"] == "EXTERNAL" else table["code"] for table in tables]
    return Index(
        [
            Subject(key, body, table["name"], tuple(table["terms"]), tuple(table["examples"]))
            for key, (body, table) in enumerate(zip(bodies, tables, strict=True))
        ],
        analyse=analyse,
    )


def codes(index: Index, text: str) -> list[str]:
    return [code for code, _score in index.read(text).departments]


def test_the_department_whose_words_are_said_comes_first():
    index = make_index(("VOI", "Nid-de-poule", "trou, chaussée"), ("PRO", "Encombrants", "matelas, canapé"))
    assert codes(index, "un vieux canapé sur le trottoir")[0] == "PRO"


def test_the_message_s_own_words_are_given_as_the_grounds():
    index = make_index(("VOI", "Nid-de-poule", "trou, chaussée"), ("PRO", "Encombrants", "matelas, canapé"))
    assert index.read("Des MATELAS rue Haute").subjects[0].words == ("matelas",)
    assert index.read("La Chaussée est ouverte").subjects[0].words == ("chaussée",)


@pytest.mark.parametrize("typed", ["encombrrants", "encombants", "emcombrants", "encomrbants"])
def test_a_slip_in_a_long_word_is_forgiven(typed):
    index = make_index(("VOI", "Nid-de-poule", "trou"), ("PRO", "Encombrants", "encombrants"))
    assert codes(index, f"des {typed} partout")[0] == "PRO"


def test_a_slip_in_a_short_word_is_not_guessed():
    assert make_index(("VOI", "Trou", "trou")).read("clou") == NOTHING


def test_nothing_is_said_of_unknown_words_or_of_an_empty_index():
    assert make_index(("VOI", "Trou", "trou")).read("xyzzy ?") == NOTHING
    assert Index([], analyse=analyse).read("trou") == NOTHING


def test_all_bodies_outside_are_one_department_and_keep_their_own_order():
    index = make_index(("EXTERNAL:caf", "Caf", "allocations, apl"), ("EXTERNAL:gaz", "Gaz", "gaz"), ("VOI", "Trou", "trou"))
    reading = index.read("mes allocations apl")
    assert reading.departments[0][0] == "EXTERNAL"
    assert [code for code, _score in reading.departments].count("EXTERNAL") == 1
    assert reading.bodies[0][0] == "EXTERNAL:caf"
    assert reading.best_of("EXTERNAL").key == 1


def test_a_message_that_speaks_to_the_town_stays_with_the_town_when_both_could_answer():
    index = make_index(("LOG", "Aide aux travaux", "rénovation, façade"), ("EXTERNAL:ministere", "Aides de l’État", "rénovation, prime"))
    assert codes(index, "une aide pour la rénovation")[0] == "EXTERNAL"
    assert codes(index, "votre aide pour la rénovation de façade")[0] == "LOG"
    assert codes(index, "la mairie aide-t-elle la rénovation de façade")[0] == "LOG"


def test_a_topic_without_anybody_is_found_but_names_no_department():
    index = make_index(("", "Divers", "trou"), ("VOI", "Route", "route"))
    assert index.read("trou").subjects[0].key == 1
    assert "" not in codes(index, "trou")


def test_development_messages_find_their_department(shipped):
    rows = [json.loads(line) for line in DEVELOPMENT.read_text(encoding="utf-8").splitlines()]
    messages = [Labelled(row["text"], row["department"], tuple(row["also"])) for row in rows]
    figures = measure(messages, lambda text: codes(shipped, text))
    assert figures["n"] >= 120
    assert figures["top3"] >= 0.92
    assert figures["first_or_also"] >= 0.85
    assert figures["external"]["precision"] >= 0.8
    assert figures["external"]["recall"] >= 0.8


def test_a_message_is_read_well_under_fifty_milliseconds(shipped):
    text = "Bonjour, la rue des Lilas est dans le noir depuis lundi et mon fils rentre à pied du collège, que faites-vous ? " * 3
    start = time.perf_counter()
    for _ in range(10):
        shipped.read(text)
    assert (time.perf_counter() - start) / 10 < 0.05


def test_figures_are_those_of_their_definitions():
    answers = {"a": ["VOI", "PRO"], "b": ["EXTERNAL", "VOI"], "c": ["EXTERNAL"], "d": ["PRO", "VOI", "ESV", "EXTERNAL"], "e": []}
    messages = [
        Labelled("a", "PRO", ("VOI",), verbatim=True),
        Labelled("b", "VOI", ("EXTERNAL",)),
        Labelled("c", "EXTERNAL"),
        Labelled("d", "EXTERNAL"),
        Labelled("e", "VOI"),
    ]
    figures = measure(messages, lambda text: answers[text])
    assert (figures["n"], figures["first"], figures["first_or_also"], figures["top3"]) == (5, 0.2, 0.6, 0.6)
    assert figures["macro_top3"] == round((1 + 0.5 + 0.5) / 3, 3)
    assert figures["external"] == {"precision": 1.0, "recall": 0.5}
    assert figures["by_verbatim"]["true"]["n"] == 1
    assert figures["by_verbatim"]["true"]["first"] == 0.0
