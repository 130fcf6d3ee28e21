"""The agenda of the invented town: what took place, and what is to come, with those who come."""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from integrations.bridges.demo import cast, groups
from integrations.bridges.demo.clockwork import at, freely
from integrations.bridges.demo.messages import workday
from integrations.bridges.demo.town import Town, moment
from rse.events import actions as events
from rse.events.facts import Facts, Where, Words
from rse.events.models import Event
from rse.events.permissions import audience_of_event
from rse.events.words import local_midnight
from rse.people.models import User

AGENDA = tomllib.loads((Path(__file__).parent / "agenda.toml").read_text(encoding="utf-8"))
ANNOUNCED = 15
Row = dict[str, Any]  # Any: a table of the file


@freely()
def lived(town: Town, today: date) -> None:
    """Everything of the file; call it once the groups are there, where nobody is told of old news."""
    named = groups.named(town)
    for number, row in enumerate(AGENDA["events"]):
        _plan(town, row, number, today, Where(named.get(row.get("group", "")), town.departments.get(row.get("department", ""))))


def _plan(town: Town, row: Row, number: int, today: date, where: Where) -> None:
    day = workday(today, row["day"])
    announced = min(moment(workday(today, row["day"] - ANNOUNCED), "09:30"), moment(workday(today, -1), "11:00") + timedelta(minutes=number))
    author = town.users[row["author"]]
    with at(announced):
        made = events.plan(Words(row["title"], row.get("text", "")), _facts(row, day), where=where, token=f"demo-event-{number}", actor=author)
        for one in row.get("organisers", ()):
            events.name_organiser(made, person=town.users[one], actor=author)
    for rank, guest in enumerate(_guests(town, row, made)):
        with at(announced + timedelta(minutes=7 * (rank + 1))):
            events.register(made, actor=guest)
    if "cancelled" in row:
        with at(announced + timedelta(hours=5)):
            events.cancel(made, reason=row["cancelled"], actor=author)


def _facts(row: Row, day: date) -> Facts:
    whole = "start" not in row
    start: datetime = local_midnight(day) if whole else moment(day, row["start"])
    end: datetime = local_midnight(day + timedelta(days=1)) if whole else moment(day, row["end"])
    return Facts(
        starts_at=start,
        ends_at=end,
        all_day=whole,
        place=row["place"],
        video_url=row.get("video", ""),
        takes_registrations=not row.get("free", False),
        capacity=row.get("capacity"),
    )


def _guests(town: Town, row: Row, event: Event) -> list[User]:
    """Those of the demonstration first, then colleagues drawn by the title: the same every time."""
    if row.get("free"):
        return []
    readers = audience_of_event(event).filter(agent__state="active")
    known = list(readers.filter(username__in=row.get("cast", ())).order_by("pk"))
    numbers = [role.number for role in cast.CAST]
    colleagues = list(readers.exclude(username__in=numbers).order_by("pk"))
    drawn = Random(event.post.title).sample(colleagues, min(row.get("guests", 0), len(colleagues)))
    return [*known, *drawn]
