"""« Réponses prêtes »: what may be used again, what is to be renewed, what is missing. Reading only, a constant number of queries."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referents import conf, likeness, permissions
from referents.host import User
from referents.models import Answer, AnswerVersion, Enquiry, Publication, Referent, Topic
from referents.models.enquiries import Channel
from referents.querysets import RENEW_DAYS, AnswerQuerySet

PAGE = 25
GAP_DAYS = 90
MOST_SHOWN = 10
MOST_ALIKE = 3
STATES: dict[str, str | Promise] = {
    "valide": _("valid"),
    "a-renouveler": _("to renew"),
    "perimee": _("expired"),
    "proposee": _("proposed"),
    "retiree": _("withdrawn"),
}
_WAYS = {"a": "aàâä", "c": "cç", "e": "eéèêë", "i": "iîï", "o": "oôö", "u": "uùûü"}


@dataclass(frozen=True)
class Gap:
    """A subject asked about often that has no valid answer. `asked` is a number of questions of a subject, never of anybody."""

    topic: Topic
    asked: int


@dataclass(frozen=True)
class Sheet:
    """One answer, whole: where it stands, what it said before, where it was used again."""

    answer: Answer
    standing: str
    versions: list[AnswerVersion]
    channels: list[tuple[str, int]]
    questions: list[Enquiry]
    cares: bool
    may_accept: bool


def standing(answer: Answer, *, on: date) -> str:
    """A key of `STATES`."""
    if answer.state != Answer.State.KEPT:
        return "proposee" if answer.state == Answer.State.PROPOSED else "retiree"
    if answer.valid_until < on:
        return "perimee"
    return "a-renouveler" if answer.valid_until <= on + timedelta(days=RENEW_DAYS) else "valide"


def fitting(answer: Answer, longest: int | None) -> str:
    """The longest of its wordings that a network takes; the shortest when none does."""
    wordings = [words for words in (answer.wording, answer.medium, answer.short) if words]
    return next((words for words in wordings if longest is None or len(words) <= longest), wordings[-1])


def page(user: User, *, words: list[str], topic: Topic | None, department: int | None, state: str, mine: bool, on: date, number: int) -> Page:
    """Answers this person may read: those that still hold first, the most used before the others; expired ones at the end. Two queries."""
    rows = in_state(Answer.objects.visible_to(user), state, on=on)
    for word in words:
        pattern = "".join(f"[{_WAYS[sign]}]" if sign in _WAYS else re.escape(sign) for sign in word)
        rows = rows.filter(Q(question__iregex=pattern) | Q(wording__iregex=pattern) | Q(topic__name__iregex=pattern))
    if topic:
        rows = rows.filter(topic=topic)
    if department:
        rows = rows.filter(department=department)
    if mine:
        rows = rows.filter(owner=user.pk)
    over = Case(When(valid_until__lt=on, then=Value(1)), default=Value(0), output_field=IntegerField())
    rows = rows.select_related("topic", "department", "owner").annotate(over=over).order_by("over", "-reuses", "-written_on", "-pk")
    return Paginator(rows, PAGE).get_page(number)


def in_state(rows: AnswerQuerySet, state: str, *, on: date) -> AnswerQuerySet:
    """Those of one state; without one, everything that is kept."""
    kept = {"valide": rows.valid(on), "a-renouveler": rows.to_renew(on), "perimee": rows.expired(on)}
    if state in kept:
        return kept[state]
    if state in {"proposee", "retiree"}:
        return rows.filter(state=Answer.State.PROPOSED if state == "proposee" else Answer.State.WITHDRAWN)
    return rows.kept()


def sheet(answer: Answer, *, user: User, on: date) -> Sheet:
    """Everything the answer's page shows. Where it was used: by channel for everybody, the questions for those who may open them."""
    used = Publication.objects.filter(draft__answer=answer, kind=Publication.Kind.ANSWER, state=Publication.State.DONE)
    channels = Counter(str(Channel(channel).label) for channel in used.values_list("enquiry__channel", flat=True))
    questions = Enquiry.objects.visible_to(user).filter(pk__in=used.values("enquiry")).order_by("-published_at", "-pk")
    return Sheet(
        answer=answer,
        standing=standing(answer, on=on),
        versions=list(answer.versions.all()),
        channels=channels.most_common(),
        questions=list(questions[:MOST_SHOWN]) if permissions.reads_desk(user) else [],
        cares=permissions.cares_for(user, answer),
        may_accept=answer.state == Answer.State.PROPOSED and permissions.works_desk(user),
    )


def gaps(*, now: datetime) -> list[Gap]:
    """Subjects asked about at least `GAP_FROM` times in ninety days without a valid answer, the most asked first. One query."""
    on = timezone.localdate(now)
    recent = Q(enquiries__received_at__gte=now - timedelta(days=GAP_DAYS))
    valid = Answer.objects.valid(on).filter(topic=OuterRef("pk"))
    rows = Topic.objects.filter(active=True, outside_body__isnull=True).select_related("department")
    asked = rows.annotate(asked=Count("enquiries", filter=recent)).filter(~Exists(valid), asked__gte=conf.option("GAP_FROM"))
    return [Gap(topic, topic.asked) for topic in asked.order_by("-asked", "name")[:30]]


def alike(question: str, *, user: User, valid_on: date | None = None) -> list[Answer]:
    """Answers to nearly the same question, the closest first: most of the words of the shorter one are shared. Two queries at most.

    Expired ones among them, to be renewed rather than written again; with a day, only those that may be given to a citizen on it.
    """
    rows = Answer.objects.visible_to(user)
    return likeness.ready_answers(question, rows.valid(valid_on) if valid_on else rows.kept(), limit=MOST_ALIKE)


def topics_to_choose(user: User) -> list[tuple[str, list[tuple[int, str]]]]:
    """Subjects this person may write an answer on, by department: every one for the desk, their own for a referent. Two queries at most."""
    topics = Topic.objects.filter(active=True, outside_body__isnull=True).select_related("department").order_by("name")
    if not permissions.works_desk(user):
        topics = topics.filter(referents__in=Referent.objects.active().filter(user=user.pk)).distinct()
    return grouped(topics)


def grouped(topics: Iterable[Topic]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Choices of a list of subjects, by department."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for topic in topics:
        groups.setdefault(str(topic.department or _("Without a department")), []).append((topic.pk, topic.name))
    return sorted(groups.items())
