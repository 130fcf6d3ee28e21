"""Opening a crisis cell, saying what is known, noting, acknowledging, closing."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rse.communities.models import Community
from rse.core import frames
from rse.moderation import journal
from rse.moderation.exceptions import ChangedMeanwhile, CrisisClosed, NobodyConcerned, WordsMissing
from rse.moderation.models import Crisis, CrisisEntry, CrisisReading
from rse.moderation.permissions import can_open_crisis, can_run
from rse.moderation.signals import crisis_closed, crisis_opened, truth_told
from rse.people.models import Department, User

Kind = CrisisEntry.Kind


@transaction.atomic
def open_crisis(
    *,
    title: str,
    banner: str,
    everybody: bool,
    departments: Iterable[Department],
    communities: Iterable[Community],
    holds_posts: bool,
    token: str,
    actor: User,
) -> Crisis:
    """Open a crisis cell: a banner for those concerned, told at any hour; the departments below those chosen are concerned too.

    The same `token` opens one. PermissionDenied without the permission, or for a group `actor` does not see. Raises NobodyConcerned.
    """
    if not can_open_crisis(actor):
        raise PermissionDenied
    already = Crisis.objects.filter(opened_by=actor, token=token).first()
    if already is not None:
        return already
    chosen, groups = list(departments), list(communities)
    if not everybody and not chosen and not groups:
        raise NobodyConcerned
    if Community.objects.visible_to(actor).filter(pk__in=[group.pk for group in groups]).count() != len(groups):
        raise PermissionDenied
    crisis = Crisis.objects.create(
        title=title, banner=banner, everybody=everybody, holds_posts=holds_posts, opened_by=actor, opened_at=timezone.now(), token=token
    )
    if not everybody:
        crisis.departments.set({below.pk for department in chosen for below in department.descendants()})
        crisis.communities.set(groups)
    crisis.keepers.add(actor)
    _write(crisis, Kind.OPENED, text=banner, token=f"open-{token}"[:40], actor=actor)
    journal.record(crisis, "opened", actor=actor, everybody=everybody, holds_posts=holds_posts)
    crisis_opened.send(Crisis, crisis=crisis, actor=actor)
    return crisis


@transaction.atomic
def tell_truth(crisis: Crisis, *, text: str, after: int, token: str, actor: User) -> CrisisEntry:
    """Pin what is known, with the hour and the author; the earlier version stays readable. `after` is the number of the truth that `actor`
    was reading. Raises ChangedMeanwhile when a newer one was told since, CrisisClosed, WordsMissing."""
    crisis, already = _locked(crisis, token=token, actor=actor)
    if already is not None:
        return already
    latest = crisis.entries.filter(kind=Kind.TRUTH).select_related("by").order_by("-number").first()
    if latest is not None and latest.number != after:
        raise ChangedMeanwhile(name=str(latest.by))
    entry = _write(crisis, Kind.TRUTH, text=text, token=token, actor=actor)
    CrisisReading.objects.update_or_create(crisis=crisis, user=actor, defaults={"number": entry.number})
    journal.record(crisis, "truth", actor=actor, line=entry.number)
    truth_told.send(CrisisEntry, crisis=crisis, entry=entry, actor=actor)
    return entry


@transaction.atomic
def note(crisis: Crisis, *, text: str, token: str, actor: User) -> CrisisEntry:
    """One line of the log, for those who run the crisis. Raises CrisisClosed, WordsMissing."""
    crisis, already = _locked(crisis, token=token, actor=actor)
    return already or _write(crisis, Kind.NOTE, text=text, token=token, actor=actor)


@transaction.atomic
def take_over(crisis: Crisis, *, actor: User) -> Crisis:
    """Run it too (whoever opened it went home): visible in the log, journalled, harmless twice. Raises CrisisClosed."""
    if not can_open_crisis(actor):
        raise PermissionDenied
    crisis = Crisis.objects.select_for_update(of=("self",)).get(pk=crisis.pk)
    if not crisis.is_open:
        raise CrisisClosed
    if not can_run(actor, crisis):
        crisis.keepers.add(actor)
        _write(crisis, Kind.JOINED, text="", token=f"join-{actor.pk}", actor=actor)
        journal.record(crisis, "joined", actor=actor)
    return crisis


@transaction.atomic
def acknowledge(crisis: Crisis, *, number: int, actor: User) -> CrisisReading | None:
    """« J’ai lu » up to this line of the log; no hour is kept. Harmless twice, never goes back. PermissionDenied to who is not concerned."""
    if not Crisis.objects.targeting(actor).filter(pk=crisis.pk).exists():
        raise PermissionDenied
    if not crisis.entries.filter(number=number, kind__in=[Kind.TRUTH, Kind.OPENED]).exists():
        return None
    reading, created = CrisisReading.objects.get_or_create(crisis=crisis, user=actor, defaults={"number": number})
    if not created and reading.number < number:
        reading.number = number
        reading.save(update_fields=["number"])
    frames.announce(crisis.keepers.values_list("pk", flat=True), kind="crisis_reading", id=crisis.pk)
    return reading


@transaction.atomic
def close_crisis(crisis: Crisis, *, lessons: str, actor: User) -> Crisis:
    """Close the cell: banners go, held posts leave, the log stays. Harmless twice; the lessons can still be written afterwards."""
    crisis = Crisis.objects.select_for_update(of=("self",)).get(pk=crisis.pk)
    if not can_run(actor, crisis):
        raise PermissionDenied
    closing = crisis.is_open
    crisis.lessons = lessons.strip()
    if closing:
        crisis.closed_at, crisis.closed_by = timezone.now(), actor
    crisis.save(update_fields=["lessons", "closed_at", "closed_by"])
    if closing:
        _write(crisis, Kind.CLOSED, text="", token=f"close-{actor.pk}", actor=actor)
        journal.record(crisis, "closed", actor=actor)
        crisis_closed.send(Crisis, crisis=crisis, actor=actor)
    return crisis


def _locked(crisis: Crisis, *, token: str, actor: User) -> tuple[Crisis, CrisisEntry | None]:
    """The crisis, its row locked, for somebody who runs it, and the line already written under this token."""
    crisis = Crisis.objects.select_for_update(of=("self",)).get(pk=crisis.pk)
    if not can_run(actor, crisis):
        raise PermissionDenied
    already = crisis.entries.filter(by=actor, token=token).first()
    if already is None and not crisis.is_open:
        raise CrisisClosed
    return crisis, already


def _write(crisis: Crisis, kind: str, *, text: str, token: str, actor: User) -> CrisisEntry:
    if kind in {Kind.TRUTH, Kind.NOTE} and not text.strip():
        raise WordsMissing
    last = crisis.entries.order_by("-number").values_list("number", flat=True).first() or 0
    return CrisisEntry.objects.create(crisis=crisis, number=last + 1, kind=kind, text=text.strip(), by=actor, at=timezone.now(), token=token)
