"""What search lends to the plugin: synonyms that editors keep, feminine forms; messages find their department with them."""

import json
from pathlib import Path

import pytest

from integrations.bridges import language
from referents import matching, text, thesaurus
from referents.matching.measuring import Labelled, measure
from search import synonyms
from search.models import Synonym

pytestmark = pytest.mark.django_db

# Invented messages, said with acronyms that no subject of the thesaurus holds and as everybody reads them.
SAID_OTHERWISE = [
    ("Mon QF a changé", "Mon quotient familial a changé"),
    ("La DRH prend-elle des stagiaires ?", "Les ressources humaines prennent-elles des stagiaires ?"),
    ("Comment joindre la DSI ?", "Comment joindre l’informatique ?"),
    ("Le CTM est ouvert samedi ?", "Le centre technique municipal est ouvert samedi ?"),
    ("Une initiation PSC1 est prévue ?", "Une initiation aux premiers secours est prévue ?"),
    ("Je voudrais écrire à la DGS", "Je voudrais écrire à la direction générale des services"),
]


@pytest.fixture(autouse=True)
def _shipped() -> None:
    thesaurus.load()
    synonyms.forget()


@pytest.fixture
def without(settings) -> None:
    settings.REFERENTS = {**settings.REFERENTS, "SYNONYMS": "referents.text.no_synonyms", "ANALYSER": "referents.text.analyse"}


def same_department() -> list[bool]:
    pairs = [(matching.departments(said)[:1], matching.departments(plain)[:1]) for said, plain in SAID_OTHERWISE]
    assert all(plain for _said, plain in pairs)
    return [said == plain for said, plain in pairs]


def test_a_rarer_word_finds_the_department_of_the_plain_one() -> None:
    assert all(same_department())


def test_without_what_search_lends_most_of_them_do_not(without: None) -> None:
    assert sum(same_department()) <= len(SAID_OTHERWISE) / 2


def test_what_an_editor_adds_counts_and_what_they_put_out_of_use_no_longer(settings) -> None:
    def code() -> list[str]:
        synonyms.forget()
        return matching.departments("Un zigloutron ?")[:1]

    assert code() == []
    added = Synonym.objects.create(words="zigloutron\nlampadaire")
    assert code() == matching.departments("Un lampadaire ?")[:1] != []
    Synonym.objects.filter(pk=added.pk).update(active=False)
    assert code() == []


def test_a_word_that_subjects_say_is_never_read_otherwise() -> None:
    before = matching.departments("La piscine est fermée")
    Synonym.objects.create(words="piscine\nlampadaire")
    synonyms.forget()
    assert matching.departments("La piscine est fermée") == before


def test_the_reason_quotes_what_the_citizen_wrote() -> None:
    assert "qf" in matching.match("Mon QF a changé").topics[0].words


@pytest.mark.parametrize(
    ("said", "other"), [("la directrice", "le directeur"), ("une conductrice", "un conducteur"), ("les élues", "un élu"), ("animatrices", "animateur")]
)
def test_feminine_titles_are_read_as_the_masculine(said: str, other: str) -> None:
    assert language.analyse(said) == language.analyse(other) != []


def test_bringing_forms_together_never_makes_a_word_say_nothing() -> None:
    for said in ("entrée", "mois", "bus", "avis"):
        assert language.analyse(said) == text.analyse(said) != []


def test_the_ranking_is_no_worse_for_it(request: pytest.FixtureRequest) -> None:
    """On the development messages, beside the figures of the plugin alone."""
    lines = (Path(__file__).parents[1] / "referents/data/dev_messages.jsonl").read_text(encoding="utf-8").splitlines()
    messages = [Labelled(row["text"], row["department"], tuple(row["also"])) for row in map(json.loads, lines)]
    lent = measure(messages, matching.departments)
    request.getfixturevalue("without")
    alone = measure(messages, matching.departments)
    assert all(lent[figure] >= alone[figure] for figure in ("first", "first_or_also", "top3", "macro_top3")), (lent, alone)
