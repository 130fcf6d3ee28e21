"""« Un habitant demande… », my questions, the answer page: what each person sees, sends and is refused."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from browsing import signed_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import Town, fresh, make_publisher, make_referent, make_user
from PIL import Image

from referents import my_questions
from referents.actions import answers, assignments, enquiries, publications
from referents.models import Area, Assignment, Contribution, Enquiry, Publication
from referents.states import State


def photo(name: str = "trottoir.jpg") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 90)).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), content_type="image/jpeg")


def page(enquiry: Enquiry) -> str:
    return reverse("referents:answer", args=[enquiry.pk])


def post(client: Client, name: str, enquiry: Enquiry, **data: object):
    return client.post(reverse(f"referents:{name}", args=[enquiry.pk]), {"version": enquiry.version, **data})


@pytest.fixture(autouse=True)
def _media(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path


# « Un habitant demande… »


def filing(**data: object) -> dict[str, object]:
    return {"text": "Le trottoir est cassé devant l’école.", "channel": "street", "submission": str(uuid4()), **data}


def test_any_agent_files_a_question_with_photo_and_place(town: Town) -> None:
    agent, area = make_user("Anaïs", "Bodin"), Area.objects.create(name="Saint-Éloi")
    response = signed_in(agent).post(reverse("referents:file_question"), filing(photo=photo(), place="saint eloi", contact="06 00 00 00 00"), follow=True)
    enquiry = Enquiry.objects.get(filed_by=agent)
    assert response.redirect_chain == [(page(enquiry), 302)]
    assert (enquiry.channel, enquiry.area, enquiry.author.phone, enquiry.state) == ("street", area, "06 00 00 00 00", State.NEW)
    assert enquiry.attachments.get().alt == enquiry.subject
    assert 'name="draft-done" content="street"' in response.content.decode()


def test_a_double_click_files_once_and_other_words_from_the_same_page_file_another(town: Town) -> None:
    client, data = signed_in(make_user()), filing()
    client.post(reverse("referents:file_question"), data)
    client.post(reverse("referents:file_question"), data)
    assert Enquiry.objects.count() == 1
    client.post(reverse("referents:file_question"), {**data, "text": "Et la fontaine ?"})
    assert Enquiry.objects.count() == 2


def test_a_place_without_a_name_here_stays_with_the_words(town: Town) -> None:
    signed_in(make_user()).post(reverse("referents:file_question"), filing(place="rue des Tilleuls, 12"))
    assert "rue des Tilleuls, 12" in Enquiry.objects.get().messages.get().text


def test_an_e_mail_is_kept_as_an_address_and_a_name_is_refused_at_its_field(town: Town) -> None:
    client = signed_in(make_user())
    client.post(reverse("referents:file_question"), filing(contact="habitant@exemple.fr"))
    assert Enquiry.objects.get().author.email == "habitant@exemple.fr"
    response = client.post(reverse("referents:file_question"), filing(contact="Monsieur Dupont"))
    assert response.status_code == 422
    assert 'id="id_contact_error"' in response.content.decode()
    assert Enquiry.objects.count() == 1


def test_an_empty_question_is_refused_at_its_field_and_the_rest_is_kept(town: Town) -> None:
    response = signed_in(make_user()).post(reverse("referents:file_question"), filing(text="  ", place="Centre"))
    html = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_text_error"' in html
    assert 'value="Centre"' in html
    assert not Enquiry.objects.exists()


def test_a_file_that_is_no_photo_files_nothing_and_keeps_the_words(town: Town) -> None:
    response = signed_in(make_user()).post(reverse("referents:file_question"), filing(photo=SimpleUploadedFile("a.jpg", b"<svg/>")))
    assert response.status_code == 422
    assert 'id="id_photo_error"' in response.content.decode()
    assert "trottoir" in response.content.decode()
    assert not Enquiry.objects.exists()


def test_without_an_account_one_is_sent_to_sign_in(db: None) -> None:
    for name in ("file_question", "my_questions", "directory", "charters", "register"):
        assert Client().get(reverse(f"referents:{name}")).status_code == 302


# The page of the person who is asked


def test_the_person_asked_reads_why_until_when_and_that_the_town_answers(town: Town) -> None:
    enquiry = town.assigned(text="Odeur de peinture au centre de loisirs ?")
    publications.hold(enquiry, text="Nous cherchons.", promised_at=timezone.now() + timedelta(hours=2), actor=town.cm, version=None)
    html = signed_in(town.expert).get(page(enquiry)).content.decode()
    assert "Odeur de peinture" in html
    assert "Flora Quint (Communication)" in html
    for name in ("contribute", "decline", "answer_bring_in"):
        assert reverse(f"referents:{name}", args=[enquiry.pk]) in html
    assert f'data-draft="answer-{enquiry.pk}"' in html


def test_an_hour_that_has_passed_is_never_shown_to_the_person(town: Town) -> None:
    enquiry = town.assigned()
    Enquiry.objects.filter(pk=enquiry.pk).update(promised_at=timezone.now() - timedelta(hours=2))
    enquiry.clocks.update(due_at=timezone.now() - timedelta(hours=1))
    response = signed_in(town.expert).get(page(enquiry))
    assert response.context["page"].before is None


def test_answering_with_a_photo_sends_both_and_clears_the_draft(town: Town) -> None:
    enquiry = town.assigned()
    response = signed_in(town.expert).post(
        reverse("referents:contribute", args=[enquiry.pk]), {"version": enquiry.version, "text": "Oui, de 9 h à 17 h.", "photo": photo()}, follow=True
    )
    assert response.status_code == 200
    assert f'name="draft-done" content="answer-{enquiry.pk}"' in response.content.decode()
    assert Contribution.objects.get().text == "Oui, de 9 h à 17 h."
    assert enquiry.attachments.get().alt == "Oui, de 9 h à 17 h."
    assert fresh(enquiry).state == State.ANSWERED


def test_answering_twice_by_a_double_click_answers_once(town: Town) -> None:
    enquiry, client = town.assigned(), signed_in(town.expert)
    for _ in range(2):
        assert post(client, "contribute", enquiry, text="Oui.").status_code == 302
    assert Contribution.objects.count() == 1


def test_an_empty_answer_is_refused_at_its_field(town: Town) -> None:
    enquiry = town.assigned()
    response = post(signed_in(town.expert), "contribute", enquiry, text=" ")
    assert response.status_code == 422
    assert 'id="answer-text_error"' in response.content.decode()


def test_a_question_moved_meanwhile_says_so_and_keeps_the_text(town: Town) -> None:
    enquiry = town.assigned()
    publications.hold(enquiry, text="Nous cherchons.", promised_at=timezone.now() + timedelta(hours=2), actor=town.cm, version=None)
    client = signed_in(town.expert)
    response = post(client, "contribute", enquiry, text="Travaux arrêtés à 11 h.")
    html = response.content.decode()
    assert response.status_code == 409
    assert 'role="alert"' in html
    assert "Flora Quint" in html
    assert "Travaux arrêtés à 11 h." in html
    assert post(client, "contribute", fresh(enquiry), text="Travaux arrêtés à 11 h.").status_code == 302


def test_the_text_of_a_person_no_longer_asked_can_still_be_copied(town: Town) -> None:
    enquiry = town.assigned()
    other = make_referent(make_user("Paul", "Roche"), department=town.department, topics=(town.topic,))
    assignments.assign(enquiry, person=other.user, actor=town.cm, version=None)
    response = post(signed_in(town.expert), "contribute", enquiry, text="Ce que je sais.")
    assert response.status_code == 409
    assert "Ce que je sais." in response.content.decode()
    assert not Contribution.objects.exists()


def test_a_photo_that_is_refused_sends_no_answer(town: Town) -> None:
    enquiry = town.assigned()
    response = post(signed_in(town.expert), "contribute", enquiry, text="Oui.", photo=SimpleUploadedFile("a.jpg", b"non"))
    assert response.status_code == 422
    assert 'id="answer-photo_error"' in response.content.decode()
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(("data", "state"), [({"knows": "on"}, Assignment.State.NOT_MINE), ({}, Assignment.State.DONT_KNOW)])
def test_declining_costs_one_click_and_is_said_kindly(town: Town, data: dict[str, str], state: str) -> None:
    enquiry, client = town.assigned(), signed_in(town.expert)
    assert post(client, "decline", enquiry, **data).status_code == 302
    assert enquiry.assignments.get().state == state
    assert client.get(page(enquiry)).context["page"].declined


def test_declining_may_name_somebody_and_a_closed_account_is_refused(town: Town) -> None:
    enquiry, client = town.assigned(), signed_in(town.expert)
    gone = make_user("Parti", "Loin", is_active=False)
    assert post(client, "decline", enquiry, knows="on", suggested=gone.pk).status_code == 422
    other = make_user("Paul", "Roche")
    post(client, "decline", enquiry, knows="on", suggested=other.pk)
    assert enquiry.assignments.get().suggested == other


def test_answered_by_telephone_needs_no_word(town: Town) -> None:
    enquiry = town.assigned()
    assert post(signed_in(town.expert), "contribute", enquiry, by_telephone="on", text="").status_code == 302
    assert fresh(enquiry).state == State.ANSWERED
    assert Contribution.objects.get().author == town.expert


def test_a_colleague_is_brought_in_once_and_sees_who_thought_of_them(town: Town) -> None:
    enquiry, other, client = town.assigned(), make_user("Paul", "Roche"), signed_in(town.expert)
    for _ in range(2):
        assert post(client, "answer_bring_in", enquiry, person=other.pk, note="Tu connais la peinture ?").status_code == 302
    assert enquiry.contribution_requests.count() == 1
    html = signed_in(other).get(page(enquiry)).content.decode()
    assert "Sonia Diallo" in html
    assert "Tu connais la peinture ?" in html


def test_bringing_in_nobody_is_refused_at_the_field(town: Town) -> None:
    response = post(signed_in(town.expert), "answer_bring_in", town.assigned())
    assert response.status_code == 422
    assert 'id="bring_in-person_error"' in response.content.decode()


def test_the_contributor_sees_the_wording_before_it_leaves_and_stops_it_for_a_fact(town: Town) -> None:
    enquiry, client = town.ready(), signed_in(town.expert)
    html = client.get(page(enquiry)).content.decode()
    assert "Bonjour, le centre est ouvert samedi de 9 h à 17 h." in html
    assert post(client, "correct_fact", enquiry, text="C’est 18 h.").status_code == 302
    assert fresh(enquiry).state == State.ANSWERED


def test_a_correction_after_the_text_left_is_refused_and_kept(town: Town) -> None:
    enquiry = town.ready()
    publications.publish(enquiry, actor=town.cm, version=None)
    response = post(signed_in(town.expert), "correct_fact", enquiry, text="C’est 18 h.")
    assert response.status_code == 409
    assert "C’est 18 h." in response.content.decode()


def test_once_published_the_contributor_sees_the_reply_its_address_and_the_thanks(town: Town) -> None:
    enquiry = town.published()
    enquiries.append(enquiry, text="Merci beaucoup !", actor=town.cm)
    html = signed_in(town.expert).get(page(enquiry)).content.decode()
    assert "https://reseau.example/p/1" in html
    assert html.count("Merci beaucoup !") == 1
    thanks = signed_in(town.expert).get(reverse("referents:my_questions") + "?vue=merci").content.decode()
    assert "Merci beaucoup !" in thanks


def test_words_noted_on_the_telephone_are_confirmed_by_the_person_alone(town: Town) -> None:
    enquiry = town.assigned()
    noted = answers.contribute(enquiry, text="Il dit oui.", said_by=town.expert, actor=town.cm, version=None)
    address = reverse("referents:confirm_telephone", args=[enquiry.pk, noted.pk])
    assert address in signed_in(town.expert).get(page(enquiry)).content.decode()
    assert signed_in(town.cm).post(address).status_code == 404
    assert signed_in(town.expert).post(address).status_code == 302
    noted.refresh_from_db()
    assert noted.confirmed_at is not None


# Whoever brought it, whoever is outside


def test_who_brought_it_follows_it_without_names_or_technical_words(town: Town) -> None:
    agent, enquiry = make_user("Anaïs", "Bodin"), town.answered()
    Enquiry.objects.filter(pk=enquiry.pk).update(filed_by=agent)
    html = signed_in(agent).get(page(enquiry)).content.decode()
    for hidden in ("Oui, de 9 h à 17 h.", "Sonia", "Flora"):
        assert hidden not in html
    enquiry = town.published()
    Enquiry.objects.filter(pk=enquiry.pk).update(filed_by=agent)
    html = signed_in(agent).get(page(enquiry)).content.decode()
    assert "Bonjour, le centre est ouvert samedi de 9 h à 17 h." in html
    assert "https://reseau.example/p/1" in html
    assert "Oui, de 9 h" not in html


def test_an_outsider_and_hr_find_nothing(town: Town) -> None:
    enquiry = town.assigned()
    hr = make_user("Hélène", "Roux", permissions=("referents.keep_register",))
    for user in (make_user("Jean", "Dehors"), hr):
        client = signed_in(user)
        assert client.get(page(enquiry)).status_code == 404
        for name in ("contribute", "accept", "decline", "answer_bring_in", "correct_fact"):
            assert post(client, name, enquiry, text="x").status_code == 404


def test_the_desk_is_led_to_its_own_page(town: Town) -> None:
    enquiry = town.assigned()
    assert signed_in(town.cm).get(page(enquiry)).url == reverse("referents:question", args=[enquiry.pk])


def test_a_change_of_state_needs_a_post(town: Town) -> None:
    enquiry = town.assigned()
    for name in ("contribute", "accept", "decline", "answer_bring_in", "correct_fact"):
        assert signed_in(town.expert).get(reverse(f"referents:{name}", args=[enquiry.pk])).status_code == 405


def test_the_holder_of_a_mission_writes_and_publishes_from_here(town: Town) -> None:
    make_publisher(town.expert, town.account)
    enquiry, client = town.answered(), signed_in(town.expert)
    assert reverse("referents:word", args=[enquiry.pk]) in client.get(page(enquiry)).content.decode()
    post(client, "word", enquiry, text="Bonjour, oui, samedi.", next=page(enquiry))
    assert fresh(enquiry).state == State.READY
    assert reverse("referents:publish", args=[enquiry.pk]) in client.get(page(enquiry)).content.decode()
    assert post(client, "publish", fresh(enquiry), next=page(enquiry)).url == page(enquiry)
    row = Publication.objects.get(kind="answer")
    assert reverse("referents:attest", args=[row.pk]) in client.get(page(enquiry)).content.decode()
    client.post(reverse("referents:attest", args=[row.pk]), {"permalink": "https://reseau.example/p/2", "next": page(enquiry)})
    assert fresh(enquiry).state == State.PUBLISHED


def test_without_a_mission_the_wording_is_not_offered(town: Town) -> None:
    enquiry = town.answered()
    html = signed_in(town.expert).get(page(enquiry)).content.decode()
    assert reverse("referents:word", args=[enquiry.pk]) not in html
    assert reverse("referents:publish", args=[enquiry.pk]) not in html


# My questions


def test_what_is_open_comes_first_then_what_leaves_then_the_rest(town: Town) -> None:
    asked, leaving, past = town.assigned(text="Ouvert ?"), town.ready(text="Prêt ?"), town.published(text="Fini ?")
    shown = signed_in(town.expert).get(reverse("referents:my_questions")).context["asked"]
    assert [line.enquiry for line in shown.to_answer] == [asked]
    assert [line.enquiry for line in shown.leaving] == [leaving]
    assert [line.enquiry for line in shown.past] == [past]


def test_a_reviewer_finds_the_text_to_read_but_its_author_does_not(town: Town) -> None:
    enquiry, reviewer = town.in_review(), town.reviewer()
    shown = signed_in(reviewer).get(reverse("referents:my_questions")).context["asked"]
    assert [line.enquiry for line in shown.to_review] == [enquiry]
    assert signed_in(town.cm).get(reverse("referents:my_questions")).context["asked"].to_review == []


def test_empty_lists_say_what_will_come(db: None) -> None:
    client = signed_in(make_user())
    for view in ("posees", "apportees", "merci"):
        assert 'class="empty"' in client.get(reverse("referents:my_questions"), {"vue": view}).content.decode()


def test_what_one_brought_comes_by_pages_without_repeating_any(town: Town) -> None:
    agent = make_user()
    brought = [town.received() for _ in range(23)]
    Enquiry.objects.update(filed_by=agent)
    client, seen, after = signed_in(agent), [], ""
    for _ in range(3):
        shown = client.get(reverse("referents:my_questions"), {"vue": "apportees", "apres": after}).context["brought"]
        seen += [line.enquiry.pk for line in shown.lines]
        if shown.next is None:
            break
        after = shown.next.pk
    assert sorted(seen) == sorted(enquiry.pk for enquiry in brought)
    assert client.get(reverse("referents:my_questions"), {"vue": "apportees", "apres": "²"}).status_code == 200


def test_the_lists_ask_the_database_a_constant_number_of_times(town: Town, django_assert_max_num_queries: object) -> None:
    for _ in range(6):
        town.assigned()
        town.ready()
        town.published()
    now = timezone.now()
    with django_assert_max_num_queries(12):
        assert len(my_questions.asked(town.expert, after=None, now=now).to_answer) == 6
    with django_assert_max_num_queries(8):
        my_questions.brought(town.expert, after=None, now=now)
    with django_assert_max_num_queries(8):
        my_questions.thanks(town.expert)
