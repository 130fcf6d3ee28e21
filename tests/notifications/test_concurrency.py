"""Sequences per recipient have neither hole nor double, whoever writes at the same time."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from rse.notifications.models import Inbox, Notification
from tests.factories import UserFactory
from tests.notifications.test_actions import tell

WRITERS, EACH = 4, 15


@pytest.mark.django_db(transaction=True)
def test_four_writers_number_without_hole_or_double():
    sonia, paul = UserFactory(), UserFactory()
    together, broken = Barrier(WRITERS), []

    def write(writer: int) -> None:
        try:
            together.wait()
            for number in range(EACH):
                # Half of the keys are shared by two writers: only one of them tells.
                tell(*([sonia, paul] if writer % 2 else [paul, sonia]), key=f"{writer // 2}-{number}", kind="quiet")
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    for person in (sonia, paul):
        seqs = list(Notification.objects.filter(recipient=person).order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, 2 * EACH + 1))
        assert Inbox.objects.get(user=person).last_seq == 2 * EACH
