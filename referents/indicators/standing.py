"""What is true today and belongs to no period: subjects nobody holds, accounts without a second holder, charters to sign. Never by person."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.utils import timezone

from referents import rights
from referents.host import Department, User, departments
from referents.models import Charter, CharterSignature, Mandate, OfficialAccount, Referent, Topic


@dataclass(frozen=True)
class Held:
    """The subjects of one department that no active referent names and that nobody of the department answers for. `own`: the reader heads it."""

    department: Department
    topics: tuple[Topic, ...]
    own: bool


def nobody_holds(user: User) -> list[Held]:
    """Active subjects without an active referent: none names them, and nobody of the department, or below it, answers for it.

    By department, those the reader heads first, whole branches with them. Three queries, whatever the number of subjects.
    """
    tree = {row.pk: row for row in departments().order_by("name", "pk")}
    named: set[int] = set()
    staffed: set[int] = set()
    for subject, department in Referent.objects.active().order_by().values_list("topics", "department"):
        named |= {subject} if subject else set()
        staffed |= set(_above(department, tree))
    alone: dict[int, list[Topic]] = {}
    for topic in Topic.objects.filter(active=True, department__in=set(tree) - staffed).exclude(pk__in=named).order_by("name", "pk"):
        alone.setdefault(topic.department_id or 0, []).append(topic)
    found = [Held(row, tuple(alone[pk]), _heads(user, pk, tree)) for pk, row in tree.items() if pk in alone]
    return sorted(found, key=lambda held: not held.own)


def _above(pk: int | None, tree: dict[int, Department]) -> list[int]:
    path: list[int] = []
    while pk is not None and pk in tree and pk not in path:
        path.append(pk)
        pk = tree[pk].parent_id
    return path


def _heads(user: User, pk: int, tree: dict[int, Department]) -> bool:
    return any(tree[step].head_id == user.pk for step in _above(pk, tree))


@dataclass(frozen=True)
class Standing:
    """Numbers of today. `to_sign` are people whose mission asks for the charter in force and who have not signed it yet; nobody is named."""

    subjects: int
    subjects_held: int
    accounts: int
    accounts_alone: int
    to_sign: int
    signers: int


def today(user: User, *, at: datetime) -> Standing:
    """Eight queries."""
    alone = sum(len(held.topics) for held in nobody_holds(user))
    subjects = Topic.objects.filter(active=True, department__isnull=False).count()
    live = OfficialAccount.objects.filter(state=OfficialAccount.State.LIVE)
    held_by = Count("custodies", filter=Q(custodies__user__is_active=True))
    signers, signed = _signatures(at)
    return Standing(
        subjects=subjects,
        subjects_held=subjects - alone,
        accounts=live.count(),
        accounts_alone=live.annotate(held_by=held_by).filter(held_by__lt=2).count(),
        to_sign=signers - signed,
        signers=signers,
    )


def _signatures(at: datetime) -> tuple[int, int]:
    """People with a mission of publication in force, and those of them who have signed the version in force."""
    version = rights.version_in_force(Charter.Audience.PUBLISHING, at=at)
    if version is None:
        return 0, 0
    missions = Mandate.objects.in_force(timezone.localdate(at)).filter(role=Mandate.Role.PUBLISHER)
    people = get_user_model().objects.filter(pk__in=missions.values("user"))
    answers = CharterSignature.objects.latest_answers().filter(version=version)
    signed = answers.filter(verdict=CharterSignature.Verdict.SIGNED, expires_on__gte=timezone.localdate(at))
    return people.count(), people.filter(pk__in=signed.values("user")).count()
