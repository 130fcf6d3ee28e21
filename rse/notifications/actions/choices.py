"""What a person chooses to be told. Everything is one's own: PermissionDenied to anybody else."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from rse.notifications.models import Channel, Inbox, Preference, ScopeChoice
from rse.notifications.preferences import subject_of_kind
from rse.notifications.unsubscribing import DIGEST, Leaving

if TYPE_CHECKING:
    from rse.people.models import User


@transaction.atomic
def prefer(user: "User", wishes: Mapping[tuple[str, str], bool | None], *, scope: str = "", actor: "User | None") -> None:
    """Write the wishes of `user`, by (subject, channel): True, False, or None to go back to what is decided above. Others are left as they are.
    Applies to what comes next, and to what has not left yet."""
    _own(user, actor)
    if not wishes:
        return
    same = Q()
    for subject, channel in wishes:
        same |= Q(subject=subject, channel=channel)
    Preference.objects.filter(same, user=user, scope=scope).delete()
    Preference.objects.bulk_create(
        [
            Preference(user=user, scope=scope, subject=subject, channel=channel, wanted=wanted)
            for (subject, channel), wanted in wishes.items()
            if wanted is not None
        ],
        update_conflicts=True,
        unique_fields=["user", "scope", "subject", "channel"],
        update_fields=["wanted"],
    )


@transaction.atomic
def choose_email(user: "User", *, by_email: bool, actor: "User | None") -> None:
    """Be told by e-mail as recommended, or never; applies to what comes next and to what has not left yet."""
    prefer(user, {("", Channel.EMAIL): None if by_email else False}, actor=actor)


@transaction.atomic
def choose_level(user: "User", scope: str, *, level: str, actor: "User | None") -> ScopeChoice:
    """Everything of this place, only what is addressed to me, or nothing. An ongoing silence ends: the person has just said what they want."""
    _own(user, actor)
    choice, _created = ScopeChoice.objects.update_or_create(user=user, scope=scope, defaults={"level": ScopeChoice.Level(level), "muted_until": None})
    return choice


@transaction.atomic
def mute(user: "User", scope: str, *, until: datetime | None, actor: "User | None") -> ScopeChoice:
    """Silence a place until a moment, or end the silence with None; what was chosen for the place comes back by itself."""
    _own(user, actor)
    choice, _created = ScopeChoice.objects.update_or_create(user=user, scope=scope, defaults={"muted_until": until})
    return choice


@transaction.atomic
def do_not_disturb(user: "User", *, until: datetime | None, actor: "User | None") -> Inbox:
    """Hold e-mails and pushes until a moment even during working hours; None ends it. The bell goes on counting in silence."""
    _own(user, actor)
    inbox, _created = Inbox.objects.update_or_create(user=user, defaults={"quiet_until": until})
    return inbox


@transaction.atomic
def choose_digest(user: "User", *, rhythm: str, quotes: bool, actor: "User | None") -> Inbox:
    """How often the digest comes, and whether e-mails may quote words of open places."""
    _own(user, actor)
    inbox, _created = Inbox.objects.update_or_create(user=user, defaults={"digest": Inbox.Rhythm(rhythm), "quotes": quotes})
    return inbox


@transaction.atomic
def leave_emails(leaving: Leaving, *, actor: "User | None") -> None:
    """Stop the e-mails an unsubscription address stands for; the address itself is the proof, nobody needs to sign in. Harmless twice."""
    del actor  # whoever holds the address
    if leaving.kind == DIGEST:
        Inbox.objects.update_or_create(user=leaving.user, defaults={"digest": Inbox.Rhythm.NONE})
    else:
        prefer(leaving.user, {(subject_of_kind(leaving.kind), Channel.EMAIL): False}, actor=leaving.user)


def _own(user: "User", actor: "User | None") -> None:
    if actor is not None and actor.pk != user.pk:
        raise PermissionDenied
