"""What says much the same as what is being written, among what its author may see."""

import pytest
from django.db.models import QuerySet
from wagtail.models import Page

from search import draining
from search.backends.whoosh.backend import WhooshSearchBackend
from search.scopes import Scope
from search.similar import likeness, similar, telling
from tests.factories import UserFactory
from tests.search.conftest import PageMaker

pytestmark = pytest.mark.django_db


def own_pages(user: object) -> "QuerySet[Page]":
    return Page.objects.filter(owner=user) | Page.objects.filter(owner=None)


SCOPE = Scope(model=Page, visible=own_pages)


def alike(text: str, user: object = None, *, backend: str = "whoosh", besides: object = None) -> list[str]:
    return [found.row.title for found in similar(text, SCOPE, user, backend=backend, besides=besides)]


@pytest.fixture
def questions(engine: WhooshSearchBackend, page: PageMaker) -> list[Page]:
    made = [
        page("Comment poser ses congés pendant la canicule ?"),
        page("Poser des congés"),
        page("Où commander des gilets de sécurité ?"),
        page("Le règlement des marchés"),
    ]
    draining.drain(engine)
    return made


@pytest.mark.usefixtures("questions")
def test_the_same_question_in_other_words_is_found_the_closest_first() -> None:
    assert alike("Je voudrais poser un congé : la canicule compte-t-elle ?")[:1] == ["Comment poser ses congés pendant la canicule ?"]
    assert alike("poser congés canicule") == ["Comment poser ses congés pendant la canicule ?", "Poser des congés"]
    assert alike("Commande de gilet") == ["Où commander des gilets de sécurité ?"]


@pytest.mark.usefixtures("questions")
@pytest.mark.parametrize("text", ["", "congés", "le la les", "piscine patinoire bassin", "\x00 ((( *", "mot " * 5_000])
def test_one_word_no_word_and_nonsense_find_nothing(text: str) -> None:
    assert alike(text) == []


def test_what_one_may_not_see_is_never_proposed_and_what_one_writes_neither(engine: WhooshSearchBackend, page: PageMaker) -> None:
    sonia, denis = UserFactory(), UserFactory()
    hers = page("Demande de congés exceptionnels", owner=sonia)
    draining.drain(engine)
    assert alike("congés exceptionnels", sonia) == ["Demande de congés exceptionnels"]
    assert alike("congés exceptionnels", denis) == []
    assert alike("congés exceptionnels", sonia, besides=hers.pk) == []


def test_the_database_answers_when_there_is_no_index(questions: list[Page], engine: WhooshSearchBackend) -> None:
    for page in questions:
        page.save()
    engine.store.close()
    (engine.store.root / "current").unlink()
    assert alike("poser congés") == []
    assert alike("poser des congés", backend="default")[:1] in (["Poser des congés"], [])


def test_likeness_is_the_share_of_the_words_held() -> None:
    asked = telling("poser des congés payés")
    assert likeness(asked, "Elle pose un congé") == pytest.approx(2 / 3)
    assert likeness(asked, "congé") == 0
    assert likeness([], "congé") == 0
