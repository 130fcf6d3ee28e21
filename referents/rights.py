"""May this person publish this, there, now? Computed at the moment of use, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from referents.host import User
from referents.models import Charter, CharterSignature, CharterVersion, Contribution, Mandate, OfficialAccount, PreElectionPeriod
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
    takes effect at once or was refused. Expired and withdrawn signatures never stand; the last answer given to a version is the one that counts."""
    version = version_in_force(audience, at=at)
    if version is None:
        return None
    today = timezone.localdate(at)
    answers = {
        signature.version_id: signature
        for signature in CharterSignature.objects.filter(user=user.pk, version__charter=version.charter_id, signed_at__lte=at)
        .select_related("version")
        .order_by("rank")
    }
    own = answers.get(version.pk)
    if own is not None:
        return own if _stands(own, today) else None
    if version.immediate or today > version.must_sign_by:
        return None
    earlier = sorted((s for s in answers.values() if s.version.effective_at < version.effective_at), key=lambda s: s.version.number, reverse=True)
    return earlier[0] if earlier and _stands(earlier[0], today) and earlier[0].version.number == version.number - 1 else None


def signers(audience: str, *, at: datetime) -> set[int]:
    """Ids of everybody whose signature stands, by the rule of `valid_signature`, in three queries whatever their number."""
    version = version_in_force(audience, at=at)
    if version is None:
        return set()
    today = timezone.localdate(at)
    standing, answered = _signers_of(version, at, today)
    if version.immediate or today > version.must_sign_by:
        return standing
    before = CharterVersion.objects.filter(charter=version.charter_id, number=version.number - 1, effective_at__lt=version.effective_at).first()
    return standing | (_signers_of(before, at, today)[0] - answered if before else set())


def _signers_of(version: CharterVersion, at: datetime, today: date) -> tuple[set[int], set[int]]:
    """(those whose signature of this version stands, those who answered it at all)."""
    last = {row.user_id: row for row in CharterSignature.objects.filter(version=version, signed_at__lte=at).order_by("rank")}
    return {pk for pk, row in last.items() if _stands(row, today)}, set(last)


def _stands(signature: CharterSignature, today: date) -> bool:
    return signature.verdict == CharterSignature.Verdict.SIGNED and signature.expires_on >= today


def publishing(user: User, *, topic: "Topic | None", account: OfficialAccount | None, at: datetime) -> Right:
    """The person's standing for this topic and account: mission ∧ training ∧ account ∧ signature. Whether the text needs a
    review is another question (`review_reasons`). Call inside the transaction that publishes."""
    today = timezone.localdate(at)
    holds = Exists(Mandate.accounts.through.objects.filter(mandate=OuterRef("pk"), officialaccount=account.pk if account else None))
    own = Mandate.objects.in_force(today).filter(user=user.pk, role=Mandate.Role.PUBLISHER).covering(topic)
    mandates = list(own.annotate(on_account=holds).order_by("pk"))
    missing: list[str] = []
    if mandates and account is not None:
        mandates = [mandate for mandate in mandates if mandate.on_account] or mandates[:1]
        if not mandates[0].on_account:
            missing.append("account")
    if account is not None and account.state != OfficialAccount.State.LIVE:
        missing.append("account_closed")
    return grounds(user, mandates, at=at, missing=missing)


def grounds(user: User, mandates: Sequence[Mandate], *, at: datetime, missing: list[str]) -> Right:
    """What these missions, chosen for their scope, are worth now: one of them must hold, its training and the signature of the charter with it.
    `missing` is what the caller has already found wanting."""
    today = timezone.localdate(at)
    wanting = [*missing] if mandates else ["mandate", *missing]
    trained = [mandate for mandate in mandates if _trained(mandate, today)]
    if mandates and not trained:
        wanting.append("training")
    signature = valid_signature(user, Charter.Audience.PUBLISHING, at=at)
    if signature is None:
        wanting.append("charter" if version_in_force(Charter.Audience.PUBLISHING, at=at) else "no_charter")
    mandate = next(iter(trained or mandates), None)
    return Right(mandate=mandate, charter_version=signature.version if signature else None, missing=tuple(wanting))


def in_pre_election_period(on: date) -> bool:
    return PreElectionPeriod.objects.filter(start__lte=on, end__gte=on).exists()


def _trained(mandate: Mandate, today: date) -> bool:
    if mandate.trained_on is None or mandate.trained_on > today:
        return False
    return mandate.training_valid_until is None or mandate.training_valid_until >= today


def words_to_confirm(enquiry: "Enquiry") -> list[Contribution]:
    """What was noted by telephone and rests on nobody's own hand yet: neither confirmed nor corrected by whoever said it, and no colleague
    wrote an answer since. It stops the publication of sensitive subjects only: [] for a routine one."""
    if enquiry.sensitivity != Sensitivity.HIGH and not (enquiry.topic and enquiry.topic.red):
        return []
    said = list(enquiry.contributions.filter(cycle=enquiry.cycle).select_related("said_by", "contact").order_by("at", "pk"))
    written = [row.pk for row in said if row.kind != Contribution.Kind.TELEPHONE]
    return [row for row in said if row.kind == Contribution.Kind.TELEPHONE and row.confirmed_at is None and not any(pk > row.pk for pk in written)]


def review_reasons(enquiry: "Enquiry", *, on: date) -> list[str]:
    """Why two pairs of eyes are required: codes "sensitive", "red", "pre_election", "no_topic". Empty for a routine subject."""
    reasons = []
    if enquiry.sensitivity == Sensitivity.HIGH:
        reasons.append("sensitive")
    if enquiry.topic is None:
        reasons.append("no_topic")
    elif enquiry.topic.red:
        reasons.append("red")
    if in_pre_election_period(on):
        reasons.append("pre_election")
    return reasons
