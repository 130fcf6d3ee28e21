"""Is this session still good? Asked every second for the open sockets: two queries whatever their number, each session decoded once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from rse.people.models import User
from rse.people.shared_desk import UNTIL

Pair = tuple[str, int]
CHUNK = 500


@dataclass(frozen=True)
class Claims:
    """What a session says of itself. `until` is a timestamp on a shared computer, 0 elsewhere."""

    user_id: str
    auth_hash: str
    until: float


def session_alive(session_key: str, user_id: int) -> bool:
    """Whether this session exists, belongs to this active user, and was opened with the password of today."""
    return bool(sessions_alive([(session_key, user_id)]))


def sessions_alive(pairs: Iterable[Pair]) -> set[Pair]:
    """The pairs (session key, user id) that are still good."""
    asked = list(set(pairs))
    alive: set[Pair] = set()
    for start in range(0, len(asked), CHUNK):
        alive |= _alive(asked[start : start + CHUNK])
    return alive


def _alive(pairs: list[Pair]) -> set[Pair]:
    now = timezone.now()
    rows = Session.objects.filter(session_key__in=[key for key, _user in pairs], expire_date__gt=now)
    claims = {key: _claims(data) for key, data in rows.values_list("session_key", "session_data")}
    users = {user.pk: user for user in User.objects.filter(pk__in={user for _key, user in pairs}, is_active=True).only("pk", "password")}
    return {(key, pk) for key, pk in pairs if key in claims and pk in users and _holds(claims[key], users[pk], now.timestamp())}


def _holds(claims: Claims, user: User, now: float) -> bool:
    if claims.user_id != str(user.pk) or (claims.until and now >= claims.until):
        return False
    return any(constant_time_compare(claims.auth_hash, expected) for expected in (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()))


@lru_cache(maxsize=20_000)
def _claims(session_data: str) -> Claims:
    """A pure function of the signed row: a changed session is another text."""
    data = import_module(settings.SESSION_ENGINE).SessionStore().decode(session_data)
    user_id = data.get(SESSION_KEY, "") if data.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS else ""
    return Claims(user_id, data.get(HASH_SESSION_KEY, ""), float(data.get(UNTIL, 0)))
