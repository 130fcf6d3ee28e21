"""The evidence of one answer to a charter: what was read, which words stood beside the button, who answered what, when. One document that
anybody can check with SHA-256 alone; `manage.py verify_receipt` checks it and compares it with the database.

The digest is SHA-256 of the document without its `digest`, as JSON with sorted keys, no space, UTF-8.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from django.utils import timezone

from referents.conf import directory
from referents.models import CharterSignature

FORMAT = "referents-receipt/1"
Document = Mapping[str, Any]  # Any: texts, numbers and lists, as JSON holds them


def previous(signature: CharterSignature) -> list[CharterSignature]:
    """What this person had answered to this version before, in order."""
    return list(CharterSignature.objects.filter(version=signature.version_id, user=signature.user_id, rank__lt=signature.rank).order_by("rank"))


def document(signature: CharterSignature) -> dict[str, Any]:  # Any: see Document
    """Everything the receipt proves, the text included, with its digest."""
    version, local = signature.version, timezone.localtime(signature.signed_at)
    content: dict[str, Any] = {
        "format": FORMAT,
        "receipt": signature.receipt,
        "charter": version.charter.name,
        "version": version.number,
        "text": version.text,
        "text_sha256": signature.sha256,
        "words_shown": signature.words_shown,
        "verdict": signature.verdict,
        "at_utc": signature.signed_at.astimezone(UTC).isoformat(),
        "at_local": local.isoformat(),
        "time_zone": timezone.get_current_timezone_name(),
        "valid_until": signature.expires_on.isoformat() if signature.verdict == CharterSignature.Verdict.SIGNED else "",
        "person": {"name": directory().label(signature.user), "number": signature.user.get_username()},
        "previous_receipts": [_reference(row) for row in previous(signature)],
    }
    return {**content, "digest": digest(content)}


def _reference(signature: CharterSignature) -> dict[str, str]:
    return {"receipt": signature.receipt, "verdict": signature.verdict, "at_utc": signature.signed_at.astimezone(UTC).isoformat()}


def digest(content: Document) -> str:
    """SHA-256 of the document, its own digest left out."""
    kept = {name: value for name, value in content.items() if name != "digest"}
    return hashlib.sha256(json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


# What the document says → what the database keeps. The name is not compared: people change theirs.
KEPT = ("receipt", "charter", "version", "text", "text_sha256", "words_shown", "verdict", "at_utc", "valid_until", "previous_receipts")


def faults(content: Document) -> list[str]:
    """What does not hold, in codes: "format", "digest", "text", "unknown" (no such receipt here), else the names of the facts that differ from
    the database. Empty when everything holds. Asks the database; writes nothing."""
    if content.get("format") != FORMAT:
        return ["format"]
    found = [] if content.get("digest") == digest(content) else ["digest"]
    if hashlib.sha256(str(content.get("text", "")).encode()).hexdigest() != content.get("text_sha256"):
        found.append("text")
    signature = CharterSignature.objects.select_related("version__charter", "user").filter(receipt=content.get("receipt", "")).first()
    if signature is None:
        return [*found, "unknown"]
    known = document(signature)
    found += [name for name in KEPT if content.get(name) != known[name]]
    person = content.get("person")
    if not isinstance(person, dict) or person.get("number") != known["person"]["number"]:
        found.append("person")
    return found
