"""What a post of kind IDEA shows in the feed: how far the idea is, how many support it, what was answered. One look for a whole page."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from rse.feed import cards
from rse.feed.models import Post
from rse.ideas.lists import Line
from rse.ideas.models import Idea, OfficialAnswer, Support
from rse.people.models import User


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    cards.register(Post.Kind.IDEA, cards.CardKind("ideas/card.html", load))


def load(user: User, posts: Sequence[Post]) -> dict[int, dict[str, Any]]:
    """Two queries: the ideas with what the reader supports, the answers."""
    mine = Exists(Support.objects.visible_to(user).filter(idea=OuterRef("pk")))
    ideas = list(Idea.objects.visible_to(user).filter(post__in=[post.pk for post in posts]).listed().annotate(mine=mine))
    answers: dict[int, OfficialAnswer] = {}
    for answer in OfficialAnswer.objects.filter(idea__in=ideas).select_related("author").order_by("number"):
        answers[answer.idea_id] = answer
    return {idea.post_id: {"line": Line(idea, idea.mine, idea.post.author_id == user.pk), "idea": idea, "answer": answers.get(idea.pk)} for idea in ideas}
