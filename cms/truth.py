"""« Toujours vrai ? »: which pages are past their day, whom to ask, what comes next. Reading only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page

from cms.models.base import IntranetPage
from cms.models.reviews import TruthReminder
from cms.rights import department_of
from referents.conf import directory
from referents.permissions import with_permission
from rse.people.models import User

Step = TruthReminder.Step
AHEAD = timedelta(days=14)
PATIENCE = timedelta(days=14)
ORDER = (Step.SOON, Step.DUE, Step.ESCALATED, Step.ARCHIVED)
USUAL_DAYS = 365


def families() -> list[type[IntranetPage]]:
    """Every type of page that has an owner and a day until which it is true."""
    return [model for model in apps.get_models() if issubclass(model, IntranetPage)]


def pages(**conditions: object) -> Iterator[IntranetPage]:
    """Live pages of every family that meet the conditions, one query a family."""
    for family in families():
        rows: QuerySet[Any] = family.objects.filter(live=True, **conditions)
        yield from rows.select_related("owner", "deputy", "department", "topic__department").order_by("path")


@dataclass(frozen=True)
class Next:
    page: IntranetPage
    step: str


def due_steps(on: date) -> list[Next]:
    """What is to be told of which page today. A step waits for the one before to have been told two weeks ago: nothing is archived unannounced."""
    told: dict[tuple[int, date], TruthReminder] = {}
    for row in TruthReminder.objects.order_by("at", "pk"):
        told[row.page_id, row.true_until] = row
    found = []
    for page in pages(true_until__lte=on + AHEAD):
        if page.true_until is None:
            continue
        step = next_step(told.get((page.pk, page.true_until)), true_until=page.true_until, on=on)
        if step:
            found.append(Next(page, step))
    return found


def next_step(last: TruthReminder | None, *, true_until: date, on: date) -> str:
    """The step to take now, or ""."""
    if last is None:
        return Step.DUE if on >= true_until else Step.SOON
    if last.step == Step.SOON:
        return Step.DUE if on >= true_until else ""
    if last.step == Step.ARCHIVED or on < timezone.localdate(last.at) + PATIENCE:
        return ""
    return ORDER[ORDER.index(Step(last.step)) + 1]


def answerable(page: Any) -> list[User]:  # Any: a page of any type
    """Who is asked: the owner and the deputy; nobody: the head of the department; nobody again: those who keep the intranet."""
    own = [user for user in (page.owner, getattr(page, "deputy", None)) if user is not None and user.is_active]
    return list(dict.fromkeys(own)) or above(page)


def above(page: Any) -> list[User]:
    department = department_of(page)
    return (list(directory().heads(department)) if department else []) or list(with_permission("cms.keep_pages").order_by("pk"))


def may_confirm(user: User, page: Any) -> bool:
    """The owner, the deputy, the head of the department, those who keep the intranet."""
    if not user.is_active:
        return False
    return user.pk in {page.owner_id, getattr(page, "deputy_id", None)} or user.has_perm("cms.keep_pages") or user in above(page)


def usual_day(on: date) -> date:
    """A year later, proposed to whoever confirms."""
    return on + timedelta(days=USUAL_DAYS)


def is_archived(page: Page) -> bool:
    return not page.live and TruthReminder.objects.filter(page=page, step=Step.ARCHIVED).exists()
