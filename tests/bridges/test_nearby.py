"""« Déjà demandé ? » while a question is typed: the questions one may read, the answers the desk keeps, nothing else."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from modelsearch.backends import get_search_backend
from pytest_django import Settings

from integrations.bridges.nearby import nearby
from rse.feed import asked_already
from rse.feed.models import Post
from rse.people.models import User
from search import draining
from tests.factories import AgentFactory
from tests.feed.factories import ClosedFactory, CommentFactory, PostFactory, member
from tests.referents.factories import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def _followed(settings: Settings, tmp_path: Path) -> None:
    settings.SEARCH = {"FOLDER": str(tmp_path / "search")}
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.whoosh", "AUTO_UPDATE": True}}


def asked(title: str, **fields: object) -> Post:
    return PostFactory(kind=Post.Kind.QUESTION, title=title, words="Merci d’avance.", **fields)


def titles(text: str, user: User) -> list[str]:
    draining.rebuild(get_search_backend())
    return [line.title for line in nearby(text, user)]


@pytest.mark.usefixtures("_followed")
def test_a_question_in_other_words_is_shown_the_answered_one_first() -> None:
    reader = AgentFactory().user
    asked("Où commander des gilets de sécurité orange ?")
    answered = asked("Commande de gilets de sécurité : chez qui ?")
    Post.objects.filter(pk=answered.pk).update(accepted=CommentFactory(post=answered))
    asked("Qui a les clés de la salle des fêtes ?")
    assert titles("commander gilet sécurité", reader) == [answered.title, "Où commander des gilets de sécurité orange ?"]


@pytest.mark.usefixtures("_followed")
def test_a_question_of_a_closed_group_is_for_its_members() -> None:
    group, inside, outside = ClosedFactory(), AgentFactory().user, AgentFactory().user
    member(group, inside)
    asked("Calendrier des évaluations annuelles", community=group)
    assert titles("calendrier évaluations", inside) == ["Calendrier des évaluations annuelles"]
    assert titles("calendrier évaluations", outside) == []


def test_the_fragment_is_for_people_signed_in_and_never_fails(client: Client, town: Town) -> None:
    assert asked_already.address() == reverse("bridges:nearby")
    assert client.get(reverse("bridges:nearby"), {"title": "gilets orange"}).status_code == 302
    client.force_login(town.cm)
    for typed in ("", "gilets orange", "\x00((", "mot " * 2_000):
        assert client.get(reverse("bridges:nearby"), {"title": typed}).status_code == 200


def test_the_composer_asks_while_a_question_is_typed(client: Client) -> None:
    client.force_login(AgentFactory().user)
    page = client.get(reverse("feed:write")).content.decode()
    assert f'hx-get="{reverse("bridges:nearby")}"' in page
