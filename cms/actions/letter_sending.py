"""An issue of the letter leaves, once, for everybody."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.actions.journal import note
from cms.actions.publishing import lock
from cms.exceptions import NotReadyToLeave
from cms.letter.leaving import obstacles
from cms.models import LetterSending, NewsletterPage
from cms.permissions import may_send
from cms.tasks import slow_send_letter
from rse.core.tasks import wake
from rse.people.models import User


@transaction.atomic
def send(issue: NewsletterPage, *, actor: User) -> tuple[LetterSending, bool]:
    """Ask that the live issue be told to everybody who reads it; (the sending, whether this call asked for it): an issue leaves once.
    People are told by the workers. Raises NotReadyToLeave, PermissionDenied."""
    lock(issue)
    issue = NewsletterPage.objects.get(pk=issue.pk)
    if not may_send(actor, issue):
        raise PermissionDenied(_("Only those who publish the letter send it."))
    there = LetterSending.objects.filter(issue=issue).first()
    if there is not None:
        return there, False
    if sentences := obstacles(issue):
        raise NotReadyToLeave(sentences)
    now = timezone.now()
    sending = LetterSending.objects.create(issue=issue, asked_by=actor, asked_at=now, moved_at=now)
    note(issue, code="letter_sent", actor=actor, revision=issue.live_revision_id)
    log(instance=issue, action="cms.send_letter", user=actor)
    wake(slow_send_letter, sending.pk)
    return sending, True
