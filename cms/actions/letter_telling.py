"""What follows a sending of the letter: people told by batches, readers counted, the marks of reading forgotten."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cms.letter.told import KIND, key_of
from cms.models import LetterOpening, LetterSending, NewsletterPage
from cms.permissions import audience
from rse.notifications.actions import notify
from rse.people.models import Agent, User

BATCH = 500
MARKS_KEPT = timedelta(days=60)
SALT = "cms.letter.opening"


@transaction.atomic
def tell_next(sending_pk: int, *, actor: None) -> bool:
    """Tell the next batch of people; whether others are left. Two workers never tell the same batch, and a batch told again tells nobody again.
    An issue withdrawn meanwhile is told to nobody more."""
    del actor  # whoever asked for the sending is the one it comes from
    sending = LetterSending.objects.select_for_update(of=("self",)).filter(pk=sending_pk, done_at=None).first()
    if sending is None:
        return False
    people = _next_people(sending)
    rows = _tell(sending, people) if people else 0
    left = len(people) == BATCH
    LetterSending.objects.filter(pk=sending.pk).update(
        last_told=people[-1].pk if people else sending.last_told,
        told=F("told") + rows,
        moved_at=timezone.now(),
        done_at=None if left else timezone.now(),
    )
    return left


def _next_people(sending: LetterSending) -> list[User]:
    if not sending.issue.live:
        return []
    readers = audience(sending.issue).filter(agent__state=Agent.State.ACTIVE, pk__gt=sending.last_told)
    return list(readers.order_by("pk")[:BATCH])


def _tell(sending: LetterSending, people: list[User]) -> int:
    """How many of them are told somewhere: whoever refused every channel is not."""
    issue = sending.issue
    params = {"page": str(issue.pk), "title": " · ".join(part for part in (issue.title, issue.intro) if part)}
    url = urlsplit(issue.get_url() or "/").path
    return len(notify(people, kind=KIND, key=key_of(sending), url=url, params=params, actor=sending.asked_by, about=f"cms.newsletter:{issue.pk}"))


@transaction.atomic
def note_opening(issue: NewsletterPage, *, actor: User) -> bool:
    """Somebody reads an issue that was sent, counted once; whether it is new. What is kept names nobody."""
    sending = LetterSending.objects.filter(issue=issue, opened=None).first()
    if sending is None:
        return False
    mark = salted_hmac(SALT, f"{sending.pk}.{actor.pk}", algorithm="sha256").hexdigest()[:32]
    _row, created = LetterOpening.objects.get_or_create(sending=sending, mark=mark)
    return created


@transaction.atomic
def forget_openings(*, actor: None) -> int:
    """Two months after a sending, the number of readers is kept and their marks go; answers how many sendings that was. Harmless twice."""
    del actor  # the program itself
    old = list(LetterSending.objects.select_for_update().filter(opened=None, asked_at__lt=timezone.now() - MARKS_KEPT))
    for sending in old:
        LetterSending.objects.filter(pk=sending.pk).update(opened=sending.openings.count())
    LetterOpening.objects.filter(sending__in=old).delete()
    return len(old)
