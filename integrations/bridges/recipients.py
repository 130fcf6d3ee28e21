"""Whom to tell of what happens to a question. Always fewer people than the audience: nobody is told of what they cannot open."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q, QuerySet
from django.utils import timezone

from referents.models import Enquiry, EnquiryMove, Mandate
from referents.permissions import audience, reviewers
from referents.querysets import REVIEWABLE
from rse.people.models import User


def holders(permission: str) -> QuerySet[User]:
    """Active accounts given `permission`, by themselves or through a group. Superusers, who hold everything, are not told everything."""
    return ModelBackend().with_perm(permission, include_superusers=False)


def desk() -> list[User]:
    """The community managers."""
    return list(holders("referents.work_desk"))


def dispatchers() -> list[User]:
    """The dispatchers; in a town without any, the desk."""
    return list(holders("referents.dispatch")) or desk()


def contributors(enquiry: Enquiry) -> QuerySet[User]:
    """Those who wrote or said a technical answer of the present cycle."""
    mine = enquiry.contributions.filter(cycle=enquiry.cycle)
    return User.objects.filter(Q(pk__in=mine.values("author")) | Q(pk__in=mine.values("said_by")), is_active=True)


def everyone_who_helped(enquiry: Enquiry) -> QuerySet[User]:
    """The contributors and the authors of wordings, of every cycle."""
    said = enquiry.contributions
    return User.objects.filter(Q(pk__in=said.values("author")) | Q(pk__in=said.values("said_by")) | Q(pk__in=enquiry.drafts.values("author")), is_active=True)


def publishers() -> QuerySet[User]:
    """Those whose mission of publication runs today or is to begin, suspended or not: they are the ones who sign."""
    today = timezone.localdate()
    running = Mandate.objects.filter(Q(end__isnull=True) | Q(end__gte=today), role=Mandate.Role.PUBLISHER)
    return User.objects.filter(pk__in=running.values("user"), is_active=True)


def watchers(enquiry: Enquiry, row: EnquiryMove) -> set[int]:
    """Ids of the accounts whose pages may show this question now, or showed it until this move (reviewers whose turn is over)."""
    people = set(audience(enquiry).values_list("pk", flat=True))
    if row.from_state in REVIEWABLE and row.to_state not in REVIEWABLE:
        people |= set(reviewers(enquiry.topic, besides=None, on=timezone.localdate()).values_list("pk", flat=True))
    return people
