"""The desk's list, a question's page, its fragments, a new question."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import Town, fresh, make_account, make_dispatcher, make_enquiry, make_hr, make_referent, make_topic, make_user
from PIL import Image

from referents import queue
from referents.actions import assignments, enquiries, publications
from referents.models import Enquiry, OutsideBody

MostQueries = Callable[[int], object]


@pytest.fixture
def desk(town: Town, client: Client) -> Client:
    client.force_login(town.cm)
    return client


def lines(answer: object) -> list[str]:
    """The subjects of the list, in order."""
    return [line.subject for line in answer.context["page"].lines]


def test_the_desk_opens_for_the_manager_the_dispatcher_and_the_auditor(town: Town, client: Client) -> None:
    auditor = make_user("Aude", "Petit", permissions=("referents.audit",))
    pk = town.received().pk
    for user in (town.cm, make_dispatcher(), auditor):
        client.force_login(user)
        assert client.get(reverse("referents:desk")).status_code == 200
        assert client.get(reverse("referents:question", args=[pk])).status_code == 200


def test_for_anybody_else_the_desk_does_not_exist(town: Town, client: Client) -> None:
    enquiry = town.assigned()
    assert client.get(reverse("referents:desk")).status_code == 302
    for user in (town.expert, make_hr(), make_user("Luc", "Aubry")):
        client.force_login(user)
        for address in ("desk", "new_question"):
            assert client.get(reverse(f"referents:{address}")).status_code == 404
        for address in ("question", "timeline", "candidates", "qualify"):
            assert client.get(reverse(f"referents:{address}", args=[enquiry.pk])).status_code == 404


def test_every_state_stands_in_exactly_one_tab() -> None:
    states = [state for tab in queue.TABS for state in tab.states]
    assert sorted(states) == sorted(value for value, _label in Enquiry._meta.get_field("state").choices)


def test_questions_stand_in_the_tab_of_what_is_to_be_done(town: Town, desk: Client) -> None:
    expected = {"a-traiter": town.received(), "en-attente": town.assigned(), "a-publier": town.ready(), "terminees": town.published()}
    for slug, enquiry in expected.items():
        answer = desk.get(reverse("referents:desk"), {"file": slug})
        assert [line.pk for line in answer.context["page"].lines] == [enquiry.pk]
    assert [number for _tab, number in answer.context["tabs"]] == [1, 1, 1, 1]


def test_what_was_promised_first_stands_first(town: Town, desk: Client) -> None:
    now = timezone.now()
    for subject, hours in (("Ce soir", 8), ("Bientôt", 1), ("À midi", 3)):
        enquiry = town.received(subject=subject)
        Enquiry.objects.filter(pk=enquiry.pk).update(promised_at=now + timedelta(hours=hours))
    town.received(subject="Rien de promis")
    assert lines(desk.get(reverse("referents:desk"))) == ["Rien de promis", "Bientôt", "À midi", "Ce soir"]


def test_the_next_page_begins_where_this_one_ends(town: Town, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "PAGE", 2)
    at = timezone.now() - timedelta(hours=1)
    asked = [town.received(subject=f"Question {n}").pk for n in range(5)]
    Enquiry.objects.filter(pk__in=asked).update(received_at=at)
    seen, address = [], reverse("referents:desk")
    while address:
        answer = desk.get(address)
        seen += [line.pk for line in answer.context["page"].lines]
        after = answer.context["page"].after
        address = f"{reverse('referents:desk')}?apres={str(after).replace('+', '%2B')}" if after else ""
    assert seen == asked


@pytest.mark.parametrize("key", ["x", "2026-01-01_3", "2026-13-01T00:00:00+00:00_1", "2026-01-01T00:00:00+00:00_" + "9" * 40, "_"])
def test_an_unreadable_page_key_shows_the_first_page(town: Town, desk: Client, key: str) -> None:
    town.received(subject="Là")
    assert lines(desk.get(reverse("referents:desk"), {"apres": key})) == ["Là"]


@pytest.mark.parametrize(
    ("typed", "found"), [("ecole", True), ("ÉCOLE fermée", True), ("coeur", True), ("26-0", True), ("piscine", False), ("(", True), ("%", True)]
)
def test_the_list_is_searched_whatever_the_accents(town: Town, desk: Client, typed: str, found: bool) -> None:
    town.received("Pourquoi l’école du Cœur est-elle fermée ?", subject="Sans titre", received_at=timezone.now().replace(year=2026, month=6, day=15))
    assert bool(lines(desk.get(reverse("referents:desk"), {"q": typed}))) is found


def test_the_list_is_filtered_by_channel_and_department(town: Town, desk: Client) -> None:
    town.qualified(subject="À l’Éducation")
    town.received(subject="Par courriel", channel="email", account=None)
    url = reverse("referents:desk")
    assert lines(desk.get(url, {"canal": "email"})) == ["Par courriel"]
    assert lines(desk.get(url, {"service": town.department.pk})) == ["À l’Éducation"]
    assert len(lines(desk.get(url, {"canal": "pigeon", "service": "x"}))) == 2


def test_red_is_for_a_promise_past_due_and_for_nothing_else(town: Town, desk: Client) -> None:
    enquiry = town.assigned()
    url = reverse("referents:desk")
    assert "tag late" not in desk.get(url, {"file": "en-attente"}).content.decode()
    Enquiry.objects.filter(pk=enquiry.pk).update(promised_at=timezone.now() - timedelta(minutes=20))
    assert "tag late" in desk.get(url, {"file": "en-attente"}).content.decode()
    done = town.published()
    Enquiry.objects.filter(pk=done.pk).update(promised_at=timezone.now() - timedelta(days=1))
    assert "tag late" not in desk.get(url, {"file": "terminees"}).content.decode()


def test_the_list_takes_as_many_queries_for_thirty_lines_as_for_one(town: Town, desk: Client, django_assert_max_num_queries: MostQueries) -> None:
    for _n in range(8):
        town.assigned()
    with django_assert_max_num_queries(15):
        desk.get(reverse("referents:desk"), {"file": "en-attente"})


def test_a_question_page_takes_a_constant_number_of_queries(town: Town, desk: Client, django_assert_max_num_queries: MostQueries) -> None:
    enquiry = town.answered()
    for n in range(6):
        make_referent(make_user("Paul", f"Roche {n}"), department=town.department, topics=(town.topic,))
        enquiries.append(enquiry, text=f"Encore une fois {n}", actor=town.cm)
    received = town.received()
    for asked in (enquiry, received):
        with django_assert_max_num_queries(27):
            assert desk.get(reverse("referents:question", args=[asked.pk])).status_code == 200
    with django_assert_max_num_queries(20):
        desk.get(reverse("referents:timeline", args=[enquiry.pk]), headers={"X-Fragment": "1"})


@pytest.mark.parametrize("step", ["received", "qualified", "assigned", "in_progress", "answered", "in_review", "ready", "publishing", "published"])
def test_the_page_opens_at_every_step(town: Town, desk: Client, step: str) -> None:
    enquiry = getattr(town, step)()
    content = desk.get(reverse("referents:question", args=[enquiry.pk])).content.decode()
    assert content.count("<h1") == 1
    assert "style=" not in content
    assert "onclick" not in content
    ids = re.findall(r'\sid="([^"]+)"', content)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("step", ["qualified", "assigned", "in_progress", "in_review", "ready", "publishing", "published"])
def test_no_step_of_a_question_costs_more(town: Town, desk: Client, django_assert_max_num_queries: MostQueries, step: str) -> None:
    enquiry = getattr(town, step)()
    with django_assert_max_num_queries(27):
        desk.get(reverse("referents:question", args=[enquiry.pk]))
    with django_assert_max_num_queries(27):
        desk.get(reverse("referents:candidates", args=[enquiry.pk]), headers={"X-Fragment": "1"})


def test_fragments_are_parts_without_a_page_around_them(town: Town, desk: Client) -> None:
    enquiry = town.assigned()
    for address in (
        reverse("referents:desk"),
        *(reverse(f"referents:{name}", args=[enquiry.pk]) for name in ("timeline", "candidates", "qualify", "hand_over_form")),
    ):
        content = desk.get(address, headers={"X-Fragment": "1"}).content.decode()
        assert content.strip()
        assert "<html" not in content


def test_the_wording_stands_outside_what_is_refreshed(town: Town, desk: Client) -> None:
    enquiry = town.answered()
    assert 'id="word-text"' in desk.get(reverse("referents:question", args=[enquiry.pk])).content.decode()
    for name in ("timeline", "candidates"):
        assert "<textarea" not in desk.get(reverse(f"referents:{name}", args=[enquiry.pk]), headers={"X-Fragment": "1"}).content.decode()


def test_nobody_s_acceptance_or_refusal_is_told(town: Town, desk: Client) -> None:
    enquiry = town.in_progress()
    page = desk.get(reverse("referents:question", args=[enquiry.pk]))
    assert "accept" not in [entry.code for entry in page.context["sheet"].entries]
    assignments.decline(enquiry, knows=True, actor=town.expert, version=None)
    entry = desk.get(reverse("referents:question", args=[enquiry.pk])).context["sheet"].entries[-1]
    assert entry.code == "decline"
    assert "Sonia" not in entry.sentence


def test_suggested_subjects_are_offered_until_one_is_chosen(town: Town, desk: Client) -> None:
    enquiry = town.received("Le centre de loisirs est-il ouvert ?")
    sheet = desk.get(reverse("referents:question", args=[enquiry.pk])).context["sheet"]
    assert [one.topic for one in sheet.suggestions] == [town.topic]
    enquiries.qualify(enquiry, topic=town.topic, actor=town.cm, version=None)
    assert desk.get(reverse("referents:question", args=[enquiry.pk])).context["sheet"].suggestions == []


def test_the_matter_of_somebody_else_comes_with_the_words_to_say(town: Town, desk: Client) -> None:
    body = OutsideBody.objects.create(slug="region", name="Région", kind="region", where="au guichet", say="Les trains relèvent de la Région.")
    make_topic("Trains", outside_body=body, terms=("train",))
    enquiry = town.received("Mon train est en retard, encore un train supprimé")
    content = desk.get(reverse("referents:question", args=[enquiry.pk])).content.decode()
    assert body.say in content
    assert reverse("referents:hand_over", args=[enquiry.pk]) in content


def test_similar_open_questions_are_offered_for_joining(town: Town, desk: Client) -> None:
    first = town.qualified()
    other = town.received("Le centre de loisirs est-il ouvert samedi ?")
    assert desk.get(reverse("referents:question", args=[other.pk])).context["sheet"].similar == [first]


def test_the_button_tells_beforehand_whether_the_wording_will_be_reviewed(town: Town, desk: Client) -> None:
    enquiry = town.answered()
    assert desk.get(reverse("referents:question", args=[enquiry.pk])).context["sheet"].needs_review is False
    Enquiry.objects.filter(pk=enquiry.pk).update(sensitivity="high")
    assert desk.get(reverse("referents:question", args=[enquiry.pk])).context["sheet"].needs_review is True


def test_what_is_needed_without_an_address_is_not_called_optional(desk: Client) -> None:
    form = desk.get(reverse("referents:new_question")).context["form"]
    shown = {name: render_to_string("referents/partials/field.html", {"field": form[name]}) for name in ("channel", "account")}
    assert ['class="optional"' in shown[name] for name in ("channel", "account")] == [False, True]


def test_an_auditor_reads_and_is_offered_nothing(town: Town, client: Client) -> None:
    client.force_login(make_user("Aude", "Petit", permissions=("referents.audit",)))
    answer = client.get(reverse("referents:question", args=[town.answered().pk]))
    assert answer.context["sheet"].offered == frozenset()
    assert client.get(reverse("referents:new_question")).status_code == 403


def test_a_kept_reply_fills_the_wording(town: Town, desk: Client) -> None:
    done = town.published()
    desk.post(reverse("referents:keep_answer", args=[done.pk]), {"question": "Ouvert samedi ?", "valid_until": "2099-01-01"})
    kept = done.answers.get()
    enquiry = town.answered()
    page = desk.get(reverse("referents:question", args=[enquiry.pk]), {"reponse": kept.pk})
    assert page.context["sheet"].reusable == [kept]
    assert page.context["forms"]["word"]["text"].value() == kept.wording


def new(**typed: object) -> dict[str, object]:
    return {"text": "Le marché a-t-il lieu ?", "channel": "", "permalink": "", "account": "", "email": "", "alt": "", "submission": str(uuid4()), **typed}


def test_a_pasted_address_gives_the_channel_and_the_account(town: Town, desk: Client) -> None:
    make_account(identity="autrepage")
    address = f"https://www.facebook.com/{town.account.identity.upper()}/posts/12"
    answer = desk.post(reverse("referents:new_question"), new(permalink=address))
    enquiry = Enquiry.objects.latest("pk")
    assert answer.url == reverse("referents:question", args=[enquiry.pk])
    assert (enquiry.channel, enquiry.account, enquiry.permalink, enquiry.filed_by) == ("facebook", town.account, address, town.cm)
    recognised = desk.get(reverse("referents:new_question"), {"adresse": address}, headers={"X-Fragment": "1"}).json()
    assert (recognised["channel"], recognised["account"]) == ("facebook", town.account.pk)


def test_the_account_is_not_guessed_among_several(town: Town, desk: Client) -> None:
    make_account()
    desk.post(reverse("referents:new_question"), new(channel="facebook"))
    assert Enquiry.objects.latest("pk").account is None


def test_nothing_typed_is_lost_when_the_text_is_missing(town: Town, desk: Client) -> None:
    answer = desk.post(reverse("referents:new_question"), new(text="  ", channel="email", email="habitante@exemple.fr"))
    assert answer.status_code == 422
    content = answer.content.decode()
    assert "habitante@exemple.fr" in content
    assert 'aria-invalid="true"' in content
    assert "id_text_error" in content
    assert not Enquiry.objects.exists()


def test_a_channel_is_asked_for_when_no_address_tells_it(town: Town, desk: Client) -> None:
    answer = desk.post(reverse("referents:new_question"), new())
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["channel"]


def test_a_double_click_enters_one_question_with_one_photo(town: Town, desk: Client) -> None:
    submission = str(uuid4())
    for _click in range(2):
        out = io.BytesIO()
        Image.new("RGB", (30, 30)).save(out, "PNG")
        photo = SimpleUploadedFile("rue.png", out.getvalue())
        assert desk.post(reverse("referents:new_question"), new(channel="street", submission=submission, photo=photo)).status_code == 302
    assert Enquiry.objects.get().attachments.count() == 1


def test_a_photo_that_is_refused_loses_neither_the_text_nor_enters_half_a_question(town: Town, desk: Client) -> None:
    answer = desk.post(reverse("referents:new_question"), new(channel="street", photo=SimpleUploadedFile("rue.svg", b"<svg/>")))
    assert answer.status_code == 422
    assert "Le marché a-t-il lieu" in answer.content.decode()
    assert "photo" in answer.context["form"].errors
    assert not Enquiry.objects.exists()


def test_an_address_of_the_citizen_is_kept_only_when_they_wrote(town: Town, desk: Client) -> None:
    desk.post(reverse("referents:new_question"), new(channel="facebook", email="a@exemple.fr"))
    assert Enquiry.objects.latest("pk").author is None
    desk.post(reverse("referents:new_question"), new(channel="email", email="a@exemple.fr"))
    assert Enquiry.objects.latest("pk").author.email == "a@exemple.fr"


def test_hostile_words_are_only_words(town: Town, desk: Client) -> None:
    enquiry = make_enquiry("<script>alert(1)</script> <img src=x onerror=alert(1)>", actor=town.cm, account=town.account, subject="<b>Sujet</b>")
    publications.hold(enquiry, text="<i>attendez</i>", promised_at=timezone.now() + timedelta(hours=2), actor=town.cm, version=None)
    for address in (reverse("referents:question", args=[enquiry.pk]), reverse("referents:desk")):
        content = desk.get(address).content.decode()
        assert "<script>alert" not in content
        assert "<img src=x" not in content
        assert "<b>Sujet" not in content
    assert fresh(enquiry).held_at
