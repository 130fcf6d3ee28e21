"""What changed in the register since a day, in sentences: granted, replaced, ended, suspended, resumed, agreement, training, mention. Reading only."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from referents.conf import directory
from referents.host import User
from referents.models import Mandate, MandateChange
from referents.register import scope_words
from referents.register_past import day_begins

PAGE_SIZE = 50
KINDS: dict[str, str | Promise] = {
    "granted": gettext_lazy("missions given"),
    "replaced": gettext_lazy("missions replaced"),
    "ended": gettext_lazy("missions ended"),
    "suspended": gettext_lazy("suspensions"),
    "resumed": gettext_lazy("missions resumed"),
    "visa": gettext_lazy("agreements of heads"),
    "training": gettext_lazy("trainings"),
    "job_description": gettext_lazy("mentions in job descriptions"),
}


@dataclass(frozen=True)
class Change:
    """One line of the journal in words. `by` is empty for the program."""

    row: MandateChange
    name: str
    sentence: str
    by: str


def since(user: User, *, day: date, kind: str = "") -> "QuerySet[MandateChange]":
    """What happened from the beginning of `day` to the missions this person may see, the latest first."""
    changes = MandateChange.objects.filter(at__gte=day_begins(day), mandate__in=Mandate.objects.visible_to(user)).order_by("-at", "-pk")
    if kind == "replaced":
        return changes.filter(code="granted", mandate__replaces__isnull=False)
    if kind == "granted":
        return changes.filter(code="granted", mandate__replaces__isnull=True)
    return changes.filter(code=kind) if kind in KINDS else changes


def after(changes: "QuerySet[MandateChange]", last: MandateChange) -> "QuerySet[MandateChange]":
    """What follows `last`, which is earlier."""
    return changes.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))


def told(changes: "QuerySet[MandateChange]") -> list[Change]:
    """The sentences, in a constant number of queries."""
    rows = changes.select_related("mandate__user", "mandate__replaces", "actor").prefetch_related(
        "mandate__topics", "mandate__departments", "mandate__accounts"
    )
    found, label = list(rows), directory().label
    heads = _heads(found)
    return [Change(row, label(row.mandate.user), _sentence(row, label(row.mandate.user), heads), label(row.actor) if row.actor else "") for row in found]


def _heads(rows: Iterable[MandateChange]) -> dict[int, str]:
    wanted = {row.detail.get("visa_by") for row in rows if row.code == "visa"}
    people = get_user_model().objects.filter(pk__in=[pk for pk in wanted if isinstance(pk, int)])
    return {person.pk: directory().label(person) for person in people}


def _sentence(row: MandateChange, name: str, heads: dict[int, str]) -> str:
    words = {"name": name, "role": row.mandate.get_role_display(), "scope": ", ".join(scope_words(row.mandate)), "start": _day(row.mandate.start)}
    tell = _TELLERS.get("replaced" if row.code == "granted" and row.mandate.replaces_id else row.code)
    return tell(row, words, heads) if tell else f"{name} · {row.code}"


Words = dict[str, str]
Teller = Callable[[MandateChange, Words, dict[int, str]], str]


def _granted(row: MandateChange, words: Words, heads: dict[int, str]) -> str:
    return _("%(name)s is given the mission of %(role)s (%(scope)s) from %(start)s.") % words


def _replaced(row: MandateChange, words: Words, heads: dict[int, str]) -> str:
    before = row.mandate.replaces
    sentence = _("%(name)s is given the mission of %(role)s (%(scope)s) from %(start)s, in place of the one of %(before)s.")
    return sentence % {**words, "before": _day(before.start) if before else "…"}


def _ended(row: MandateChange, words: Words, heads: dict[int, str]) -> str:
    return _("The mission of %(role)s of %(name)s ends on %(day)s.") % {**words, "day": _day(_read(row.detail, "end") or row.mandate.end)}


def _suspended(row: MandateChange, words: Words, heads: dict[int, str]) -> str:
    sentences = {
        "moved": _("The mission of %(role)s of %(name)s is suspended: the person changed department."),
        "left": _("The mission of %(role)s of %(name)s is suspended: the person left."),
    }
    return sentences.get(str(row.detail.get("why")), _("The mission of %(role)s of %(name)s is suspended.")) % words


def _resumed(row: MandateChange, words: Words, heads: dict[int, str]) -> str:
    return _("The mission of %(role)s of %(name)s resumes.") % words


def _visa(row: MandateChange, words: Words, heads: dict[int, str]) -> str:
    head = heads.get(row.detail.get("visa_by") or 0, "…")
    return _("%(head)s agrees to the mission of %(role)s of %(name)s.") % {**words, "head": head}


def _training(row: MandateChange, words: Words, heads: dict[int, str]) -> str:
    until = _read(row.detail, "valid_until")
    facts = {**words, "day": _day(_read(row.detail, "trained_on")), "until": _day(until)}
    if until:
        return _("Training of %(name)s noted for the mission of %(role)s: followed on %(day)s, valid until %(until)s.") % facts
    return _("Training of %(name)s noted for the mission of %(role)s: followed on %(day)s.") % facts


def _mention(row: MandateChange, words: Words, heads: dict[int, str]) -> str:
    labels = {value: str(label) for value, label in Mandate.JobDescription.choices}
    mention = labels.get(str(row.detail.get("value")), "…")
    return _("Job description of %(name)s, mission of %(role)s: %(mention)s.") % {**words, "mention": mention}


_TELLERS: dict[str, Teller] = {
    "granted": _granted,
    "replaced": _replaced,
    "ended": _ended,
    "suspended": _suspended,
    "resumed": _resumed,
    "visa": _visa,
    "training": _training,
    "job_description": _mention,
}


def _read(detail: dict[str, Any], name: str) -> date | None:  # Any: the journal's JSON
    return parse_date(str(detail.get(name) or ""))


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else "…"


def table(changes: "QuerySet[MandateChange]") -> Iterator[list[object]]:
    """The changes for a spreadsheet."""
    yield [pgettext("column", "On"), _("Person"), _("Account"), _("Role"), _("What changed"), _("Noted by")]
    for change in told(changes):
        mandate = change.row.mandate
        yield [change.row.at, change.name, mandate.user.get_username(), str(mandate.get_role_display()), change.sentence, change.by or _("the program")]
