"""The last place is given once, whoever asks at the same time: two connections, one lock."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from rse.events import actions
from rse.events.models import Event
from tests.events.factories import event
from tests.factories import AgentFactory

PEOPLE, PLACES = 6, 2


def together(*works):
    start, broken = Barrier(len(works)), []

    def run(work):
        try:
            start.wait()
            work()
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_and_every_place_that_is_left_is_given():
    made = event(capacity=PLACES)
    people = [AgentFactory().user for _one in range(PEOPLE)]
    together(
        *(lambda user=user: actions.register(made, actor=user) for user in people), *(lambda user=user: actions.register(made, actor=user) for user in people)
    )
    made = Event.objects.get(pk=made.pk)
    assert (made.registered_count, made.waiting_count) == (PLACES, PEOPLE - PLACES)
    assert made.registrations.registered().count() == PLACES
    coming = [row.user for row in made.registrations.registered().select_related("user")]
    together(*(lambda user=user: actions.withdraw(made, actor=user) for user in coming), lambda: actions.register(made, actor=AgentFactory().user))
    made = Event.objects.get(pk=made.pk)
    assert made.registered_count == made.registrations.registered().count() == PLACES
