"""Web push: a few words that say there is something new, never what. The page fetches the rest, where permissions are asked."""

import json
import logging
from urllib.parse import urlsplit

import requests
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush

from rse.notifications import conf, deliveries, vapid
from rse.notifications.models import Channel, Delivery, Subscription

logger = logging.getLogger(__name__)
GONE = {404, 410}


def accepts(endpoint: str) -> bool:
    """Whether the address belongs to a push service this site may call: it comes from a browser and could be any address."""
    parts = urlsplit(endpoint)
    return any(_matches(parts.scheme, parts.netloc, service) for service in conf.push_services())


def send_due() -> int:
    """Send the pushes that are due. Answers how many left. Called by the slow worker."""
    if not conf.push_enabled():
        return 0
    sent, key = 0, vapid.private_key()
    with requests.Session() as session:
        session.max_redirects = 0
        for delivery in deliveries.claimed(Channel.PUSH, limit=conf.SEND_BATCH):
            try:
                sent += _send(delivery, key, session)
            except (requests.RequestException, WebPushException, ValueError) as error:
                deliveries.postpone(delivery, error)
    return sent


def payload(delivery: Delivery) -> str:
    with translation.override(conf.language()):
        return json.dumps({"title": "Relais", "body": _("Something new for you"), "id": delivery.notification_id}, ensure_ascii=False)


def _send(delivery: Delivery, key: Vapid02, session: requests.Session) -> int:
    notification = delivery.notification
    subscriptions = list(Subscription.objects.filter(user=notification.recipient_id).order_by("pk"))
    if not subscriptions or not deliveries.still_wanted(notification, Channel.PUSH):
        deliveries.finish(delivery, Delivery.State.CANCELLED)
        return 0
    opening = deliveries.opening_for(notification, at=timezone.now())
    if opening is not None:
        deliveries.wait_until(delivery, opening)
        return 0
    results = [_push(subscription, delivery, key, session) for subscription in subscriptions]
    failure = next((result for result in results if isinstance(result, Exception)), None)
    if True not in results and failure is not None:
        raise failure
    # One browser of the person was reached: a second try would ring it twice.
    deliveries.finish(delivery, Delivery.State.SENT if True in results else Delivery.State.CANCELLED)
    return int(True in results)


def _push(subscription: Subscription, delivery: Delivery, key: Vapid02, session: requests.Session) -> bool | Exception:
    """True when the service took it, False when the browser is gone, the failure otherwise."""
    if not accepts(subscription.endpoint):
        subscription.delete()
        return False
    info = {"endpoint": subscription.endpoint, "keys": {"p256dh": subscription.p256dh, "auth": subscription.auth}}
    try:
        webpush(
            info,
            data=payload(delivery),
            vapid_private_key=key,
            vapid_claims={"sub": conf.push_contact()},
            ttl=int(conf.PUSH_TTL.total_seconds()),
            timeout=conf.PUSH_TIMEOUT,
            headers={"Urgency": "high" if delivery.notification.urgent else "normal", "Topic": f"relais-{delivery.notification_id}"},
            requests_session=session,
        )
    except WebPushException as error:
        if error.response is not None and error.response.status_code in GONE:
            subscription.delete()
            return False
        return error
    except (requests.RequestException, ValueError) as error:
        return error
    return True


def _matches(scheme: str, host: str, service: str) -> bool:
    wanted = urlsplit(service)
    if scheme != wanted.scheme:
        return False
    return host.endswith(wanted.netloc[1:]) if wanted.netloc.startswith("*.") else host == wanted.netloc
