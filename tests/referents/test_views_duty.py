"""« Je m’occupe des questions »: whose turn it is, the note left for the next person, the morning when nobody is there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import Town, make_dispatcher, make_user

from referents import sweeps
from referents.actions import duty
from referents.models import Duty, HandoverNote, UnattendedDay
from referents.signals import desk_unattended


@pytest.fixture
def desk(town: Town, client: Client) -> Client:
    client.force_login(town.cm)
    return client


@pytest.fixture
def colleague(db: None):
    return make_user("Léa", "Morel", permissions=("referents.work_desk",))


def test_a_manager_takes_the_desk_and_the_others_see_who(town: Town, desk: Client, client: Client) -> None:
    for _click in range(2):
        assert desk.post(reverse("referents:take_duty")).status_code == 302
    assert Duty.objects.get(active=True).user == town.cm
    client.force_login(make_dispatcher())
    turn = client.get(reverse("referents:desk")).context["turn"]
    assert (turn.who, turn.may_take) == ("Flora Quint", False)


def test_taking_over_ends_the_turn_of_the_other(town: Town, desk: Client, colleague) -> None:
    duty.take(actor=town.cm)
    duty.take(actor=colleague)
    assert Duty.objects.get(active=True).user == colleague


def test_only_the_desk_takes_turns(town: Town, client: Client) -> None:
    for user, status in ((town.expert, 404), (make_dispatcher(), 403)):
        client.force_login(user)
        assert client.post(reverse("referents:take_duty")).status_code == status
    assert not Duty.objects.exists()


def test_the_note_proposes_what_waits_and_the_next_person_reads_it(town: Town, desk: Client, client: Client, colleague) -> None:
    waits, left_out = town.received(subject="Attend"), town.received(subject="Laissée")
    town.assigned(subject="Chez quelqu’un")
    desk.post(reverse("referents:take_duty"))
    page = desk.get(reverse("referents:leave_duty"))
    assert page.context["waiting"] == [waits, left_out]
    for _click in range(2):
        desk.post(reverse("referents:leave_duty"), {"text": "Le placier rappelle à 14 h.", "enquiries": [waits.pk]})
    note = HandoverNote.objects.get()
    assert list(note.enquiries.all()) == [waits]
    assert not Duty.objects.filter(active=True).exists()
    client.force_login(colleague)
    assert client.get(reverse("referents:desk")).context["turn"].note == note
    assert "Le placier rappelle" in client.get(reverse("referents:note", args=[note.pk])).content.decode()
    client.post(reverse("referents:acknowledge_note", args=[note.pk]), {"take": "on"})
    note.refresh_from_db()
    assert note.read_by == colleague
    assert Duty.objects.get(active=True).user == colleague
    assert client.get(reverse("referents:desk")).context["turn"].note is None


def test_whoever_holds_the_desk_already_only_says_that_the_note_is_read(town: Town, desk: Client, colleague) -> None:
    note = duty.leave(duty.take(actor=colleague), text="Rien n’attend", enquiries=[], actor=colleague)
    address = reverse("referents:note", args=[note.pk])
    assert 'name="take"' in desk.get(address).content.decode()
    duty.take(actor=town.cm)
    assert 'name="take"' not in desk.get(address).content.decode()


def test_a_note_too_long_is_refused_and_kept_as_typed(town: Town, desk: Client) -> None:
    desk.post(reverse("referents:take_duty"))
    answer = desk.post(reverse("referents:leave_duty"), {"text": "x" * 1001})
    assert answer.status_code == 422
    assert "x" * 1001 in answer.content.decode()
    assert Duty.objects.filter(active=True).exists()


def test_a_note_is_for_the_desk_only(town: Town, client: Client) -> None:
    note = duty.leave(duty.take(actor=town.cm), text="Rien", enquiries=[], actor=town.cm)
    client.force_login(town.expert)
    for name, args in (("note", [note.pk]), ("leave_duty", [])):
        assert client.get(reverse(f"referents:{name}", args=args)).status_code == 404
    assert client.post(reverse("referents:acknowledge_note", args=[note.pk])).status_code == 404


def test_the_dispatchers_are_told_once_a_day_when_nobody_is_there(town: Town) -> None:
    told = []

    def hear(sender: type, **payload: object) -> None:
        told.append(payload["day"])

    desk_unattended.connect(hear)
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    try:
        assert sweeps.look_at_the_desk(noon) == 0, "a desk that never took turns is not told to"
        turn = duty.take(actor=town.cm)
        assert sweeps.look_at_the_desk(noon) == 0
        duty.leave(turn, text="", enquiries=[], actor=town.cm)
        assert [sweeps.look_at_the_desk(noon), sweeps.look_at_the_desk(noon)] == [1, 0]
    finally:
        desk_unattended.disconnect(hear)
    assert told == [noon.date()]
    assert UnattendedDay.objects.count() == 1


def test_a_turn_forgotten_the_day_before_is_over_and_old_notes_are_erased(town: Town) -> None:
    duty.take(actor=town.cm)
    Duty.objects.update(since=timezone.now() - timedelta(days=1))
    sweeps.look_at_the_desk(timezone.now())
    assert not Duty.objects.filter(active=True).exists()
    sweeps.look_at_the_desk(timezone.now() + timedelta(days=40))
    assert not Duty.objects.exists()
