"""Browsers that accept web push."""

from hashlib import sha256
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rse.notifications import conf, push
from rse.notifications.exceptions import PushRefused
from rse.notifications.models import Subscription

if TYPE_CHECKING:
    from rse.people.models import User


@transaction.atomic
def subscribe(user: "User", *, endpoint: str, p256dh: str, auth: str, label: str, actor: "User | None") -> Subscription:
    """Ring this browser too. A browser belongs to the last person who signed in and asked: on a shared telephone the one before is no longer
    rung there. Harmless twice. Raises PushRefused while push is off, and for an address that is not a push service's."""
    if actor is not None and actor.pk != user.pk:
        raise PermissionDenied
    if not conf.push_enabled() or not push.accepts(endpoint):
        raise PushRefused
    digest = sha256(endpoint.encode()).hexdigest()
    given = {"user": user, "endpoint": endpoint, "p256dh": p256dh, "auth": auth, "label": label[:80]}
    return Subscription.objects.update_or_create(digest=digest, defaults=given)[0]


@transaction.atomic
def unsubscribe_browser(user: "User", *, endpoint: str, actor: "User | None") -> int:
    """Ring this browser no more; answers 0 when it was not this person's."""
    if actor is not None and actor.pk != user.pk:
        raise PermissionDenied
    return Subscription.objects.filter(user=user, digest=sha256(endpoint.encode()).hexdigest()).delete()[0]
