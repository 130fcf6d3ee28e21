"""Words noted on the telephone: the person whose words they are confirms or corrects them, in one tap."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from referents.actions import answers
from referents.actions.moves import begin, record
from referents.exceptions import TextRefused
from referents.host import User
from referents.models import Contribution, Enquiry
from referents.signals import contribution_added, words_settled
from referents.states import MOVES


@transaction.atomic
def confirm(contribution: Contribution, *, actor: User) -> Contribution:
    """« C’est exact ». Twice is once; what was corrected meanwhile stays corrected."""
    noted = _of(contribution, actor)
    if noted.confirmed_at is None and not noted.replaced_by.exists():
        noted.confirmed_at = timezone.now()
        noted.save()
        words_settled.send(sender=Contribution, contribution=noted, actor=actor)
    return noted


@transaction.atomic
def correct(contribution: Contribution, *, text: str, actor: User) -> Contribution:
    """What was really said takes the place of what was noted. A wording already written is stopped and goes back to the desk.

    The same person correcting twice corrects once. Raises TextRefused for an empty text, or once the reply has left.
    """
    text = text.strip()
    if not text:
        raise TextRefused({"text": _("Write what you said: a few words are enough.")})
    noted = _of(contribution, actor)
    corrected = noted.replaced_by.first()
    if corrected is not None:
        return corrected
    enquiry = noted.enquiry
    if noted.cycle != enquiry.cycle or enquiry.state not in MOVES["complete"].sources | MOVES["correct_fact"].sources:
        raise TextRefused({"text": _("The reply has left already: call Communication.")})
    if enquiry.state in MOVES["correct_fact"].sources:
        row = answers.correct_fact(enquiry, text=text, actor=actor, version=None)
        row.replaces = noted
        row.save()
    else:
        row = _complete(enquiry, noted, text=text, actor=actor)
    words_settled.send(sender=Contribution, contribution=noted, actor=actor)
    return row


def _complete(enquiry: Enquiry, noted: Contribution, *, text: str, actor: User) -> Contribution:
    enquiry = begin(enquiry, move="complete", actor=actor, version=None)
    row = Contribution.objects.create(enquiry=enquiry, cycle=enquiry.cycle, author=actor, said_by=actor, text=text, replaces=noted, at=timezone.now())
    record(enquiry, move="complete", to=enquiry.state, actor=actor, detail={"contribution": row.pk})
    contribution_added.send(sender=Enquiry, contribution=row, actor=actor)
    return row


def _of(contribution: Contribution, actor: User) -> Contribution:
    """The noted words under the lock of their question; only the person who said them settles them."""
    Enquiry.objects.select_for_update().get(pk=contribution.enquiry_id)
    noted = Contribution.objects.select_related("enquiry").get(pk=contribution.pk)
    if noted.said_by_id != actor.pk or noted.kind != Contribution.Kind.TELEPHONE:
        raise PermissionDenied(_("Only the person whose words were noted can confirm them."))
    return noted
