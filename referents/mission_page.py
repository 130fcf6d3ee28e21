"""One mission for HR and for its person: its history, its letter, the charters its person answered. Reading only; no enquiry comes near it."""

from dataclasses import dataclass
from datetime import datetime

from referents import rights
from referents.conf import directory
from referents.host import User, departments
from referents.models import Charter, CharterSignature, Mandate


@dataclass(frozen=True)
class Letter:
    """What a letter of mission says beside the mission itself. Empty words are left to be written by hand."""

    authority: str
    name: str
    number: str
    department: str
    scope: list[str]
    accounts: list[str]
    heads: list[str]
    signature: CharterSignature | None


def heads_for(mandate: Mandate) -> list[User]:
    """Who may agree to the mission: the heads of its departments and of the person's own, never the person."""
    people = directory()
    own = people.departments_of([mandate.user]).get(mandate.user_id)
    places = list(mandate.departments.all()) + ([departments().get(pk=own)] if own else [])
    found = {head.pk: head for place in places for head in people.heads(place) if head.pk != mandate.user_id}
    return list(found.values())


def letter(mandate: Mandate, *, at: datetime) -> Letter:
    """The letter as it would be written today; the charter is named only where a mission of publication rests on it."""
    people = directory()
    own = people.departments_of([mandate.user]).get(mandate.user_id)
    publishes = mandate.role == Mandate.Role.PUBLISHER
    return Letter(
        authority=people.authority(mandate.user),
        name=people.label(mandate.user),
        number=mandate.user.get_username(),
        department=str(departments().get(pk=own)) if own else "",
        scope=[str(one) for one in (*mandate.departments.all(), *mandate.topics.all())],
        accounts=[str(account) for account in mandate.accounts.all()],
        heads=[people.label(head) for head in heads_for(mandate)],
        signature=rights.valid_signature(mandate.user, Charter.Audience.PUBLISHING, at=at) if publishes else None,
    )


def receipts(mandate: Mandate) -> list[CharterSignature]:
    """Every answer of the mission's person to a charter, the latest first."""
    return list(CharterSignature.objects.filter(user=mandate.user_id).select_related("version__charter").order_by("-signed_at", "-pk"))
