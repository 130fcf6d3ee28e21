"""Ideas whose day has come: whoever answers is told, once a box and a day, and again a fortnight later."""

from collections import defaultdict
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from rse.ideas.models import Idea, IdeaBox
from rse.ideas.permissions import answerer_of, can_answer
from rse.ideas.querysets import IdeaQuerySet
from rse.ideas.signals import answers_awaited
from rse.people.models import User

AGAIN_AFTER = timedelta(days=14)


def awaiting(on: date) -> IdeaQuerySet:
    """Ideas whose day is `on` or before, and of which nobody was told within a fortnight."""
    return Idea.objects.waiting().filter(Q(reminded_on=None) | Q(reminded_on__lte=on - AGAIN_AFTER), answer_by__lte=on)


@transaction.atomic
def remind_answerers(*, on: date, actor: User | None) -> int:
    """Tell those who answer of the ideas whose day is `on` or before. Harmless twice a day. Answers how many boxes were told."""
    by_box: dict[int, list[int]] = defaultdict(list)
    for pk, box_id in awaiting(on).order_by("pk").values_list("pk", "box"):
        by_box[box_id].append(pk)
    boxes = IdeaBox.objects.select_related("community", "answerer", "department__head").filter(pk__in=by_box).order_by("pk")
    told = 0
    for box in boxes:
        answerer = answerer_of(box)
        Idea.objects.filter(pk__in=by_box[box.pk]).update(reminded_on=on)
        if answerer is not None and can_answer(answerer, box):
            answers_awaited.send(IdeaBox, box=box, answerer=answerer, count=len(by_box[box.pk]), on=on, actor=actor)
            told += 1
    return told
