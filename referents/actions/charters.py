"""Charters: publishing a version, signing, refusing, withdrawing."""

import hashlib
from datetime import date, datetime
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from referents import permissions
from referents.exceptions import CharterError
from referents.host import User
from referents.models import Charter, CharterSignature, CharterVersion
from referents.signals import charter_answered, charter_published

Verdict = CharterSignature.Verdict


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
    version = CharterVersion.objects.create(
        charter=charter,
        number=(last.number if last else 0) + 1,
        text=text,
        changes=changes,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        effective_at=effective_at,
        must_sign_by=must_sign_by,
        immediate=bool(immediate_reason),
        immediate_reason=immediate_reason,
    )
    charter_published.send(sender=CharterVersion, version=version, actor=actor)
    return version


@transaction.atomic
def sign(version: CharterVersion, *, words_shown: str, text_sha256: str, actor: User) -> CharterSignature:
    """Sign the text that was shown, whose digest the page carries. Signing twice signs once. Raises CharterError for another text."""
    return _answer(version, Verdict.SIGNED, words_shown=words_shown, text_sha256=text_sha256, actor=actor)


@transaction.atomic
def refuse(version: CharterVersion, *, words_shown: str, text_sha256: str, actor: User) -> CharterSignature:
    """Refuse: the right to publish stops at once, nothing else changes, and signing later stays possible."""
    return _answer(version, Verdict.REFUSED, words_shown=words_shown, text_sha256=text_sha256, actor=actor)


def _answer(version: CharterVersion, verdict: str, *, words_shown: str, text_sha256: str, actor: User) -> CharterSignature:
    if not permissions.may_read_version(actor, version):
        raise PermissionDenied
    if text_sha256 != version.sha256 or hashlib.sha256(version.text.encode()).hexdigest() != version.sha256:
        raise CharterError(_("The text changed while you were reading: read it again before answering."))
    now = timezone.now()
    existing = CharterSignature.objects.select_for_update().filter(version=version, user=actor.pk).first()
    if existing is not None and existing.verdict == verdict and existing.withdrawn_at is None:
        return existing
    signature = existing or CharterSignature(version=version, user=actor, receipt=_receipt(now))
    signature.verdict = verdict
    signature.sha256 = version.sha256
    signature.words_shown = words_shown
    signature.signed_at = now
    signature.withdrawn_at = None
    signature.expires_on = months_after(timezone.localdate(now), version.charter.valid_months)
    signature.save()
    charter_answered.send(sender=CharterSignature, signature=signature, actor=actor)
    return signature


def _receipt(now: datetime) -> str:
    return f"{timezone.localdate(now):%Y%m%d}-{uuid4().hex[:12].upper()}"


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    return date(year, month, min(day.day, last))


@transaction.atomic
def withdraw(signature: CharterSignature, *, actor: User) -> CharterSignature:
    """Take back one's own signature; the right to publish stops at once."""
    if signature.user_id != actor.pk:
        raise PermissionDenied(_("Only the person can withdraw their signature."))
    if signature.withdrawn_at is None:
        signature.withdrawn_at = timezone.now()
        signature.save()
        charter_answered.send(sender=CharterSignature, signature=signature, actor=actor)
    return signature
