"""Notices that speak of a question: what was announced, before anyone has to look for it. Reads only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dates import WEEKDAYS

from referents import conf
from referents.host import User
from referents.models import Enquiry, Notice
from referents.text import words

BEFORE = timedelta(days=30)
AFTER = timedelta(days=1)
MOST = 3
ENOUGH = 3
_WHEN = {"aujourd": 0, "demain": 1}


@dataclass(frozen=True)
class Found:
    """A notice and how much speaks for it."""

    notice: Notice
    score: int


def about(enquiry: Enquiry, text: str, *, user: User, now: datetime) -> list[Notice]:
    """Three notices at most that speak of this question, the likeliest first: same subject 3, same neighbourhood 2, each shared word 1 (its
    place counts double), the day said 1. Below 3, or without a shared word nor the place, nothing is offered. Two queries at most."""
    near = Notice.objects.visible_to(user).standing().filter(start__lte=now + BEFORE, end__gt=now - AFTER)
    notices = list(near.select_related("topic__department", "area", "department", "author").order_by("start", "pk"))
    if not notices or not text:
        return []
    analyse = conf.analyser()
    said, days = set(analyse(text)), _days(text, now)
    found = [Found(notice, _score(notice, enquiry, said, days, analyse=analyse)) for notice in notices]
    return [one.notice for one in sorted(found, key=lambda one: (-one.score, one.notice.start)) if one.score >= ENOUGH][:MOST]


def _score(notice: Notice, enquiry: Enquiry, said: set[str], days: set[int], *, analyse: Callable[[str], list[str]]) -> int:
    shared = said & set(analyse(notice.title))
    place = said & (set(analyse(notice.place)) - set(analyse(notice.title)))
    here = notice.area_id is not None and notice.area_id == enquiry.area_id
    if not shared and not place and not here:
        return 0
    score = len(shared) + 2 * min(len(place), 2) + 2 * here
    score += 3 * (notice.topic_id is not None and notice.topic_id == enquiry.topic_id)
    score += any(timezone.localdate(notice.start).toordinal() <= day <= timezone.localdate(notice.end).toordinal() for day in days)
    return score


def _days(text: str, now: datetime) -> set[int]:
    """The days a text names, as ordinals: « demain », « jeudi » (the next one)."""
    today = timezone.localdate(now)
    said = set(words(text))
    days = {today.toordinal() + away for word, away in _WHEN.items() if word in said}
    for number, name in WEEKDAYS.items():
        if words(str(name))[0] in said:
            days.add(today.toordinal() + (number - today.weekday()) % 7)
    return days
