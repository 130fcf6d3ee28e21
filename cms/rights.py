"""May this person publish this page alone, now? Otherwise, who reads it first? Computed at the moment of use, never stored.

The mission, the training and the charter are those of `referents`; the scope is read against the page's department and topic.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referents.conf import directory
from referents.matching.standing_in import stand_ins
from referents.models import Mandate
from referents.models.topics import Sensitivity
from referents.permissions import with_permission
from referents.querysets import MandateQuerySet
from referents.rights import Right, grounds, in_pre_election_period
from rse.people.models import Department, User

ALONE = (Mandate.Role.CONTRIBUTOR, Mandate.Role.PUBLISHER)
REASONS: dict[str, str | Promise] = {
    "mandate": _("no mission covers this department and this subject"),
    "training": _("the training is missing or no longer valid"),
    "no_charter": _("no charter of publication is in force yet"),
    "charter": _("the charter in force is not signed any more"),
    "approval": _("whoever approved it may no longer read this page before it leaves"),
    "red": _("this subject is always read by two people"),
    "sensitive": _("this subject is sensitive"),
    "pre_election": _("a pre-election period is open"),
    "no_department": _("the page names neither a department nor a subject"),
}


def department_of(page: Any) -> Department | None:  # Any: Wagtail's pages are untyped, and those of other apps have neither field
    """The department that answers for the page: its own, else that of its subject."""
    own = getattr(page, "department", None)
    topic = getattr(page, "topic", None)
    return own or (topic.department if topic else None)


def covering(mandates: MandateQuerySet, page: Any) -> list[Mandate]:
    """Those whose scope holds the page: its department, or one above; its subject. An empty scope holds everything."""
    department, topic = department_of(page), getattr(page, "topic", None)
    places = [step.pk for step in Department.objects.path_to(department)] if department else []
    on_topic = Q(topics__isnull=True) | Q(topics=topic.pk) if topic else Q(topics__isnull=True)
    found = mandates.filter(on_topic).filter(Q(departments__isnull=True) | Q(departments__in=places))
    return list(found.distinct().order_by("pk"))


def standing(user: User, page: Any, *, at: datetime) -> Right:
    """The person's own right to publish this page, its grounds, what is missing. Call inside the transaction that publishes."""
    mandates = covering(Mandate.objects.in_force(timezone.localdate(at)).filter(user=user.pk, role__in=ALONE), page)
    return grounds(user, mandates, at=at, missing=[])


def needs_signature(right: Right) -> bool:
    """Nothing can be asked of anybody before this person has signed the charter in force."""
    return "charter" in right.missing


def reasons(page: Any, right: Right, *, on: date) -> list[str]:
    """Why somebody else reads the page first, as codes of REASONS; [] when the author's right is enough."""
    found = [code for code in right.missing if code in {"mandate", "training", "no_charter"}]
    topic = getattr(page, "topic", None)
    if department_of(page) is None and topic is None:
        found.append("no_department")
    if topic is not None and topic.red:
        found.append("red")
    elif topic is not None and topic.sensitivity == Sensitivity.HIGH:
        found.append("sensitive")
    if in_pre_election_period(on):
        found.append("pre_election")
    return found


def reviewers(page: Any, *, besides: Iterable[int], on: date) -> list[User]:
    """Who is asked: those whose mission of reviewer covers the page, whoever stands in for those away; nobody: the head of the department; nobody
    again: those who keep the intranet. Never the author."""
    left_out = set(besides)
    mandates = covering(Mandate.objects.in_force(on).filter(role=Mandate.Role.REVIEWER), page)
    people = list(User.objects.filter(pk__in={mandate.user_id for mandate in mandates}, is_active=True).exclude(pk__in=left_out).order_by("pk"))
    present = [user for user in stand_ins(people, directory(), day=on).values() if user is not None and user.pk not in left_out]
    if present or people:
        return list(dict.fromkeys([*present] or people))
    return deputies(page, besides=left_out)


def deputies(page: Any, *, besides: Iterable[int]) -> list[User]:
    """Who is asked when nobody else can be, or when the day is past: the head of the department, else those who keep the intranet."""
    left_out, department = set(besides), department_of(page)
    heads = [head for head in directory().heads(department) if head.pk not in left_out] if department else []
    return heads or list(with_permission("cms.keep_pages").exclude(pk__in=left_out).order_by("pk"))


def may_review(user: User, page: Any, *, authors: Iterable[int], on: date, late: bool) -> bool:
    """A mission of reviewer that covers the page today, or standing in for it; the head of the department once the day is past. Never the author:
    a subject that needs two pairs of eyes gets them."""
    left_out = set(authors)
    if not user.is_active or user.pk in left_out:
        return False
    own = Mandate.objects.in_force(on).filter(role=Mandate.Role.REVIEWER, user=user.pk)
    if covering(own, page) or user.has_perm("cms.keep_pages"):
        return True
    asked = reviewers(page, besides=left_out, on=on)
    return user in asked or (late and user in deputies(page, besides=left_out))
