"""First steps on the home page. Rooms register theirs from `AppConfig.ready()`; a step that is done vanishes, and each can be put away.

Shown to the person alone: nobody is told who has done what.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Case, Exists, OuterRef, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from rse.core.prepared import Prepared
from rse.people.models import Agent, DismissedStep

if TYPE_CHECKING:
    from rse.people.models import User


def never() -> Combinable:
    """For a step that only the person can say they have done."""
    return Value(value=False, output_field=BooleanField())


@dataclass(frozen=True)
class Step:
    """`done()` is an expression over the person's Agent row (an Exists): all the steps are asked in one query. `url_name` may take the key of
    the agent or of their department (`takes`); `post`: the step is one click."""

    code: str
    label: str | Promise
    why: str | Promise
    button: str | Promise
    url_name: str
    done: Callable[[], Combinable] = never
    takes: str = ""
    post: bool = False
    order: int = 100


@dataclass(frozen=True)
class Offered:
    """A step as it is offered to one person."""

    step: Step
    url: str


_steps: dict[str, Step] = {}


def register(step: Step) -> None:
    """A later registration of the same code replaces the first."""
    _steps[step.code] = step


def known(code: str) -> bool:
    return code in _steps


def steps_for(user: "User") -> list[Offered]:
    """What is left to do, in order. One query, whatever the number of steps."""
    agent = next(iter(LEFT.objects(user)), None)
    if agent is None:
        return []
    offered = [(step, _address(step, agent)) for step in _in_order() if not getattr(agent, _column(step))]
    return [Offered(step, url) for step, url in offered if url]


def _in_order() -> list[Step]:
    return sorted(_steps.values(), key=lambda step: step.order)


def _left(user: "User", _now: datetime) -> QuerySet[Agent]:
    """The person, with one column a step: over or put away."""
    put_away = DismissedStep.objects.filter(user=OuterRef("user"))
    over = {_column(step): Case(When(Exists(put_away.filter(code=step.code)), then=Value(value=True)), default=step.done()) for step in _in_order()}
    return Agent.objects.visible_to(user).filter(user=user.pk).annotate(**over).order_by("pk")[:1]


LEFT = Prepared(_left)


def _column(step: Step) -> str:
    return f"over_{step.code.replace('-', '_')}"


def _address(step: Step, agent: Agent) -> str:
    """Empty while the room behind it is not installed, or when there is no department to lead to."""
    key = {"agent": agent.pk, "department": agent.department_id}.get(step.takes)
    if step.takes and key is None:
        return ""
    try:
        return reverse(step.url_name, args=[key] if step.takes else [])
    except NoReverseMatch:
        return ""
