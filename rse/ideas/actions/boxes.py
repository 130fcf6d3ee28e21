"""Opening and changing idea boxes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from rse.communities.models import Community
from rse.ideas.exceptions import AnswererOutside, ChangedMeanwhile, DaysInDisorder, NameTaken, OneAnswers
from rse.ideas.models import Category, IdeaBox
from rse.ideas.permissions import answerer_of, can_change_box, can_manage_boxes, can_read_box
from rse.people.models import Department, Organisation, User


@dataclass(frozen=True)
class BoxWords:
    """What is said of a box: exactly one of `answerer` and `department` answers, within `answer_days` days of the calendar."""

    name: str
    purpose: str = ""
    answerer: User | None = None
    department: Department | None = None
    answer_days: int = 30
    opens_on: date | None = None
    closes_on: date | None = None
    categories: tuple[str, ...] = ()


@transaction.atomic
def open_box(organisation: Organisation, *, words: BoxWords, community: Community | None = None, actor: User | None) -> IdeaBox:
    """A new box, for everybody or for a group that `actor` reads. Raises PermissionDenied and an IdeasError."""
    box = IdeaBox(organisation=organisation, community=community, created_by=actor, slug=_free_slug(words.name))
    if actor is not None and not can_change_box(actor, box):
        raise PermissionDenied
    _say(box, words)
    box.save()
    _keep_categories(box, words.categories)
    return box


@transaction.atomic
def change_box(box: IdeaBox, *, words: BoxWords, version: int | None, actor: User | None) -> IdeaBox:
    """New words for a box; promises already made to ideas keep their day. `version` is what was read. Raises PermissionDenied and an IdeasError."""
    box = IdeaBox.objects.select_for_update(of=("self",)).select_related("community").get(pk=box.pk)
    if actor is not None and not (can_manage_boxes(actor) and can_change_box(actor, box)):
        raise PermissionDenied
    if version is not None and version != box.version:
        raise ChangedMeanwhile
    _say(box, words)
    box.version += 1
    box.save()
    _keep_categories(box, words.categories)
    return box


def _say(box: IdeaBox, words: BoxWords) -> None:
    if (words.answerer is None) == (words.department is None):
        raise OneAnswers
    opens_on = words.opens_on or box.opens_on or timezone.localdate()
    if words.closes_on and words.closes_on < opens_on:
        raise DaysInDisorder
    same = IdeaBox.objects.filter(organisation=box.organisation, community=box.community, name__iexact=words.name.strip())
    if same.exclude(pk=box.pk).exists():
        raise NameTaken
    box.name, box.purpose = words.name.strip(), words.purpose.strip()
    box.answerer, box.department = words.answerer, words.department
    box.answer_days, box.opens_on, box.closes_on = words.answer_days, opens_on, words.closes_on
    answerer = answerer_of(box)
    if answerer is not None and not can_read_box(answerer, box):
        raise AnswererOutside(name=str(answerer))


def _keep_categories(box: IdeaBox, names: Iterable[str]) -> None:
    """Those named, in this order; the others are no longer offered and stay under their ideas."""
    kept = list(dict.fromkeys(name.strip()[:60] for name in names if name.strip()))
    box.categories.exclude(name__in=kept).update(offered=False)
    for order, name in enumerate(kept):
        Category.objects.update_or_create(box=box, name=name, defaults={"order": order, "offered": True})


def _free_slug(name: str) -> str:
    base = slugify(name)[:80] or "boite"
    taken = set(IdeaBox.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return base if base not in taken else next(slug for number in range(2, 10_000) if (slug := f"{base}-{number}") not in taken)
