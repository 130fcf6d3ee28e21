"""One message, two questions; and the way back from moderation."""

import pytest
from django.test import Client
from django.urls import reverse
from factories import Town, fresh, make_user

from referents.actions import enquiries, moves
from referents.actions.enquiries import Citizen
from referents.models import Enquiry
from referents.passages import passages

TWO = "La piscine ouvre-t-elle dimanche ? Et le lampadaire de ma rue est éteint depuis mardi."


@pytest.fixture
def desk(town: Town, client: Client) -> Client:
    client.force_login(town.cm)
    return client


def test_the_second_question_keeps_the_citizen_and_follows_the_first(town: Town, desk: Client) -> None:
    first = town.received(TWO, channel="email", account=None, citizen=Citizen(display="Mme Exemple", email="a@exemple.fr"))
    page = desk.get(reverse("referents:split", args=[first.pk]))
    form = page.context["form"]
    assert [text for _key, text in form.fields["passages"].choices] == [
        "La piscine ouvre-t-elle dimanche ?",
        "Et le lampadaire de ma rue est éteint depuis mardi.",
    ]
    data = {"version": first.version, "submission": str(form["submission"].value()), "passages": [form.found[1].key], "subject": "Lampadaire"}
    for _click in range(2):
        answer = desk.post(reverse("referents:split", args=[first.pk]), data)
    second = Enquiry.objects.get(follows=first)
    assert answer.url == reverse("referents:question", args=[second.pk])
    assert (second.subject, second.author, second.channel, second.received_at) == ("Lampadaire", first.author, "email", first.received_at)
    assert second.messages.get().text == "Et le lampadaire de ma rue est éteint depuis mardi."
    assert second.number != first.number
    assert first.messages.get().text == TWO
    assert fresh(first).moves.get(move="split").detail == {"into": second.pk}
    assert moves.first_broken_row(fresh(first)) is None
    assert second.number in desk.get(reverse("referents:question", args=[first.pk])).content.decode()


def test_something_leaves_and_something_stays(town: Town, desk: Client) -> None:
    first = town.received(TWO)
    keys = [one.key for one in passages(first.messages.all())]
    for chosen in ([], keys):
        answer = desk.post(reverse("referents:split", args=[first.pk]), {"version": first.version, "submission": str(first.submission), "passages": chosen})
        assert answer.status_code == 422
        assert "passages" in answer.context["form"].errors
    assert Enquiry.objects.count() == 1


def test_a_question_that_moved_meanwhile_is_not_split_and_the_choice_is_kept(town: Town, desk: Client) -> None:
    first = town.received(TWO)
    key = passages(first.messages.all())[1].key
    enquiries.mark_urgent(first, urgent=True, actor=make_user(permissions=("referents.work_desk",)), version=None)
    data = {"version": 1, "submission": "6f1c1f9e-0000-4000-8000-000000000001", "passages": [key], "subject": ""}
    answer = desk.post(reverse("referents:split", args=[first.pk]), data)
    assert answer.status_code == 409
    assert answer.context["form"]["version"].value() == 2
    assert answer.context["form"]["passages"].value() == [key]
    assert Enquiry.objects.count() == 1


def test_only_the_manager_splits_and_only_before_the_reply(town: Town, desk: Client, client: Client) -> None:
    assert desk.get(reverse("referents:split", args=[town.ready().pk])).status_code == 403
    first = town.received(TWO)
    client.force_login(town.expert)
    assert client.get(reverse("referents:split", args=[first.pk])).status_code == 404
    client.force_login(make_user(permissions=("referents.dispatch",)))
    assert client.get(reverse("referents:split", args=[first.pk])).status_code == 403


def test_a_message_cut_into_passages_loses_nothing() -> None:
    class Message:
        pk = 1
        text = " ".join(f"Phrase {n}." for n in range(90))

    found = passages([Message()])
    assert len(found) == 60
    assert " ".join(one.text for one in found) == Message.text


def test_what_was_put_aside_by_mistake_comes_back_with_its_clocks(town: Town, desk: Client) -> None:
    enquiry = town.qualified()
    before = {clock.metric: clock.due_at for clock in enquiry.clocks.filter(result="running")}
    desk.post(reverse("referents:moderate", args=[enquiry.pk]), {"version": enquiry.version})
    assert fresh(enquiry).state == "to_moderate"
    page = desk.get(reverse("referents:question", args=[enquiry.pk]))
    assert reverse("referents:take_back", args=[enquiry.pk]) in page.content.decode()
    for _click in range(2):
        desk.post(reverse("referents:take_back", args=[enquiry.pk]), {"version": fresh(enquiry).version})
    enquiry = fresh(enquiry)
    assert (enquiry.state, enquiry.closed_at, enquiry.version) == ("qualified", None, 4)
    assert {clock.metric: clock.due_at for clock in enquiry.clocks.filter(result="running")} == before
