"""Words between the people of the invented town, said through the actions at their own hours."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from integrations.bridges.demo.clockwork import at, freely
from integrations.bridges.demo.town import Town, moment
from rse.conversations import actions
from rse.conversations.models import Conversation

TALKS = tomllib.loads((Path(__file__).parent / "messages.toml").read_text(encoding="utf-8"))
SATURDAY = 5
Row = dict[str, Any]  # Any: a table of the file


@freely()
def lived(town: Town, today: date) -> None:
    """What was said, and read since; call it where nobody is told of old news."""
    for number, row in enumerate(TALKS["conversations"]):
        _say(town, row, number, today)
    for conversation in Conversation.objects.prefetch_related("participants__user"):
        for seat in conversation.participants.all():
            actions.mark_read(conversation, up_to=conversation.last_line, actor=seat.user)


@freely()
def waiting(town: Town) -> None:
    """What arrived this morning and is not read yet: told to the people concerned."""
    now = timezone.now()
    for number, row in enumerate(TALKS["unread"]):
        people = [town.users[one] for one in row["people"] if one != row["who"]]
        with at(now - timedelta(minutes=row["minutes"])):
            actions.start(people, text=row["text"], token=f"demo-now-{number}", actor=town.users[row["who"]])


def workday(today: date, count: int) -> date:
    """`count` opening days from `today`, week-ends left out; 0 is today itself, or the next opening day."""
    step = timedelta(days=1 if count >= 0 else -1)
    day = _opening(today, step)
    for _one in range(abs(count)):
        day = _opening(day + step, step)
    return day


def _opening(day: date, step: timedelta) -> date:
    while day.weekday() >= SATURDAY:
        day += step
    return day


def _say(town: Town, row: Row, number: int, today: date) -> None:
    found: Conversation | None = None
    for rank, (ago, hour, who, text) in enumerate(row["lines"]):
        actor = town.users[who]
        with at(moment(workday(today, -ago), hour)):
            if found is None:
                others = [town.users[one] for one in row["people"] if one != who]
                found = actions.start(others, text=text, name=row.get("name", ""), token=f"demo-{number}", actor=actor)
            else:
                actions.send(found, text=text, token=f"demo-{number}-{rank}", actor=actor)
