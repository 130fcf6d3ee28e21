"""What a person sees of the charters: which to sign, which are signed, what changed. Reading only."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from referents import diffs, permissions, rights
from referents.host import User
from referents.models import Charter, CharterSignature, CharterVersion, Mandate


@dataclass(frozen=True)
class Standing:
    """One charter for one person. `asked`: to sign by a day; `still_valid`: the signature of an earlier version holds until then."""

    version: CharterVersion
    signature: CharterSignature | None
    asked: bool
    still_valid: bool

    @property
    def signed(self) -> bool:
        return self.signature is not None and self.signature.verdict == CharterSignature.Verdict.SIGNED and self.signature.withdrawn_at is None

    @property
    def refused(self) -> bool:
        return self.signature is not None and not self.signed


def words_to_sign(version: CharterVersion) -> str:
    """The exact words beside the box; kept with the signature."""
    return _("I have read “%(charter)s”, version %(number)d, and I undertake to respect it.") % {"charter": version.charter.name, "number": version.number}


def words_to_refuse(version: CharterVersion) -> str:
    """The exact words beside the button that refuses; kept with the refusal."""
    return _("I do not sign “%(charter)s”, version %(number)d.") % {"charter": version.charter.name, "number": version.number}


def standings(user: User, *, at: datetime) -> list[Standing]:
    """The newest version of every charter, those to sign first."""
    versions: dict[int, CharterVersion] = {}
    for version in CharterVersion.objects.select_related("charter").order_by("charter__name", "number"):
        versions[version.charter_id] = version
    return sorted((standing(user, version, at=at) for version in versions.values()), key=lambda one: not one.asked)


def standing(user: User, version: CharterVersion, *, at: datetime) -> Standing:
    """Where this person stands with one version. The publishing charter is asked only of those who have a mission of publication."""
    today = timezone.localdate(at)
    signature = CharterSignature.objects.filter(version=version, user=user.pk).first()
    answered = signature is not None and signature.withdrawn_at is None and signature.expires_on >= today
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
    missions = Mandate.objects.filter(user=user.pk, role=Mandate.Role.PUBLISHER)
    return any(mandate.end is None or mandate.end >= today for mandate in missions)


def newer(version: CharterVersion) -> CharterVersion | None:
    """The newest version of the same charter when this one is older."""
    return version.charter.versions.filter(number__gt=version.number).order_by("-number").first()


def changes(version: CharterVersion) -> list[diffs.Line]:
    """What changed since the version before; empty for a first version."""
    before = version.charter.versions.filter(number=version.number - 1).first()
    return diffs.compare(before.text, version.text) if before else []


def receipts(user: User) -> list[CharterSignature]:
    """Everything this person signed or refused, the latest first."""
    return list(CharterSignature.objects.filter(user=user.pk).select_related("version__charter").order_by("-signed_at", "-pk"))


def receipt_for(user: User, receipt: str) -> CharterSignature | None:
    """A receipt is read by its person and by those who keep the charters."""
    found = CharterSignature.objects.filter(receipt=receipt).select_related("version__charter", "user")
    return (found if permissions.may_keep_charters(user) else found.filter(user=user.pk)).first()
