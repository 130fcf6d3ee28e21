"""The same French on PostgreSQL: the words are ours, PostgreSQL keeps and ranks them."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from modelsearch.backends import get_search_backend
from modelsearch.query import MATCH_ALL, MATCH_NONE, And, Not, Or, Phrase, PlainText, SearchQuery
from pytest_django import Settings
from wagtail.models import Page

from search import synonyms
from search.backends.postgresql import lexemes
from search.backends.postgresql.backend import FrenchPostgresBackend
from search.finding import find, suggest
from search.french.thesaurus import Thesaurus
from search.models import Synonym
from search.scopes import Scope
from search.similar import similar
from tests.factories import UserFactory

CCAS = Thesaurus([["CCAS", "centre communal d’action sociale"]])


def test_a_word_gives_its_exact_form_and_its_stems_at_one_place() -> None:
    assert lexemes.vector([("l’École des élus", "A")]) == "'=ecole':1A 'ecol':1A '=elus':3A 'elu':3A"
    assert lexemes.vector([]) == lexemes.vector([("le la", "A")]) == ""


def test_two_fields_are_not_side_by_side() -> None:
    assert "'=neige':3" in lexemes.vector([("plan", "A"), ("neige", "B")])


@pytest.mark.parametrize(
    ("query", "written"),
    [
        (PlainText("élus"), "('=elus' | 'elu')"),
        (PlainText("le la"), ""),
        (Phrase("plan de neige"), "('=plan' <2> '=neige')"),
        (Not(MATCH_ALL), lexemes.NONE),
        (Or([MATCH_ALL, PlainText("élus")]), lexemes.ALL),
        (And([MATCH_NONE, PlainText("élus")]), lexemes.NONE),
        (And([MATCH_ALL, PlainText("élus")]), "('=elus' | 'elu')"),
        (And([PlainText("élus"), Not(PlainText("de"))]), "('=elus' | 'elu')"),
        (Not(Not(PlainText("élus"))), "!(!(('=elus' | 'elu')))"),
    ],
)
def test_a_query_is_written_out(query: SearchQuery, written: str) -> None:
    assert lexemes.asked(query, Thesaurus()) == written


def test_synonyms_are_asked_beside_the_words() -> None:
    written = lexemes.asked(PlainText("ccas"), CCAS)
    assert "'=ccas'" in written
    assert "'=communal'" in written


def test_what_is_typed_cannot_leave_its_quotes() -> None:
    assert lexemes.quoted("l'a\\b") == "'l''a\\\\b'"
    assert "'" not in lexemes.asked(PlainText("' | '' & \\ !(:*"), Thesaurus())


def own_pages(user: object) -> "QuerySet[Page]":
    return Page.objects.filter(owner=user) | Page.objects.filter(owner=None)


SCOPE = Scope(model=Page, visible=own_pages)


def found(words: str, user: object = None) -> list[str]:
    return [Page.objects.get(pk=key).title for key in find(SCOPE, words, user).keys]


def page(title: str, **fields: object) -> Page:
    made = Page.objects.get(depth=1).add_child(instance=Page(title=title, **fields))
    get_search_backend().add(made)
    return made


@pytest.fixture
def _postgresql(settings: Settings, db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("set DATABASE_URL to run (make test-services)")
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.postgresql"}}
    synonyms.forget()
    assert isinstance(get_search_backend(), FrenchPostgresBackend)


@pytest.mark.usefixtures("_postgresql")
class TestForReal:
    def test_accents_plurals_and_feminine_titles_find_each_other(self) -> None:
        page("Directrices des écoles élues")
        assert found("directeur ecole elu") == ["Directrices des écoles élues"]

    def test_the_exact_word_comes_first(self) -> None:
        for title in ("Signaler une panne", "Signalement", "Signalées hier"):
            page(title)
        assert found("signalement")[0] == "Signalement"
        assert len(found("signalement")) == 3

    def test_phrases_exclusions_and_synonyms(self) -> None:
        page("Plan neige")
        page("Neige sur le plan")
        page("Le centre communal d’action sociale")
        Synonym.objects.create(words="CCASX\ncentre communal d’action sociale")
        synonyms.forget()
        assert found('"plan neige"') == ["Plan neige"]
        assert found("neige -sur") == found("neige")
        assert found("plan -neige") == []
        assert found("ccasx") == ["Le centre communal d’action sociale"]

    def test_rows_that_miss_a_word_follow_those_that_hold_them_all(self) -> None:
        for title in ("Horaires de la piscine", "Piscine", "Horaires du marché"):
            page(title)
        assert found("horaires piscine")[0] == "Horaires de la piscine"
        assert sorted(found("horaires piscine")[1:]) == ["Horaires du marché", "Piscine"]
        assert sorted(found("horaires piscine -marché")) == ["Horaires de la piscine", "Piscine"]

    def test_sql_decides_who_sees(self) -> None:
        sonia, denis = UserFactory(), UserFactory()
        page("Congés exceptionnels de Sonia", owner=sonia)
        assert found("congés", sonia) == ["Congés exceptionnels de Sonia"]
        assert found("congés", denis) == []
        assert suggest(SCOPE, "exce", denis) == []
        assert [alike.row.title for alike in similar("congés exceptionnels", SCOPE, sonia)] == ["Congés exceptionnels de Sonia"]

    @pytest.mark.parametrize("typed", ["'", "a:*", "\\", "!(", "&|", "<->", "\x00", "mot " * 400, "-", '"'])
    def test_nothing_that_is_typed_is_an_error(self, typed: str) -> None:
        page("Mot")
        found(typed)
        suggest(SCOPE, typed, None)
