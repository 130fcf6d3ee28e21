"""Charters: publishing a version, signing, refusing, withdrawing. Every answer is a further row; the last one stands."""

import hashlib
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referents import campaigns, permissions
from referents.actions import putting_back
from referents.exceptions import CharterError
from referents.host import User
from referents.models import Charter, CharterReminder, CharterSignature, CharterVersion
from referents.signals import charter_answered, charter_published, charter_recalled

Verdict = CharterSignature.Verdict
REMIND_AGAIN_AFTER = timedelta(days=7)
DOUBLE_CLICK = timedelta(minutes=5)


@transaction.atomic
def publish_version(
    charter: Charter,
    *,
    text: str,
    changes: str,
    effective_at: datetime,
    must_sign_by: date,
    actor: User | None,
    immediate_reason: str = "",
) -> CharterVersion:
    """A new numbered version. The earlier signature stands until `must_sign_by`, unless a reason for immediate effect is given."""
    if actor is not None and not permissions.may_keep_charters(actor):
        raise PermissionDenied(_("You may not publish charters."))
    if not text.strip():
        raise CharterError({"text": _("Write the text of the charter.")})
    if must_sign_by < timezone.localdate(effective_at):
        raise CharterError({"must_sign_by": _("Leave people time to sign: a day after it takes effect.")})
    last = Charter.objects.select_for_update().get(pk=charter.pk).versions.order_by("-number").first()
    now = timezone.now()
    version = CharterVersion.objects.create(
        charter=charter,
        number=(last.number if last else 0) + 1,
        text=text,
        changes=changes,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        effective_at=effective_at,
        published_at=now,
        must_sign_by=must_sign_by,
        immediate=bool(immediate_reason),
        immediate_reason=immediate_reason,
    )
    CharterReminder.objects.create(version=version, occasion=CharterReminder.Occasion.PUBLISHED, actor=actor, at=now)
    charter_published.send(sender=CharterVersion, version=version, actor=actor)
    return version


@transaction.atomic
def sign(version: CharterVersion, *, words_shown: str, text_sha256: str, actor: User) -> CharterSignature:
    """Sign the text that was shown, whose digest the page carries. Signing twice signs once. Raises CharterError for another text."""
    return _answer(version, Verdict.SIGNED, words_shown=words_shown, text_sha256=text_sha256, actor=actor)


@transaction.atomic
def refuse(version: CharterVersion, *, words_shown: str, text_sha256: str, actor: User) -> CharterSignature:
    """Refuse: the right to publish stops at once and what was scheduled goes back to the desk; signing later stays possible.

    Raises CharterError for another text, and when the version is signed: a signature is taken back by `withdraw`.
    """
    return _answer(version, Verdict.REFUSED, words_shown=words_shown, text_sha256=text_sha256, actor=actor)


@transaction.atomic
def withdraw(signature: CharterSignature, *, words_shown: str, actor: User) -> CharterSignature:
    """Take back one's own signature: a further row says so, with a receipt; the right to publish stops at once and what was scheduled
    goes back to the desk. Withdrawing twice withdraws once. Raises CharterError when nothing signed stands."""
    if signature.user_id != actor.pk:
        raise PermissionDenied(_("Only the person can withdraw their signature."))
    version = signature.version
    return _answer(version, Verdict.WITHDRAWN, words_shown=words_shown, text_sha256=version.sha256, actor=actor)


# What may be answered after what; None is the first answer.
AFTER: dict[str | None, frozenset[str]] = {
    None: frozenset({Verdict.SIGNED, Verdict.REFUSED}),
    Verdict.SIGNED: frozenset({Verdict.WITHDRAWN}),
    Verdict.REFUSED: frozenset({Verdict.SIGNED}),
    Verdict.WITHDRAWN: frozenset({Verdict.SIGNED}),
}


def _answer(version: CharterVersion, verdict: str, *, words_shown: str, text_sha256: str, actor: User) -> CharterSignature:
    if not permissions.may_read_version(actor, version):
        raise PermissionDenied
    if text_sha256 != version.sha256 or hashlib.sha256(version.text.encode()).hexdigest() != version.sha256:
        raise CharterError(_("The text changed while you were reading: read it again before answering."))
    stops = verdict != Verdict.SIGNED and version.charter.audience == Charter.Audience.PUBLISHING
    if stops:
        putting_back.lock_scheduled(actor)
    _lock(actor)
    now = timezone.now()
    last = CharterSignature.objects.filter(version=version, user=actor.pk).order_by("-rank").first()
    over = last is not None and last.expires_on < timezone.localdate(now)
    if last is not None and last.verdict == verdict and not over:
        return last
    if verdict not in AFTER[last.verdict if last else None] and not (over and verdict != Verdict.WITHDRAWN):
        raise CharterError(str(_STANDS[verdict]))
    signature = CharterSignature.objects.create(
        version=version,
        user=actor,
        rank=last.rank + 1 if last else 1,
        verdict=verdict,
        sha256=version.sha256,
        words_shown=words_shown,
        signed_at=now,
        expires_on=months_after(timezone.localdate(now), version.charter.valid_months),
        receipt=_receipt(now),
    )
    if stops:
        putting_back.put_back(actor, actor=None)
    charter_answered.send(sender=CharterSignature, signature=signature, actor=actor)
    return signature


_STANDS: dict[str, Promise] = {
    Verdict.REFUSED: gettext_lazy("You have already answered this version: to take a signature back, use its own page."),
    Verdict.WITHDRAWN: gettext_lazy("No signature of yours stands on this version."),
}


def _lock(person: User) -> None:
    """The answers of one person come one after the other, and a publication under their right waits or sees the answer: it locks the same missions."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)
    putting_back.lock_missions(person)


def _receipt(now: datetime) -> str:
    return f"{timezone.localdate(now):%Y%m%d}-{uuid4().hex[:12].upper()}"


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    return date(year, month, min(day.day, last))


@transaction.atomic
def remind(version: CharterVersion, *, actor: User) -> CharterReminder:
    """Recall the version to those who have not answered it. Raises CharterError within a week of the last reminder, or when nothing is to be
    signed any more; a double click reminds once."""
    if not permissions.may_follow_charters(actor):
        raise PermissionDenied(_("You may not remind people of charters."))
    version = CharterVersion.objects.select_for_update(no_key=True).select_related("charter").get(pk=version.pk)
    now = timezone.now()
    last = version.reminders.first()
    if last is not None and not may_remind_now(version, at=now):
        if last.actor_id == actor.pk and last.occasion == CharterReminder.Occasion.ASKED and last.at > now - DOUBLE_CLICK:
            return last
        raise CharterError(_("People were told less than a week ago: let them read."))
    if not campaigns.is_open(version, on=timezone.localdate(now)):
        raise CharterError(_("This version is no longer to be signed."))
    return _remind(version, CharterReminder.Occasion.ASKED, now, actor=actor)


def may_remind_now(version: CharterVersion, *, at: datetime) -> bool:
    """A week has passed since people were last told of this version, by whatever reminder."""
    return not version.reminders.filter(at__gt=at - REMIND_AGAIN_AFTER).exists()


@transaction.atomic
def remind_automatically(version: CharterVersion, *, occasion: str, actor: None) -> CharterReminder | None:
    """The program recalls a version, once an occasion whoever runs it and however often; None when it was done already."""
    CharterVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    if version.reminders.filter(occasion=occasion).exists():
        return None
    return _remind(version, occasion, timezone.now(), actor=actor)


def _remind(version: CharterVersion, occasion: str, now: datetime, *, actor: User | None) -> CharterReminder:
    people = list(campaigns.unanswered(version, on=timezone.localdate(now)))
    reminder = CharterReminder.objects.create(version=version, occasion=occasion, actor=actor, told=len(people), at=now)
    charter_recalled.send(sender=CharterVersion, version=version, reminder=reminder, people=people, actor=actor)
    return reminder
