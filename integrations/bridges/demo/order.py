"""The notifications of the town, in the order of their hours: each part of the town writes its own, its past apart from its present."""

from collections import Counter

from django.db.models import F

from rse.notifications.models import Notification

APART = 1_000_000


def put_in_order() -> None:
    """Sequences follow hours, for each person. Two statements, since two notifications of one person never have the same one."""
    last: Counter[int] = Counter()
    rows = list(Notification.objects.order_by("recipient", "created_at", "pk").only("recipient", "seq"))
    for row in rows:
        last[row.recipient_id] += 1
        row.seq = APART + last[row.recipient_id]
    Notification.objects.bulk_update(rows, ["seq"], batch_size=500)
    Notification.objects.filter(seq__gt=APART).update(seq=F("seq") - APART)
