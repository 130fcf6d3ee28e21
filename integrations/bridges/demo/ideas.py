"""Two idea boxes, lived in for three months: ideas, who supports them, what was answered. Through the actions, at their own hours."""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from integrations.bridges.demo.clockwork import at, freely
from integrations.bridges.demo.town import Town, moment
from rse.ideas import actions
from rse.ideas.actions.boxes import BoxWords
from rse.ideas.models import Idea, IdeaBox
from rse.ideas.permissions import answerer_of
from rse.people.models import User

BOXES = tomllib.loads((Path(__file__).parent / "ideas.toml").read_text(encoding="utf-8"))["boxes"]
WAY = {"accepted": ("studied", "accepted"), "done": ("accepted", "done")}
FIRST_WORD = "Merci : nous regardons avec les services concernés et revenons vers vous."


def play(town: Town, today: date) -> None:
    """Every box and its ideas. The same people each time: the draw is fixed."""
    random = Random(725)
    people = list(User.objects.filter(is_active=True, agent__kind="agent", agent__organisation=town.organisation).order_by("pk"))
    for row in BOXES:
        box = _open(town, row, today)
        answerer = answerer_of(box)
        others = [user for user in people if answerer is None or user.pk != answerer.pk]
        sent: dict[str, Idea] = {}
        for told in row["ideas"]:
            sent[told["title"]] = _live(box, told, random.sample(others, told["supports"] + 1), today, random)
            if joined := told.get("joins"):
                with at(timezone.now()):
                    actions.merge(sent[told["title"]], into=sent[joined], actor=None)


def _open(town: Town, row: dict[str, Any], today: date) -> IdeaBox:
    opened = today - timedelta(days=row["days"])
    words = BoxWords(
        name=row["name"],
        purpose=row["purpose"],
        answerer=town.users[row["answerer"]] if "answerer" in row else None,
        department=town.departments[row["department"]] if "department" in row else None,
        answer_days=row["answer_days"],
        opens_on=opened,
        categories=tuple(row["categories"]),
    )
    with at(moment(opened, "09:10")):
        return actions.open_box(town.organisation, words=words, actor=None)


def _live(box: IdeaBox, told: dict[str, Any], people: list[User], today: date, random: Random) -> Idea:
    author, *supporters = people
    day = today - timedelta(days=told["days"])
    came = moment(day, f"{random.randint(8, 17):02d}:{random.randint(0, 59):02d}")
    category = box.categories.filter(name=told.get("category", "")).first()
    with at(came), freely():
        idea = actions.propose(box, title=told["title"], text=told["text"], category=category, token=f"demo-idea-{box.pk}-{told['days']}", actor=author)
    for number, user in enumerate(supporters, start=1):
        with at(came + timedelta(hours=5 * number) if told["days"] > len(supporters) else came + timedelta(minutes=number)):
            actions.support(idea, actor=user)
    if "answer" in told:
        _answer(idea, told, moment(day + timedelta(days=told["after"]), "11:20"))
    return idea


def _answer(idea: Idea, told: dict[str, Any], when: datetime) -> None:
    """What is done was accepted before, what is accepted was studied: two answers, of which the first is one line."""
    answerer = answerer_of(idea.box)
    if answerer is None:
        return
    steps = WAY.get(told["status"], (told["status"],))
    for number, status in enumerate(steps):
        with at(when - timedelta(days=2 * (len(steps) - 1 - number))):
            last = number == len(steps) - 1
            actions.answer(idea, status=status, text=told["answer"] if last else FIRST_WORD, version=None, actor=answerer)
