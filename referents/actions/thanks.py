"""Thanks passed on to everyone who helped with a reply. Nobody is counted, nobody is ranked."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from referents import permissions
from referents.exceptions import TextRefused
from referents.host import User
from referents.models import Enquiry, ThankYou
from referents.signals import thanks_passed_on


@transaction.atomic
def pass_on(enquiry: Enquiry, *, word: str, actor: User) -> ThankYou:
    """The desk thanks everyone who helped, with a word. Once a question and a person; a second click returns the first.

    Raises TextRefused for an empty word, or before anything was published.
    """
    if not permissions.works_desk(actor):
        raise PermissionDenied(_("Only the desk passes thanks on."))
    word = word.strip()
    if not word:
        raise TextRefused({"word": _("Write a word: it is what people remember.")})
    if enquiry.published_at is None:
        raise TextRefused({"word": _("Nothing has been published yet.")})
    row, created = ThankYou.objects.get_or_create(enquiry=enquiry, by=actor, defaults={"word": word[:280], "at": timezone.now()})
    if created:
        thanks_passed_on.send(sender=ThankYou, thanks=row, actor=actor)
    return row
