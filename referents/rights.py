"""May this person publish this, there, now? Computed at the moment of use, never stored."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from referents.host import User
from referents.models import Charter, CharterSignature, CharterVersion, Mandate, OfficialAccount, PreElectionPeriod
from referents.models.topics import Sensitivity

if TYPE_CHECKING:
    from referents.models import Enquiry, Topic


@dataclass(frozen=True)
class Right:
    """The grounds on which a person publishes; `missing` is empty exactly when the right holds."""

    mandate: Mandate | None
    charter_version: CharterVersion | None
    missing: tuple[str, ...] = field(default=())

    @property
    def holds(self) -> bool:
        return not self.missing

    @property
    def sentences(self) -> list[str]:
        """What is missing, for the person."""
        words = {
            "mandate": _("No mission of publication covers this subject today."),
            "account": _("Your mission does not include this account."),
            "account_closed": _("This account is not live."),
            "training": _("Your training is missing or no longer valid."),
            "charter": _("The charter in force is not signed: read it and sign it, your text is kept."),
            "no_charter": _("No charter of publication is in force yet."),
        }
        return [words[code] for code in self.missing]


def version_in_force(audience: str, *, at: datetime) -> CharterVersion | None:
    """The newest version that has taken effect."""
    return (
        CharterVersion.objects.filter(charter__audience=audience, effective_at__lte=at).select_related("charter").order_by("-effective_at", "-number").first()
    )


def valid_signature(user: User, audience: str, *, at: datetime) -> CharterSignature | None:
    """The signature that stands today: of the version in force, or of the one before until `must_sign_by`, unless the new one
    takes effect at once or was refused. Expired and withdrawn signatures never stand."""
    version = version_in_force(audience, at=at)
    if version is None:
        return None
    today = timezone.localdate(at)
    answers = {
        signature.version_id: signature
        for signature in CharterSignature.objects.filter(user=user.pk, version__charter=version.charter_id, signed_at__lte=at).select_related("version")
    }
    own = answers.get(version.pk)
    if own is not None:
        return own if _stands(own, today) else None
    if version.immediate or today > version.must_sign_by:
        return None
    earlier = sorted((s for s in answers.values() if s.version.effective_at < version.effective_at), key=lambda s: s.version.number, reverse=True)
    return earlier[0] if earlier and _stands(earlier[0], today) and earlier[0].version.number == version.number - 1 else None


def _stands(signature: CharterSignature, today: date) -> bool:
    return signature.verdict == CharterSignature.Verdict.SIGNED and signature.withdrawn_at is None and signature.expires_on >= today


def publishing(user: User, *, topic: "Topic | None", account: OfficialAccount | None, at: datetime) -> Right:
    """The person's standing for this topic and account: mission ∧ training ∧ account ∧ signature. Whether the text needs a
    review is another question (`review_reasons`). Call inside the transaction that publishes."""
    today = timezone.localdate(at)
    mandates = list(
        Mandate.objects.in_force(today).filter(user=user.pk, role=Mandate.Role.PUBLISHER).covering(topic).prefetch_related("accounts").order_by("pk")
    )
    missing: list[str] = []
    if not mandates:
        missing.append("mandate")
    elif account is not None:
        mandates = [mandate for mandate in mandates if account in mandate.accounts.all()] or mandates[:1]
        if account not in mandates[0].accounts.all():
            missing.append("account")
    if account is not None and account.state != OfficialAccount.State.LIVE:
        missing.append("account_closed")
    trained = [mandate for mandate in mandates if _trained(mandate, today)]
    if mandates and not trained:
        missing.append("training")
    signature = valid_signature(user, Charter.Audience.PUBLISHING, at=at)
    if signature is None:
        missing.append("charter" if version_in_force(Charter.Audience.PUBLISHING, at=at) else "no_charter")
    mandate = next(iter(trained or mandates), None)
    return Right(mandate=mandate, charter_version=signature.version if signature else None, missing=tuple(missing))


def _trained(mandate: Mandate, today: date) -> bool:
    if mandate.trained_on is None or mandate.trained_on > today:
        return False
    return mandate.training_valid_until is None or mandate.training_valid_until >= today


def review_reasons(enquiry: "Enquiry", *, on: date) -> list[str]:
    """Why two pairs of eyes are required: codes "sensitive", "red", "pre_election", "no_topic". Empty for a routine subject."""
    reasons = []
    if enquiry.sensitivity == Sensitivity.HIGH:
        reasons.append("sensitive")
    if enquiry.topic is None:
        reasons.append("no_topic")
    elif enquiry.topic.red:
        reasons.append("red")
    if PreElectionPeriod.objects.filter(start__lte=on, end__gte=on).exists():
        reasons.append("pre_election")
    return reasons
