"""What says much the same: ready answers and open questions, for those who may see them; nothing in addresses."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import Town, make_topic, make_user

from referents import likeness
from referents.actions import reusable
from referents.models import Answer, Enquiry

pytestmark = pytest.mark.django_db
FRAGMENT = {"X-Fragment": "1"}


@pytest.fixture
def desk(town: Town, client: Client) -> Client:
    client.force_login(town.cm)
    return client


def kept(town: Town, question: str, *, topic: object = None) -> Answer:
    until = timezone.localdate() + timedelta(days=50)
    return reusable.write(reusable.Wordings(question, "Bonjour, oui."), topic=topic or town.topic, valid_until=until, submission=uuid4(), actor=town.cm)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("La fontaine de la place est à sec depuis lundi", [1]),
        ("fontaine place", [1]),
        ("fontaine", []),
        ("", []),
        ("les la de", []),
        ("À quelle heure ouvre la piscine ?", [2]),
    ],
)
def test_most_of_the_words_of_the_shorter_one_are_shared(text: str, found: list[int]) -> None:
    assert list(likeness.shares(text, {1: "La fontaine de la place ne coule plus", 2: "Heure d’ouverture de la piscine"})) == found


def test_a_text_of_fifty_thousand_signs_is_read_up_to_two_thousand() -> None:
    assert likeness.shares("fontaine place " * 5_000, {1: "la fontaine de la place"}) == {1: 1.0}


def test_the_same_question_is_offered_for_joining_whatever_its_subject(town: Town, desk: Client) -> None:
    same = town.received("La fontaine de la place du marché ne coule plus")
    on_the_subject = town.qualified()
    town.received("Quand rouvre la patinoire ?")
    mine = town.received("Bonjour, la fontaine place du marché ne coule plus, et le centre de loisirs ?")
    sheet = desk.get(reverse("referents:question", args=[mine.pk])).context["sheet"]
    assert sheet.similar == [same, on_the_subject]


def test_a_closed_question_is_not_offered(town: Town) -> None:
    same = town.received("La fontaine de la place du marché ne coule plus")
    Enquiry.objects.filter(pk=same.pk).update(state="dropped")
    assert likeness.open_questions("fontaine place marché", user=town.cm, limit=3) == []


def test_the_answer_to_the_same_question_comes_before_the_most_used(town: Town, desk: Client) -> None:
    used, same = kept(town, "Tarifs du centre de loisirs"), kept(town, "Que faire de la fontaine de la place ?", topic=make_topic("Fontaines"))
    Answer.objects.filter(pk=used.pk).update(reuses=9)
    mine = town.received("La fontaine de la place ne coule plus. Et le centre de loisirs ?")
    assert desk.get(reverse("referents:question", args=[mine.pk])).context["sheet"].reusable == [same, used]


def test_while_a_question_is_typed_open_ones_and_answers_are_shown(town: Town, desk: Client) -> None:
    open_one, answer = town.received("La fontaine de la place ne coule plus"), kept(town, "Que faire de la fontaine de la place ?")
    typed = {"question": "fontaine place à sec", "desk": "1"}
    shown = desk.post(reverse("referents:alike"), typed, headers=FRAGMENT).content.decode()
    assert reverse("referents:question", args=[open_one.pk]) in shown
    assert reverse("referents:ready_answer", args=[answer.pk]) in shown


def test_what_is_typed_is_never_in_an_address(desk: Client) -> None:
    assert desk.get(reverse("referents:alike"), {"question": "fontaine"}, headers=FRAGMENT).status_code == 405
    assert desk.post(reverse("referents:alike"), {"question": "fontaine"}).status_code == 404


def test_whoever_does_not_see_a_question_is_not_told_of_it(town: Town, client: Client) -> None:
    town.received("La fontaine de la place ne coule plus")
    for user in (make_user("Luc", "Aubry"), make_user("Rita", "Hue", permissions=("referents.keep_register",))):
        client.force_login(user)
        shown = client.post(reverse("referents:alike"), {"question": "fontaine place", "desk": "1"}, headers=FRAGMENT).content.decode()
        assert "fontaine" not in shown


def test_five_hundred_open_questions_cost_as_many_queries_as_two(town: Town, django_assert_max_num_queries: object) -> None:
    for number in range(2):
        town.received(f"La fontaine {number} de la place ne coule plus")
    one = Enquiry.objects.first()
    assert one is not None
    copies = [
        Enquiry(number=f"T-{n}", subject=f"Une fontaine {n} sur la place", channel=one.channel, received_at=one.received_at, submission=uuid4())
        for n in range(500)
    ]
    Enquiry.objects.bulk_create(copies)
    town.cm.has_perm("referents.work_desk")
    with django_assert_max_num_queries(2):  # type: ignore[operator]  # a fixture
        assert len(likeness.open_questions("la fontaine de la place", user=town.cm, limit=3)) == 3
