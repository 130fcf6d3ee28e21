"""Writing the journal, and checking that nobody has rewritten it."""

import hashlib
import json
from datetime import UTC

from django.utils import timezone

from rse.moderation.models import Case, Crisis, Entry
from rse.people.models import User


def about(thing: Case | Crisis) -> str:
    return f"{thing._meta.model_name}:{thing.pk}"


def record(thing: Case | Crisis, code: str, *, actor: User | None, **detail: object) -> Entry:
    """One more line; the caller has locked `thing`. `detail` holds ids, codes and dates, never personal text."""
    last = Entry.objects.filter(about=about(thing)).order_by("-number").first()
    entry = Entry(
        about=about(thing),
        number=last.number + 1 if last else 1,
        code=code,
        actor=actor,
        at=timezone.now(),
        detail=detail,
        previous_hash=last.hash if last else "",
    )
    entry.hash = digest(entry)
    entry.save(force_insert=True)
    return entry


def lines(thing: Case | Crisis) -> list[Entry]:
    return list(Entry.objects.filter(about=about(thing)).select_related("actor").order_by("number"))


def digest(entry: Entry) -> str:
    """SHA-256 of a line and of the hash before it: one flipped bit names its line."""
    content = [entry.about, entry.number, entry.code, entry.actor_id, entry.at.astimezone(UTC).isoformat(), entry.detail, entry.previous_hash]
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def broken_line(thing: Case | Crisis) -> int | None:
    """The number of the first line that was changed or is missing; None when the chain holds."""
    previous, expected = "", 1
    for entry in lines(thing):
        if entry.number != expected or entry.previous_hash != previous or entry.hash != digest(entry):
            return expected
        previous, expected = entry.hash, expected + 1
    return None
