"""What waits for the person a box names: a card of the home page, the page where they answer."""

from datetime import timedelta

from django.utils import timezone

from rse.core.prepared import Prepared
from rse.core.todo import TodoCard
from rse.ideas.models import Idea, IdeaBox
from rse.ideas.querysets import IdeaQuerySet
from rse.people.models import User

SOON = timedelta(days=7)


def to_answer(user: User) -> IdeaQuerySet:
    """Ideas without an answer in the boxes that `user` answers, the nearest day first."""
    boxes = IdeaBox.objects.answered_by(user).order_by().values("pk")
    return Idea.objects.visible_to(user).waiting().filter(box__in=boxes).order_by("answer_by", "pk")


DUE = Prepared(lambda user, _now: to_answer(user).filter(answer_by__lte=timezone.localdate() + SOON).select_related("post", "box")[:6])


def cards(user: User) -> list[TodoCard]:
    """For the second column of the home page, once the day of an idea is a week away; no other page asks. One query."""
    found = DUE.objects(user)
    return [TodoCard("ideas/todo/answer.html", {"ideas": found[:5], "more": len(found) > 5}, 5)] if found else []  # noqa: PLR2004 - five lines
