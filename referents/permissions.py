"""Who may do what, as pure functions of rows. The table in `states.py` names roles; this module says who holds them."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db.models import Q, QuerySet
from django.utils import timezone

from referents.host import User
from referents.models import Decision, Enquiry, Mandate, Referent
from referents.querysets import REVIEWABLE, SEES_EVERYTHING
from referents.states import Role

if TYPE_CHECKING:
    from referents.models import CharterVersion, Topic


def works_desk(user: User) -> bool:
    """The community manager: qualifies, holds, words, publishes on the accounts they hold."""
    return user.has_perm("referents.work_desk")


def dispatches(user: User) -> bool:
    """The dispatcher: sees everything, redirects, chases."""
    return user.has_perm("referents.dispatch")


def reads_desk(user: User) -> bool:
    """The desk's pages open for the community manager, the dispatcher and the auditor."""
    return any(user.has_perm(permission) for permission in SEES_EVERYTHING)


def keeps_register(user: User) -> bool:
    """HR: the register of missions, and nothing of the enquiries."""
    return user.has_perm("referents.keep_register")


def may_answer(user: User, enquiry: Enquiry) -> bool:
    """The person asked, or a colleague brought in."""
    return enquiry.assignments.filter(user=user.pk, active=True).exists() or enquiry.contribution_requests.filter(user=user.pk).exists()


def contributed(user: User, enquiry: Enquiry) -> bool:
    """Wrote or said a technical answer of the present cycle."""
    return enquiry.contributions.filter(Q(author=user.pk) | Q(said_by=user.pk), cycle=enquiry.cycle).exists()


def may_review(user: User, enquiry: Enquiry) -> bool:
    """A mission of reviewer covers the topic, and the version under review is somebody else's."""
    draft = enquiry.drafts.filter(current=True).first()
    if draft is None or draft.author_id == user.pk:
        return False
    return Mandate.objects.in_force(timezone.localdate()).filter(user=user.pk, role=Mandate.Role.REVIEWER).covering(enquiry.topic).exists()


def reviewers(topic: "Topic | None", *, besides: int | None, on: date) -> "QuerySet[User]":
    """Everyone whose mission of reviewer covers the topic, but the author of the version."""
    mandates = Mandate.objects.in_force(on).filter(role=Mandate.Role.REVIEWER).covering(topic)
    people = get_user_model().objects.filter(pk__in=mandates.values("user")).order_by("pk")
    return people if besides is None else people.exclude(pk=besides)


def roles(user: User, enquiry: Enquiry) -> set[str]:
    """Every role this person holds on this enquiry now."""
    if not user.is_active:
        return set()
    held = {Role.AGENT.value}
    if works_desk(user):
        held.add(Role.CM.value)
    if dispatches(user):
        held.add(Role.DISPATCHER.value)
    if may_answer(user, enquiry) or contributed(user, enquiry):
        held.add(Role.REFERENT.value)
    if may_review(user, enquiry):
        held.add(Role.REVIEWER.value)
    return held


def with_permission(permission: str) -> "QuerySet[User]":
    """Active users who hold a permission, by themselves or through a group, superusers included."""
    return ModelBackend().with_perm(permission)


def audience(enquiry: Enquiry) -> "QuerySet[User]":
    """Everyone who sees the enquiry: the exact inverse of `Enquiry.objects.visible_to`."""
    people = Q(pk=enquiry.filed_by_id)
    for permission in SEES_EVERYTHING:
        people |= Q(pk__in=with_permission(permission).values("pk"))
    people |= Q(pk__in=enquiry.assignments.values("user"))
    people |= Q(pk__in=enquiry.contribution_requests.values("user"))
    people |= Q(pk__in=enquiry.contributions.values("author")) | Q(pk__in=enquiry.contributions.values("said_by"))
    people |= Q(pk__in=enquiry.drafts.values("author"))
    people |= Q(pk__in=Decision.objects.filter(draft__enquiry=enquiry, reviewer__isnull=False).values("reviewer"))
    if enquiry.state in REVIEWABLE:
        people |= Q(pk__in=reviewers(enquiry.topic, besides=None, on=timezone.localdate()).values("pk"))
    return get_user_model().objects.filter(people, is_active=True).distinct()


def referents_of(user: User) -> "QuerySet[Referent]":
    """The referent roles a person may show or leave: their own."""
    return Referent.objects.filter(user=user.pk).exclude(state=Referent.State.ENDED)


def may_keep_charters(user: User) -> bool:
    """Publishing a version or reading the signatures of others."""
    return user.has_perm("referents.add_charterversion")


def may_read_version(user: User, version: "CharterVersion") -> bool:
    """Charters are open to every active account; a version that has not been published is not."""
    return user.is_active and version.pk is not None
