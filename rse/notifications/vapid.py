"""The key pair by which push services know this site (RFC 8292). Made once, at set-up or at first need, and shared by every node through the
database; the private half is encrypted with the SECRET_KEY, so that a copy of the database opens nothing."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import transaction
from py_vapid import Vapid02

from rse.notifications import conf
from rse.notifications.models import PushKey


def public_key() -> str:
    """What a browser needs to subscribe: the uncompressed point, URL-safe base64 without padding. Made when there is none."""
    return ensure_key().public


def private_key() -> Vapid02:
    return Vapid02.from_pem(_cipher().decrypt(ensure_key().private.encode()))


@transaction.atomic
def ensure_key() -> PushKey:
    """The pair of this site; a new one when there is none, or when the SECRET_KEY has changed (browsers then subscribe again)."""
    existing = PushKey.objects.order_by("pk").first()
    if existing is not None and _opens(existing):
        return existing
    pair = Vapid02()
    pair.generate_keys()
    point = pair.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    private, public = _cipher().encrypt(pair.private_pem()).decode(), base64.urlsafe_b64encode(point).rstrip(b"=").decode()
    if existing is not None:
        existing.delete()
    # Two processes at their first need: one row, and both answer it.
    PushKey.objects.bulk_create([PushKey(pk=1, private=private, public=public)], ignore_conflicts=True)
    return PushKey.objects.get(pk=1)


def _opens(key: PushKey) -> bool:
    try:
        _cipher().decrypt(key.private.encode())
    except InvalidToken:
        return False
    return True


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"relais.notifications.vapid:" + conf.secret_key().encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
