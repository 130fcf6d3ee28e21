"""Who may see a box, a category, an idea, a support, an answer: asked both ways."""

import pytest
from django.db.models import QuerySet

from rse.feed.models import Post
from rse.ideas import actions, permissions
from rse.ideas.models import Category, Idea, IdeaBox, OfficialAnswer, Support
from rse.people.models import Agent, User
from tests.ideas import factories


@pytest.fixture
def people(denis: Agent, marc: Agent, sonia: Agent, flora: Agent) -> list[User]:
    """Boxes for everybody, in a closed and in a non-visible group; Sonia and Flora are in none; Flora's account is then closed."""
    for box in (
        factories.box(denis.user, categories=("Accueil",)),
        factories.box(denis.user, name="Fermée", community=factories.group("Fermé", denis.user, marc.user, visibility="closed"), categories=("Une",)),
        factories.box(denis.user, name="Cachée", community=factories.group("Caché", denis.user, marc.user, visibility="hidden"), categories=("Deux",)),
    ):
        idea = factories.idea(box, marc.user)
        actions.support(idea, actor=denis.user)
        actions.answer(idea, status="studied", text="On regarde.", version=None, actor=denis.user)
        hidden = factories.idea(box, marc.user)
        Post.objects.filter(pk=hidden.post_id).update(state="hidden")
    User.objects.filter(pk=flora.user.pk).update(is_active=False)
    return list(User.objects.order_by("pk"))


@pytest.mark.parametrize(
    ("rows", "audience"),
    [
        (IdeaBox.objects, permissions.readers_of_box),
        (Category.objects, permissions.audience_of_category),
        (Idea.objects, permissions.audience_of_idea),
        (Support.objects, permissions.audience_of_support),
        (OfficialAnswer.objects, permissions.audience_of_answer),
    ],
    ids=["box", "category", "idea", "support", "answer"],
)
def test_both_ways_agree(people: list[User], rows: QuerySet, audience) -> None:
    said = set()
    for row in rows.all():
        inside = set(audience(row).values_list("pk", flat=True))
        for user in people:
            seen = rows.visible_to(user).filter(pk=row.pk).exists()
            said.add(seen)
            assert (user.pk in inside) == seen, f"{row} / {user}"
    assert said == {True, False}
