"""Ideas that look alike, whatever the spelling, in a large box too."""

from random import Random
from time import perf_counter, process_time

import pytest
from django.db import connection
from django.utils import timezone

from rse.feed.models import Post
from rse.ideas.models import Idea, IdeaBox, IdeaWord
from rse.ideas.similar import heard, similar
from rse.people.models import Agent
from tests.factories import AgentFactory
from tests.ideas import factories

ALIKE = [
    ("Des pistes cyclables jusqu’à l’école", "Créer une piste cyclable vers les écoles"),
    ("Un accueil téléphonique le samedi", "acceuil telephonique samedi matin"),
    ("Imprimer moins, en recto verso", "Impression recto-verso : imprimer moins de papier"),
    ("Des éco-gobelets aux fêtes de quartier", "eco gobelets pour la fete des quartiers"),
]
APART = [("Des pistes cyclables jusqu’à l’école", "Un potager partagé derrière l’hôtel de ville"), ("Un banc", "Un café"), ("Le samedi", "")]


@pytest.mark.parametrize(("said", "typed"), ALIKE)
def test_an_idea_said_otherwise_is_found(welcome: IdeaBox, marc: Agent, said: str, typed: str) -> None:
    idea = factories.idea(welcome, marc.user, said)
    assert [one.idea for one in similar(marc.user, welcome, typed)] == [idea]


@pytest.mark.parametrize(("said", "typed"), APART)
def test_another_idea_is_not(welcome: IdeaBox, marc: Agent, said: str, typed: str) -> None:
    factories.idea(welcome, marc.user, said)
    assert similar(marc.user, welcome, typed) == []


def test_only_what_the_writer_reads_in_this_box_and_that_stands(welcome: IdeaBox, denis: Agent, marc: Agent) -> None:
    other = factories.idea(factories.box(denis.user, name="Sobriété"), marc.user, "Des bancs au parc")
    idea, double = (factories.idea(welcome, marc.user, "Des bancs au parc") for _one in range(2))
    Post.objects.filter(pk=double.post_id).update(state="hidden")
    assert [one.idea for one in similar(denis.user, welcome, "bancs parc")] == [idea]
    assert [one.idea for one in similar(denis.user, other.box, "bancs parc")] == [other]


def test_a_hostile_text_is_read_in_no_time() -> None:
    start = perf_counter()
    for text in ("a" * 50_000, "é " * 25_000, "ch" * 25_000, "<script>" * 6_000):
        assert len(heard(text)) <= 12
    assert perf_counter() - start < 1


def test_twenty_thousand_ideas_answer_at_once_and_in_three_questions(welcome: IdeaBox, marc: Agent, django_assert_num_queries) -> None:
    random = Random(4)
    words = [f"mot{chr(97 + one % 26)}{chr(97 + one // 26)}" for one in range(500)]
    titles = [" ".join(random.sample(words, 6)) for _one in range(20_000)]
    author, now = AgentFactory().user, timezone.now()
    posts = Post.objects.bulk_create(
        [
            Post(organisation=welcome.organisation, author=author, kind="idea", title=title, state="published", published_at=now, token=f"p{one}")
            for one, title in enumerate(titles)
        ],
        batch_size=500,
    )
    ideas = Idea.objects.bulk_create([Idea(post=post, box=welcome, answer_by=now.date()) for post in posts], batch_size=500)
    IdeaWord.objects.bulk_create(
        [IdeaWord(idea=idea, box=welcome, heard=key) for idea, title in zip(ideas, titles, strict=True) for key in heard(title)], batch_size=1000
    )
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE ideas_ideaword")
    similar(marc.user, welcome, titles[7])
    with django_assert_num_queries(3):
        found = similar(marc.user, welcome, titles[7])
    assert found[0].idea == ideas[7]
    took = []
    for title in titles[:5]:
        start = process_time()  # the work itself, whatever else the machine does
        similar(marc.user, welcome, title)
        took.append(process_time() - start)
    assert min(took) < 0.05
