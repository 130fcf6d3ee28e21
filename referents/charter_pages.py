"""What a person sees of the charters: which to sign, which are signed, what changed. Reading only."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from referents import diffs, rights
from referents.actions import putting_back
from referents.host import User
from referents.models import Charter, CharterSignature, CharterVersion, Enquiry, Mandate, Publication, Referent


@dataclass(frozen=True)
class Standing:
    """One charter for one person. `asked`: to sign by a day; `still_valid`: the signature of an earlier version holds until then."""

    version: CharterVersion
    signature: CharterSignature | None
    asked: bool
    still_valid: bool

    @property
    def signed(self) -> bool:
        return self.signature is not None and self.signature.verdict == CharterSignature.Verdict.SIGNED

    @property
    def refused(self) -> bool:
        return self.signature is not None and not self.signed


def words_to_sign(version: CharterVersion) -> str:
    """The exact words beside the box; kept with the signature."""
    return _("I have read “%(charter)s”, version %(number)d, and I undertake to respect it.") % {"charter": version.charter.name, "number": version.number}


def words_to_withdraw(version: CharterVersion) -> str:
    """The exact words beside the button that takes a signature back; kept with it."""
    return _("I take back my signature of “%(charter)s”, version %(number)d.") % {"charter": version.charter.name, "number": version.number}


def words_to_refuse(version: CharterVersion) -> str:
    """The exact words beside the button that refuses; kept with the refusal."""
    return _("I do not sign “%(charter)s”, version %(number)d.") % {"charter": version.charter.name, "number": version.number}


def standings(user: User, *, at: datetime) -> list[Standing]:
    """The newest version of every charter, those to sign first."""
    versions: dict[int, CharterVersion] = {}
    for version in CharterVersion.objects.select_related("charter").order_by("charter__name", "number"):
        versions[version.charter_id] = version
    given = CharterSignature.objects.filter(version__in=versions.values(), user=user.pk).order_by("rank")
    last = {signature.version_id: signature for signature in given}
    return sorted((_standing(user, version, last.get(version.pk), at=at) for version in versions.values()), key=lambda one: not one.asked)


def standing(user: User, version: CharterVersion, *, at: datetime) -> Standing:
    """Where this person stands with one version. The publishing charter is asked of those who have a mission of
    publication, and of volunteers whose head has agreed."""
    return _standing(user, version, CharterSignature.objects.filter(version=version, user=user.pk).order_by("-rank").first(), at=at)


def _standing(user: User, version: CharterVersion, signature: CharterSignature | None, *, at: datetime) -> Standing:
    today = timezone.localdate(at)
    answered = signature is not None and signature.expires_on >= today
    valid = rights.valid_signature(user, version.charter.audience, at=at)
    return Standing(
        version=version,
        signature=signature,
        asked=not answered and _concerns(user, version, today),
        still_valid=valid is not None and valid.version_id != version.pk and not version.immediate and today <= version.must_sign_by,
    )


def _concerns(user: User, version: CharterVersion, today: date) -> bool:
    if version.charter.audience == Charter.Audience.NETWORK:
        return True
    if Referent.objects.filter(user=user.pk, state=Referent.State.AGREED).exists():
        return True
    missions = Mandate.objects.filter(user=user.pk, role=Mandate.Role.PUBLISHER)
    return any(mandate.end is None or mandate.end >= today for mandate in missions)


def newer(version: CharterVersion) -> CharterVersion | None:
    """The newest version of the same charter when this one is older."""
    return version.charter.versions.filter(number__gt=version.number).order_by("-number").first()


def changes(version: CharterVersion) -> list[diffs.Line]:
    """What changed since the version before; empty for a first version."""
    before = version.charter.versions.filter(number=version.number - 1).first()
    return diffs.compare(before.text, version.text) if before else []


@dataclass(frozen=True)
class Comparison:
    """Two versions of one charter, the older on the left."""

    older: CharterVersion
    newer: CharterVersion
    rows: list[diffs.Row]

    @property
    def both(self) -> tuple[CharterVersion, CharterVersion]:
        return self.older, self.newer

    @property
    def changed(self) -> int:
        return sum(row.mark != "same" for row in self.rows)


def versions_of(version: CharterVersion) -> list[CharterVersion]:
    """Every version of the same charter, the newest first."""
    return list(CharterVersion.objects.filter(charter=version.charter_id).select_related("charter").order_by("-number"))


def comparison(version: CharterVersion, other_number: int | None) -> Comparison | None:
    """`version` beside another of its charter: the one of this number, else the one before it, else the next. None when there is no other."""
    others = [one for one in versions_of(version) if one.pk != version.pk]
    chosen = next((one for one in others if one.number == other_number), None)
    before = next((one for one in others if one.number < version.number), None)
    other = chosen or before or (others[-1] if others else None)
    if other is None:
        return None
    older, newer = sorted((version, other), key=lambda one: one.number)
    return Comparison(older, newer, diffs.side_by_side(older.text, newer.text))


def signature_of(user: User, version: CharterVersion) -> CharterSignature | None:
    """The signature of this person on this version: what stands, or what was taken back last."""
    answers = CharterSignature.objects.filter(version=version, user=user.pk)
    return answers.filter(verdict=CharterSignature.Verdict.SIGNED).order_by("-rank").first()


def scheduled(user: User, version: CharterVersion) -> list[Publication]:
    """What waits for its hour under this person's right, and would go back to Communication."""
    if version.charter.audience != Charter.Audience.PUBLISHING:
        return []
    return list(putting_back.scheduled_by(user).filter(draft__enquiry__in=Enquiry.objects.visible_to(user)))


def receipts(user: User) -> list[CharterSignature]:
    """Everything this person signed or refused, the latest first."""
    return list(CharterSignature.objects.filter(user=user.pk).select_related("version__charter").order_by("-signed_at", "-pk"))


def receipt_for(user: User, receipt: str) -> CharterSignature | None:
    """A receipt is read by its person, by HR and by those who keep the charters."""
    return CharterSignature.objects.visible_to(user).filter(receipt=receipt).select_related("version__charter", "user").first()
