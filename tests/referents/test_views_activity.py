"""The readable story of one question."""

import pytest
from django.test import Client
from django.urls import reverse
from factories import Town, make_user

from referents.models import EnquiryMove
from referents.states import MOVES
from referents.timeline import UNTOLD


@pytest.fixture
def desk(town: Town, client: Client) -> Client:
    client.force_login(town.cm)
    return client


def codes(answer: object) -> list[str]:
    return [entry.code for day in answer.context["activity"].days for entry in day.entries]


def test_the_story_is_told_day_by_day_with_an_address_for_each_line(town: Town, desk: Client) -> None:
    enquiry = town.published()
    answer = desk.get(reverse("referents:activity", args=[enquiry.pk]))
    content = answer.content.decode()
    told = [row for row in enquiry.moves.all() if row.move not in UNTOLD]
    assert codes(answer) == [row.move for row in told]
    assert all(f'id="etape-{row.version}"' in content for row in told)
    assert answer.context["activity"].broken is None


def test_each_kind_shows_its_own_and_together_they_show_all(town: Town, desk: Client) -> None:
    enquiry = town.published()
    address = reverse("referents:activity", args=[enquiry.pk])
    parts = {kind: codes(desk.get(address, {"genre": kind})) for kind in ("messages", "personnes", "publications")}
    assert parts == {"messages": ["receive"], "personnes": ["qualify", "assign", "contribute"], "publications": ["word", "confirm"]}
    assert sorted(code for found in parts.values() for code in found) == sorted(codes(desk.get(address)))
    assert codes(desk.get(address, {"genre": "?"})) == codes(desk.get(address))


def test_a_journal_that_was_altered_is_said_to_be(town: Town, desk: Client) -> None:
    enquiry = town.assigned()
    EnquiryMove.objects.filter(enquiry=enquiry, version=2).update(detail={"topic": 0})
    answer = desk.get(reverse("referents:activity", args=[enquiry.pk]), {"genre": "messages"})
    assert answer.context["activity"].broken.version == 2


def test_nobody_s_acceptance_is_told_and_nobody_outside_reads_it(town: Town, desk: Client, client: Client) -> None:
    enquiry = town.in_progress()
    assert "accept" not in codes(desk.get(reverse("referents:activity", args=[enquiry.pk])))
    for user in (town.expert, make_user()):
        client.force_login(user)
        assert client.get(reverse("referents:activity", args=[enquiry.pk])).status_code == 404


def test_every_move_of_the_table_is_told_in_words(town: Town, desk: Client) -> None:
    enquiry = town.received()
    for version, code in enumerate(sorted(MOVES), start=10):
        EnquiryMove.objects.create(
            enquiry=enquiry, version=version, cycle=1, move=code, from_state="new", to_state="new", actor=town.cm, at=enquiry.received_at, hash="0"
        )
    answer = desk.get(reverse("referents:activity", args=[enquiry.pk]))
    sentences = [entry.sentence for day in answer.context["activity"].days for entry in day.entries]
    assert all(sentence and sentence != "Flora Quint" for sentence in sentences)
