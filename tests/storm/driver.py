"""One process of the storm: random operations of its own people through the actions, each written in its ledger before and after.

`python driver.py NUMBER DRIVERS OPERATIONS FOLDER`: killed and started again, it first does again what it had not heard the end of, with the
same token, as a browser would.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.config.settings.dev")
django.setup()

from django.core.exceptions import PermissionDenied, ValidationError  # noqa: E402  # after setup
from django.db import Error  # noqa: E402

from rse.communities.actions import memberships  # noqa: E402
from rse.communities.models import Community  # noqa: E402
from rse.core import text  # noqa: E402
from rse.feed.actions import polls, reactions  # noqa: E402
from rse.feed.actions.comments import send_comment  # noqa: E402
from rse.feed.actions.sending import send_new  # noqa: E402
from rse.feed.content import Content, Place  # noqa: E402
from rse.feed.models import Poll, Post, ReactionKind  # noqa: E402
from rse.people.models import User  # noqa: E402

sys.path.insert(0, str(Path(__file__).parent))
from ledger import BEGUN, DONE, FAILED, REFUSED, Ledger, Line, settled  # noqa: E402

TWICE = 0.2
SHARES = {"post": 8, "comment": 30, "react": 25, "take_back": 10, "vote": 12, "join": 8, "leave": 7}


def post(line: Line, actor: User) -> None:
    group = Community.objects.get(pk=line.target)
    send_new(Content(text.to_html(f"Dit par {line.word}.")), place=Place(group), token=line.word, actor=actor)


def comment(line: Line, actor: User) -> None:
    send_comment(Post.objects.get(pk=line.target), body=f"<p>Réponse {line.word}.</p>", token=line.word, actor=actor)


def react(line: Line, actor: User) -> None:
    reactions.react(Post.objects.get(pk=line.target), kind=ReactionKind.objects.get(code=line.word), actor=actor)


def take_back(line: Line, actor: User) -> None:
    reactions.take_back(Post.objects.get(pk=line.target), kind=ReactionKind.objects.get(code=line.word), actor=actor)


def vote(line: Line, actor: User) -> None:
    polls.vote(Poll.objects.get(pk=line.target), options=[int(line.word)], actor=actor)


def join(line: Line, actor: User) -> None:
    memberships.join(Community.objects.get(pk=line.target), actor=actor)


def leave(line: Line, actor: User) -> None:
    memberships.leave(Community.objects.get(pk=line.target), actor=actor)


DOING: dict[str, Callable[[Line, User], None]] = {
    "post": post,
    "comment": comment,
    "react": react,
    "take_back": take_back,
    "vote": vote,
    "join": join,
    "leave": leave,
}


def drawn(random: Random, number: int, driver: int, stage: dict[str, list], users: list[int]) -> Line:
    operation = random.choices(list(SHARES), weights=list(SHARES.values()))[0]
    token = f"storm-{driver}-{number}"
    if operation in ("post", "join", "leave"):
        target, word = random.choice(stage["groups"]), token
    elif operation == "vote":
        target, option = random.choice(stage["options"])
        word = str(option)
    else:
        target = random.choice(stage["posts"])
        word = token if operation == "comment" else random.choice(stage["kinds"])
    return Line(driver, number, operation, random.choice(users), target, word, BEGUN)


def do(line: Line, ledger: Ledger, *, twice: bool) -> None:
    """A refusal in words is an answer; anything else that is raised is a failure that the checker counts."""
    ledger.write(line)
    actor = User.objects.get(pk=line.user)
    try:
        DOING[line.operation](line, actor)
        if twice:
            DOING[line.operation](line, actor)
    except (PermissionDenied, ValidationError) as refusal:
        ledger.write(replace(line, state=REFUSED, detail=type(refusal).__name__))
    except Error as error:
        ledger.write(replace(line, state=FAILED, detail=f"{type(error).__name__}: {error}"[:300]))
    else:
        ledger.write(replace(line, state=DONE))


def main(driver: int, drivers: int, operations: int, folder: Path) -> None:
    stage = json.loads((folder / "stage.json").read_text(encoding="utf-8"))
    users = stage["users"][driver::drivers]
    ledger, random = Ledger(folder, driver), Random(driver)
    before = {line.number: line for line in settled(ledger.path)}
    for number in range(operations):
        line, twice = drawn(random, number, driver, stage, users), random.random() < TWICE
        if number not in before or before[number].state == BEGUN:
            do(line, ledger, twice=twice)


main(*(int(one) for one in sys.argv[1:4]), Path(sys.argv[4]))
