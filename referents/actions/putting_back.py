"""What somebody scheduled and may no longer publish goes back to the desk, at once: nothing leaves at its hour under a right that is gone."""

from django.db import transaction
from django.db.models import QuerySet

from referents.actions.moves import begin, record
from referents.host import User
from referents.models import Enquiry, Mandate, Publication
from referents.states import MOVES


def scheduled_by(person: User) -> "QuerySet[Publication]":
    """What waits for its hour under this person's right."""
    waiting = Publication.objects.filter(actor=person.pk, state=Publication.State.PENDING, scheduled_at__isnull=False, kind=Publication.Kind.ANSWER)
    return waiting.select_related("draft__enquiry").order_by("scheduled_at", "pk")


def lock_scheduled(person: User) -> None:
    """Lock the questions first, as every move does: to be called before `lock_missions` when both are needed."""
    questions = scheduled_by(person).values("draft__enquiry")
    list(Enquiry.objects.select_for_update().filter(pk__in=questions).order_by("pk"))


def lock_missions(person: User) -> None:
    """Whoever uses a right to publish, and whoever takes it away, holds these rows until the end of the transaction."""
    list(Mandate.objects.select_for_update().filter(user=person.pk, role=Mandate.Role.PUBLISHER).order_by("pk"))


@transaction.atomic
def put_back(person: User, *, actor: User | None) -> list[Enquiry]:
    """Nothing of this person is scheduled any more: the wording waits, as decided, for somebody who may let it leave. Run twice, does nothing."""
    moved: dict[int, Enquiry] = {}
    for publication in scheduled_by(person):
        asked = publication.draft.enquiry if publication.draft else publication.enquiry
        at = publication.scheduled_at.isoformat() if publication.scheduled_at else ""
        Publication.objects.filter(pk=publication.pk).update(scheduled_at=None, next_attempt_at=None)
        if asked.pk not in moved and asked.state in MOVES["unschedule"].sources:
            enquiry = begin(asked, move="unschedule", actor=actor, version=None)
            record(enquiry, move="unschedule", to=enquiry.state, actor=actor, detail={"publication": publication.pk, "at": at})
            moved[enquiry.pk] = enquiry
    return list(moved.values())
