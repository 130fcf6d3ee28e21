"""One POST a move: done, refused with everything kept, moved meanwhile, clicked twice, without the right."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import Town, fresh, make_dispatcher, make_user, sign

from referents.actions import answers, enquiries
from referents.models import CharterSignature, Draft, Enquiry, OutsideBody, Publication
from referents.states import State

LATER = "%Y-%m-%dT%H:%M"


@pytest.fixture
def desk(town: Town, client: Client) -> Client:
    client.force_login(town.cm)
    return client


def post(client: Client, name: str, enquiry: Enquiry, **typed: object) -> object:
    typed.setdefault("version", enquiry.version)
    return client.post(reverse(f"referents:{name}", args=[enquiry.pk]), typed)


def in_hours(hours: int) -> str:
    return timezone.localtime(timezone.now() + timedelta(hours=hours)).strftime(LATER)


def test_the_whole_way_from_message_to_publication(town: Town, desk: Client) -> None:
    enquiry = town.received()
    post(desk, "qualify", enquiry, topic=town.topic.pk)
    post(desk, "hold", fresh(enquiry), text="Nous nous renseignons.", promised_at=in_hours(2))
    post(desk, "assign", fresh(enquiry), person=town.expert.pk)
    post(desk, "note_telephone", fresh(enquiry), said_by=town.expert.pk, text="Oui, samedi.")
    post(desk, "word", fresh(enquiry), text="Bonjour, oui, samedi.")
    assert fresh(enquiry).state == State.READY
    post(desk, "publish", fresh(enquiry))
    row = Publication.objects.get(kind="answer")
    answer = desk.post(reverse("referents:attest", args=[row.pk]), {"permalink": "https://www.facebook.com/ville/posts/9"})
    assert answer.url == reverse("referents:question", args=[enquiry.pk])
    assert fresh(enquiry).state == State.PUBLISHED
    post(desk, "keep_answer", enquiry, question="Ouvert samedi ?", valid_until="2099-12-31")
    post(desk, "close", fresh(enquiry))
    assert fresh(enquiry).state == State.CLOSED
    assert enquiry.answers.get().question == "Ouvert samedi ?"


def test_an_empty_wording_is_refused_at_its_field(town: Town, desk: Client) -> None:
    enquiry = town.answered()
    answer = post(desk, "word", enquiry, text="   ")
    assert answer.status_code == 422
    assert "word-text_error" in answer.content.decode()
    assert fresh(enquiry).state == State.ANSWERED


def test_a_wording_too_long_for_the_network_is_kept_as_typed(town: Town, desk: Client) -> None:
    enquiry, text = town.answered(), "très long " * 300
    answer = post(desk, "word", enquiry, text=text)
    assert answer.status_code == 422
    assert answer.context["forms"]["word"]["text"].value() == text
    assert answer.context["forms"]["word"].errors["text"]


def test_what_was_typed_stays_when_somebody_moved_the_question_meanwhile(town: Town, desk: Client) -> None:
    enquiry = town.answered()
    seen = enquiry.version
    enquiries.mark_urgent(enquiry, urgent=True, actor=make_dispatcher(), version=None)
    answer = post(desk, "word", enquiry, text="Ma réponse.", version=seen)
    assert answer.status_code == 409
    content = answer.content.decode()
    assert "Ma réponse." in content
    assert "Denis Marchal" in content
    assert 'role="alert"' in content
    assert not Draft.objects.exists()
    form = answer.context["forms"]["word"]
    assert post(desk, "word", enquiry, text=form["text"].value(), version=form["version"].value()).status_code == 302


def test_the_text_is_shown_even_when_its_form_is_no_longer_offered(town: Town, desk: Client) -> None:
    enquiry = town.answered()
    enquiries.drop(enquiry, reason="answered", actor=make_dispatcher(), version=None)
    answer = post(desk, "word", enquiry, text="Une longue réponse.")
    assert answer.status_code == 409
    assert "Une longue réponse." in answer.content.decode()


def test_a_double_click_is_a_success(town: Town, desk: Client) -> None:
    enquiry = town.answered()
    for _click in range(2):
        assert post(desk, "word", enquiry, text="Bonjour, oui.").status_code == 302
    assert Draft.objects.count() == 1


def test_a_move_the_table_does_not_have_is_refused_with_a_sentence(town: Town, desk: Client) -> None:
    enquiry = town.received()
    answer = post(desk, "publish", enquiry)
    assert answer.status_code == 422
    assert answer.context["refusal"].sentences


def test_without_a_signed_charter_the_page_says_so_and_keeps_the_text(town: Town, desk: Client) -> None:
    enquiry = town.received()
    CharterSignature.objects.all().delete()
    answer = post(desk, "hold", enquiry, text="Nous cherchons.", promised_at=in_hours(2))
    assert answer.status_code == 403
    content = answer.content.decode()
    assert "Nous cherchons." in content
    assert reverse("referents:charters") in content
    assert fresh(enquiry).held_at is None
    sign(town.cm)
    assert post(desk, "hold", enquiry, text="Nous cherchons.", promised_at=in_hours(2)).status_code == 302


def test_a_past_hour_is_refused_at_its_field(town: Town, desk: Client) -> None:
    answer = post(desk, "hold", town.received(), text="Nous cherchons.", promised_at=in_hours(-3))
    assert answer.status_code == 422
    assert answer.context["forms"]["hold"].errors["promised_at"]


def test_the_draft_is_forgotten_once_the_text_is_taken(town: Town, desk: Client) -> None:
    enquiry = town.answered()
    content = desk.get(post(desk, "word", enquiry, text="Bonjour, oui.").url).content.decode()
    assert f'name="draft-done" content="word-{enquiry.pk}"' in content
    assert "draft-done" not in desk.get(reverse("referents:question", args=[enquiry.pk])).content.decode()


def test_a_person_out_of_scope_is_not_asked(town: Town, desk: Client) -> None:
    enquiry = town.qualified()
    answer = post(desk, "assign", enquiry, person=make_user("Luc", "Aubry").pk)
    assert answer.status_code == 422
    assert "Luc Aubry" in " ".join(answer.context["refusal"].sentences)


def test_asking_says_who_was_asked(town: Town, desk: Client) -> None:
    answer = post(desk, "assign", town.qualified(), person=town.expert.pk)
    assert "Sonia Diallo" in " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_a_colleague_is_brought_in_beside_the_lead(town: Town, desk: Client) -> None:
    enquiry, paul = town.assigned(), make_user("Paul", "Roche")
    post(desk, "bring_in", enquiry, person=paul.pk)
    assert enquiry.contribution_requests.get().user == paul


def test_scheduling_and_its_refusal(town: Town, desk: Client) -> None:
    enquiry = town.ready()
    assert post(desk, "schedule", enquiry, scheduled_at=in_hours(-1)).context["forms"]["schedule"].errors["scheduled_at"]
    assert post(desk, "schedule", enquiry, scheduled_at=in_hours(5)).status_code == 302
    assert Publication.objects.get(kind="answer").scheduled_at


def test_an_address_that_is_not_one_is_refused_beside_its_field(town: Town, desk: Client) -> None:
    enquiry = town.publishing()
    row = Publication.objects.get(kind="answer")
    answer = desk.post(reverse("referents:attest", args=[row.pk]), {"permalink": "voilà"})
    assert answer.status_code == 422
    assert f"attest-{row.pk}-permalink_error" in answer.content.decode()
    assert fresh(enquiry).state == State.PUBLISHING


def test_an_uncertain_e_mail_is_marked_arrived_or_sent_by_hand(town: Town, desk: Client) -> None:
    for name in ("mark_arrived", "retry"):
        enquiry = town.ready(channel="email", account=None, citizen=enquiries.Citizen(email="a@exemple.fr"))
        post(desk, "publish", enquiry)
        row = Publication.objects.get(enquiry=enquiry, kind="answer")
        Publication.objects.filter(pk=row.pk).update(state="uncertain", next_attempt_at=None)
        Enquiry.objects.filter(pk=enquiry.pk).update(state=State.UNCERTAIN)
        if name == "retry":
            post(desk, "retry", fresh(enquiry), by_hand="on")
            row.refresh_from_db()
            assert (row.mode, fresh(enquiry).state) == ("manual", State.PUBLISHING)
        else:
            desk.post(reverse("referents:mark_arrived", args=[row.pk]))
            assert fresh(enquiry).state == State.PUBLISHED


def test_joining_by_number_and_an_unknown_number(town: Town, desk: Client) -> None:
    first, second = town.qualified(), town.received()
    answer = post(desk, "join", second, into="99-99999")
    assert answer.status_code == 422
    assert answer.context["forms"]["join"].errors["into"]
    assert post(desk, "join", second, into=first.number).url == reverse("referents:question", args=[first.pk])
    assert fresh(second).merged_into == first


def test_dropping_handing_over_and_undoing(town: Town, desk: Client) -> None:
    body = OutsideBody.objects.create(slug="region", name="Région", kind="region", where="…", say="Adressez-vous à la Région.")
    for name, typed, state in (("drop", {"reason": "thanks"}, State.DROPPED), ("hand_over", {"body": body.pk}, State.HANDED_OVER)):
        enquiry = town.received()
        post(desk, name, enquiry, **typed)
        assert fresh(enquiry).state == state
        assert "undo" in desk.get(reverse("referents:question", args=[enquiry.pk])).context["sheet"].offered
        post(desk, "undo", fresh(enquiry))
        assert fresh(enquiry).state == State.NEW


def test_the_other_gestures(town: Town, desk: Client) -> None:
    enquiry = town.in_progress()
    post(desk, "mark_urgent", enquiry, urgent="on")
    assert fresh(enquiry).urgent
    post(desk, "ask_citizen", fresh(enquiry), text="Quel jour ?")
    assert fresh(enquiry).state == State.WAITING
    post(desk, "append", fresh(enquiry), text="Samedi.")
    assert fresh(enquiry).state == State.IN_PROGRESS
    insult = town.received()
    post(desk, "moderate", insult)
    assert fresh(insult).state == State.TO_MODERATE


def test_a_get_leads_back_to_the_question(town: Town, desk: Client) -> None:
    enquiry = town.ready()
    for name in ("word", "publish", "hold", "drop"):
        assert desk.get(reverse(f"referents:{name}", args=[enquiry.pk])).url == reverse("referents:question", args=[enquiry.pk])
    assert fresh(enquiry).version == enquiry.version


def test_a_foreign_question_does_not_exist(town: Town, client: Client) -> None:
    enquiry = town.ready()
    client.force_login(make_user("Luc", "Aubry"))
    for name in ("word", "publish", "hold", "assign", "drop", "undo", "join", "qualify", "retry", "schedule"):
        assert post(client, name, enquiry).status_code == 404
    row = answers.sha256("x") and Publication.objects.first()
    assert row is None
    assert fresh(enquiry).version == enquiry.version


def test_an_expert_is_refused_the_moves_of_the_desk(town: Town, client: Client) -> None:
    enquiry = town.assigned()
    client.force_login(town.expert)
    assert post(client, "assign", enquiry, person=town.expert.pk).status_code == 403
    assert post(client, "drop", enquiry, reason="thanks").status_code == 403
    assert fresh(enquiry).state == State.ASSIGNED


def test_a_referent_s_text_is_kept_on_their_own_page_of_refusal(town: Town, client: Client) -> None:
    enquiry = town.answered()
    client.force_login(town.expert)
    answer = post(client, "word", enquiry, text="Ma réponse.", version=enquiry.version - 1)
    assert answer.status_code == 409
    content = answer.content.decode()
    assert "Ma réponse." in content
    assert reverse("referents:answer", args=[enquiry.pk]) in content


def test_the_way_back_is_never_outside(town: Town, desk: Client) -> None:
    enquiry = town.received()
    answer = post(desk, "mark_urgent", enquiry, urgent="on", next="https://pirate.example/")
    assert answer.url == reverse("referents:question", args=[enquiry.pk])
