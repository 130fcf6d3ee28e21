"""One gesture on several lines: each with its own rights and version, nothing lost, twice is once."""

import pytest
from django.test import Client
from django.urls import reverse
from factories import Town, fresh, make_department, make_topic, make_user

from referents.actions import enquiries
from referents.models import Enquiry


@pytest.fixture
def desk(town: Town, client: Client) -> Client:
    client.force_login(town.cm)
    return client


def chosen(*rows: Enquiry, **typed: object) -> dict[str, object]:
    return {"row": [f"{row.pk}:{row.version}" for row in rows], **typed}


def press(desk: Client, *rows: Enquiry, **typed: object):
    return desk.post(reverse("referents:batch"), chosen(*rows, **typed))


def test_the_same_subject_is_set_on_all(town: Town, desk: Client) -> None:
    rows = [town.received(subject=f"Question {n}") for n in range(3)]
    asked = press(desk, *rows, gesture="qualify")
    assert asked.status_code == 200
    assert 'name="gesture" value="qualify"' in asked.content.decode()
    assert [enquiry for enquiry, _version in asked.context["rows"]] == rows
    done = press(desk, *rows, gesture="qualify", topic=town.topic.pk)
    assert len(done.context["done"]) == 3
    assert {fresh(row).topic for row in rows} == {town.topic}


def test_what_moved_meanwhile_is_refused_with_its_reason_and_the_rest_is_done(town: Town, desk: Client) -> None:
    one, two = town.received(subject="Bougée"), town.received(subject="Calme")
    other = make_user("Denis", "Marchal", permissions=("referents.work_desk",))
    enquiries.mark_urgent(one, urgent=True, actor=other, version=None)
    answer = press(desk, one, two, gesture="drop", reason="thanks")
    assert [outcome.enquiry for outcome in answer.context["done"]] == [two]
    (refused,) = answer.context["refused"]
    assert refused.enquiry == one
    assert "Denis Marchal" in refused.refused[0]
    assert (fresh(one).state, fresh(two).state) == ("new", "dropped")


def test_pressing_twice_does_it_once(town: Town, desk: Client) -> None:
    rows = [town.received(), town.received()]
    data = chosen(*rows, gesture="urgent")
    for _click in range(2):
        answer = desk.post(reverse("referents:batch"), data)
        assert len(answer.context["done"]) == 2
    assert [fresh(row).moves.filter(move="mark_urgent").count() for row in rows] == [1, 1]
    assert all(outcome.already for outcome in answer.context["done"])


def test_the_same_person_is_asked_within_their_scope_only(town: Town, desk: Client) -> None:
    elsewhere = make_topic("Voirie", department=make_department("Voirie"), terms=("trottoir",))
    one, two = town.qualified(subject="Centre"), town.received(subject="Trottoir")
    two = enquiries.qualify(two, topic=elsewhere, actor=town.cm, version=None)
    answer = press(desk, one, two, gesture="assign", person=town.expert.pk)
    assert [outcome.enquiry for outcome in answer.context["done"]] == [one]
    assert [outcome.enquiry for outcome in answer.context["refused"]] == [two]
    assert fresh(one).assignments.get(active=True).user == town.expert


def test_questions_are_joined_to_the_one_already_under_way(town: Town, desk: Client) -> None:
    first, second, under_way = town.received(), town.received(), town.assigned()
    answer = press(desk, first, second, under_way, gesture="join")
    assert answer.context["into"] == under_way
    assert {fresh(first).merged_into, fresh(second).merged_into} == {under_way}
    again = desk.post(reverse("referents:batch"), chosen(first, second, under_way, gesture="join"))
    assert all(outcome.already for outcome in again.context["done"])
    assert press(desk, first, gesture="join").status_code == 422


@pytest.mark.parametrize(
    "typed", [{"gesture": "qualify", "topic": ""}, {"gesture": "qualify", "topic": "999999"}, {"gesture": "drop", "reason": "?"}, {"gesture": "?"}]
)
def test_what_is_missing_is_asked_again_with_the_lines_kept(town: Town, desk: Client, typed: dict[str, str]) -> None:
    one = town.received()
    answer = press(desk, one, **typed)
    assert answer.status_code == 422
    assert [enquiry for enquiry, _version in answer.context["rows"]] == [one]
    assert fresh(one).version == 1


def test_only_those_who_work_at_the_desk_do_it_and_only_on_what_they_see(town: Town, client: Client) -> None:
    one = town.received()
    for user, status in ((town.expert, 404), (make_user("Aude", "Petit", permissions=("referents.audit",)), 403)):
        client.force_login(user)
        assert press(client, one, gesture="urgent").status_code == status
    client.force_login(town.cm)
    assert client.get(reverse("referents:batch")).status_code == 302
    for rows in ([], ["x", "1:2:3", "999999:1", "1:", f"{one.pk}"]):
        assert client.post(reverse("referents:batch"), {"row": rows, "gesture": "urgent"}).status_code == 422
    assert fresh(one).version == 1
