"""What `rse.realtime` asks: frames to push, and what a browser missed. Named by `REALTIME_SOURCE`."""

from rse.core.frames import Tail
from rse.notifications import conf
from rse.notifications.actions import FRAME
from rse.notifications.models import Notification
from rse.realtime.source import Push


class Source:
    """One per ASGI process."""

    def __init__(self) -> None:
        self._tail = Tail()

    def wait(self, cursor: object) -> tuple[object, list[Push]]:
        """Every frame of the house, notifications or not."""
        return self._tail.wait(cursor)

    def since(self, user_id: int, seq: int) -> list[Push]:
        """The notifications of one person after `seq`, in order, a page at a time."""
        missed = Notification.objects.filter(recipient_id=user_id).after(seq).values_list("pk", "seq")
        return [Push(users=(user_id,), kind=FRAME, id=pk, seq=number) for pk, number in missed[: conf.CATCH_UP]]
