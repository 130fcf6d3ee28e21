"""Finding for somebody: exact before stemmed, typed mistakes forgiven, and nothing of what the person may not see."""

from dataclasses import replace

import pytest
from django.db.models import QuerySet
from wagtail.models import Page

from search import draining, synonyms
from search.backends.whoosh.backend import WhooshSearchBackend
from search.finding import find, suggest
from search.models import Synonym
from search.scopes import Scope
from tests.factories import UserFactory
from tests.search.conftest import PageMaker

pytestmark = pytest.mark.django_db


def own_pages(user: object) -> "QuerySet[Page]":
    """A rule for the test: what one owns, and what nobody owns."""
    return Page.objects.filter(owner=user) | Page.objects.filter(owner=None)


SCOPE = Scope(model=Page, visible=own_pages, facets={"owner": "owner"})


def found(words: str, user: object = None, scope: Scope = SCOPE) -> list[str]:
    return [Page.objects.get(pk=key).title for key in find(scope, words, user, backend="whoosh").keys]


def test_the_exact_word_comes_before_its_other_forms(engine: WhooshSearchBackend, page: PageMaker) -> None:
    for title in ("Signaler une panne", "Signalement", "Signalées hier"):
        page(title)
    draining.drain(engine)
    assert found("signalement")[0] == "Signalement"
    assert len(found("signalement")) == 3


def test_accents_plurals_and_feminine_titles_find_each_other(engine: WhooshSearchBackend, page: PageMaker) -> None:
    page("Directrices des écoles élues")
    draining.drain(engine)
    assert found("directeur ecole elu") == ["Directrices des écoles élues"]


def test_a_mistake_is_forgiven_only_when_the_word_exists_nowhere(engine: WhooshSearchBackend, page: PageMaker) -> None:
    page("Conservatoire")
    page("Carte")
    page("Carpe")
    draining.drain(engine)
    answer = find(SCOPE, "conservatoir", None, backend="whoosh")
    assert answer.total == 1
    assert found("conservattoire") == ["Conservatoire"]
    assert find(SCOPE, "conservattoire", None, backend="whoosh").instead == "conservatoire"
    assert found("carte") == ["Carte"], "exact hits are not drowned"


def test_synonyms_kept_by_editors_count_at_once(engine: WhooshSearchBackend, page: PageMaker) -> None:
    page("Le guichet unique des familles")
    draining.drain(engine)
    assert found("GUF") == []
    Synonym.objects.create(words="GUF\nguichet unique des familles")
    synonyms.forget()
    assert found("guf") == ["Le guichet unique des familles"]
    Synonym.objects.filter(words__startswith="GUF").update(active=False)
    synonyms.forget()
    assert found("GUF") == []


def test_phrases_and_exclusions_are_obeyed(engine: WhooshSearchBackend, page: PageMaker) -> None:
    page("Le plan neige de la ville")
    page("Neige sur le plan")
    draining.drain(engine)
    assert found('"plan neige"') == ["Le plan neige de la ville"]
    assert found("neige -ville") == ["Neige sur le plan"]


def test_when_few_rows_have_every_word_those_that_miss_one_follow(engine: WhooshSearchBackend, page: PageMaker) -> None:
    page("Horaires d’été de la piscine")
    page("Piscine, horaires")
    draining.drain(engine)
    assert found("horaires piscine été") == ["Horaires d’été de la piscine", "Piscine, horaires"]


def test_nothing_of_a_hidden_row_leaves_by_any_exit(engine: WhooshSearchBackend, page: PageMaker) -> None:
    owner, outsider = UserFactory(), UserFactory()
    page("Zorglubique : le dossier secret", owner=owner)
    page("Un dossier ordinaire")
    draining.drain(engine)
    assert found("zorglubique", owner) == ["Zorglubique : le dossier secret"]
    for words in ("zorglubique", "zorglubiqe", "zorglub", '"dossier secret"', "dossier zorglubique", "dossier zorglubiqe", "secret -ordinaire"):
        answer = find(SCOPE, words, outsider, backend="whoosh", facets=True)
        assert owner.pk not in answer.facets.get("owner", {})
        assert "zorglubique" not in answer.instead
        assert all(Page.objects.get(pk=key).owner is None for key in answer.keys)
        assert answer.total == len(answer.keys)
    assert suggest(SCOPE, "zorg", outsider, backend="whoosh") == []
    assert len(suggest(SCOPE, "zorg", owner, backend="whoosh")) == 1


def test_an_outsider_gets_the_same_answer_with_and_without_the_hidden_row(engine: WhooshSearchBackend, page: PageMaker) -> None:
    outsider = UserFactory()
    for title in ("Le dossier des écoles", "Dossier des crèches", "Piscine"):
        page(title)
    draining.drain(engine)
    asked = ("dossier", "dossiers ecole", "zorglubiqe", "dossier zorglubiqe", "piscinne", "dossier zorglubique", "piscine dossier")
    without = [find(SCOPE, words, outsider, backend="whoosh", facets=True) for words in asked]
    page("Zorglubique dossier dossier piscine", owner=UserFactory())
    draining.drain(engine)
    assert [find(SCOPE, words, outsider, backend="whoosh", facets=True) for words in asked] == without


def test_a_right_withdrawn_holds_at_the_next_search(engine: WhooshSearchBackend, page: PageMaker) -> None:
    owner = UserFactory()
    made = page("Piscine", owner=owner)
    draining.drain(engine)
    assert found("piscine", owner) == ["Piscine"]
    Page.objects.filter(pk=made.pk).update(owner=UserFactory())
    assert found("piscine", owner) == []


def test_totals_and_facets_are_exact_up_to_the_cap_and_say_when_there_is_more(engine: WhooshSearchBackend, page: PageMaker, settings) -> None:  # type: ignore[no-untyped-def]
    for number in range(7):
        page(f"Piscine {number}")
    draining.drain(engine)
    answer = find(SCOPE, "piscine", None, backend="whoosh", facets=True, limit=3)
    assert (len(answer.keys), answer.total, answer.capped, answer.facets) == (3, 7, False, {"owner": {None: 7}})
    settings.SEARCH = {**settings.SEARCH, "CAP": 5}
    answer = find(SCOPE, "piscine", None, backend="whoosh", facets=True)
    assert (answer.total, answer.capped, answer.facets) == (5, True, {"owner": {None: 5}})


def test_the_same_scope_answers_on_the_database_backend(engine: WhooshSearchBackend, page: PageMaker) -> None:
    page("Piscine", owner=UserFactory())
    seen = page("La piscine")
    draining.drain(engine)
    engine.store.serve(engine.store.create(engine.store.open(engine.store.current()).schema))
    (engine.store.root / "current").unlink()
    assert find(replace(SCOPE, facets={}), "piscine", None, backend="whoosh").keys == [seen.pk]


def test_a_page_of_results_costs_a_query_for_the_rights_and_none_for_each_row(
    engine: WhooshSearchBackend, page: PageMaker, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    for number in range(30):
        page(f"Piscine {number}")
    draining.drain(engine)
    with django_assert_max_num_queries(3):
        find(SCOPE, "piscine", None, backend="whoosh", facets=True, limit=20)
