"""Pages of words: a second look, models, answers ready, notices. Allowed, refused, outsider; nothing typed is lost; a constant number of queries."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import Town, make_hr, make_publisher, make_topic, make_user

from referents import shipped
from referents.actions import answers, notices, reusable, telephone
from referents.models import Answer, Contribution, Draft, HoldingModel, Notice

MostQueries = Callable[[int], object]
LOCAL = "%Y-%m-%dT%H:%M"
BEST = "Bonjour, le centre est ouvert samedi de 9 h à 17 h."


@pytest.fixture
def desk(town: Town, client: Client) -> Client:
    shipped.install()
    client.force_login(town.cm)
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"referents:{name}", args=args)


def text_of(response: object) -> str:
    return response.content.decode()


def kept(town: Town, question: str = "Horaires du centre de loisirs", *, by: object = None, days: int = 90) -> Answer:
    until = timezone.localdate() + timedelta(days=max(days, 0))
    answer = reusable.write(reusable.Wordings(question, BEST), topic=town.topic, valid_until=until, submission=uuid4(), actor=by or town.cm)
    if days < 0:
        Answer.objects.filter(pk=answer.pk).update(valid_until=timezone.localdate() + timedelta(days=days))
    return answer


def announced(town: Town, **fields: object) -> Notice:
    now = timezone.now()
    said = {"title": "Coupure d’eau rue du Lavoir", "wording": "L’eau revient à midi.", "place": "rue du Lavoir"}
    facts = notices.Announced(**{**said, "start": now - timedelta(hours=1), "end": now + timedelta(hours=2), **fields})
    return notices.announce(facts, submission=uuid4(), actor=town.expert)


# A second look.


def test_a_second_look_answers_with_remarks_and_writes_nothing(town: Town, desk: Client) -> None:
    enquiry = town.answered()
    response = desk.post(at("check", enquiry.pk), {"text": "Le CCAS ouvre samedi."}, headers={"X-Fragment": "1"})
    page = text_of(response)
    assert "CCAS" in page
    assert "data-fix" in page
    assert "<html" not in page
    assert not Draft.objects.exists()


def test_a_good_text_reads_well(town: Town, desk: Client) -> None:
    assert "se lit bien" in text_of(desk.post(at("check", town.answered().pk), {"text": BEST}, headers={"X-Fragment": "1"}))


def test_without_javascript_the_page_comes_back_with_the_text_and_its_remarks(town: Town, desk: Client) -> None:
    enquiry = town.answered()
    response = desk.post(at("check", enquiry.pk), {"text": "Le CCAS ouvre samedi.", "version": enquiry.version, "look": "1"})
    assert response.status_code == 200
    assert response.context["forms"]["word"].data["text"] == "Le CCAS ouvre samedi."
    assert "centre communal" in text_of(response)


def test_a_fix_is_made_without_javascript_too(town: Town, desk: Client) -> None:
    enquiry = town.answered()
    typed = {"text": "Bonjour,\r\nle CCAS ouvre samedi.", "version": enquiry.version, "fix": "0"}
    response = desk.post(at("check", enquiry.pk), typed)
    assert response.context["forms"]["word"].data["text"] == "Bonjour,\nle centre communal d’action sociale (CCAS) ouvre samedi."


def test_the_citizens_number_and_a_colleagues_name_are_not_repeated(town: Town, desk: Client) -> None:
    enquiry = town.answered(text="Rappelez-moi au 01 00 00 00 77. Ouvert samedi ?")
    page = text_of(desk.post(at("check", enquiry.pk), {"text": "Bonjour, Sonia Diallo appelle le 01 00 00 00 77."}, headers={"X-Fragment": "1"}))
    assert page.count('class="first"') == 2


def test_whoever_does_not_see_the_question_gets_no_second_look(town: Town, client: Client) -> None:
    enquiry = town.answered()
    for user in (make_hr(), make_user("Luc", "Aubry")):
        client.force_login(user)
        assert client.post(at("check", enquiry.pk), {"text": "Bonjour"}).status_code == 404


def test_a_referent_who_publishes_has_a_second_look_on_their_page(town: Town, client: Client) -> None:
    enquiry = town.answered()
    make_publisher(town.expert, town.account)
    client.force_login(town.expert)
    response = client.post(at("check", enquiry.pk), {"text": "ouvert samedi", "version": enquiry.version})
    assert response.status_code == 200
    assert "sans bonjour" in text_of(response)


# Models of holding replies.


def test_the_panel_opens_with_a_model_and_takes_another_without_javascript(town: Town, desk: Client) -> None:
    enquiry = town.qualified()
    form = desk.get(at("question", enquiry.pk)).context["forms"]["hold"]
    assert "vous répondons ici" in form.initial["text"]
    warm = HoldingModel.objects.get(slug="reseaux-chaleureux")
    hour = timezone.localtime(timezone.now() + timedelta(hours=3)).strftime(LOCAL)
    typed = {"text": "x", "promised_at": hour, "model": warm.pk, "version": enquiry.version, "take": "1"}
    taken = desk.post(at("check", enquiry.pk), typed).context["forms"]["hold"].data["text"]
    assert taken.startswith("Bonjour et merci de nous avoir écrit")


def test_the_model_sent_is_offered_first_next_time(town: Town, desk: Client) -> None:
    enquiry = town.qualified()
    warm = HoldingModel.objects.get(slug="reseaux-chaleureux")
    hour = timezone.localtime(timezone.now() + timedelta(hours=3)).strftime(LOCAL)
    typed = {"text": "Merci !", "promised_at": hour, "model": warm.pk, "version": enquiry.version}
    assert desk.post(at("hold", enquiry.pk), typed).status_code == 302
    assert desk.get(at("question", town.qualified().pk)).context["forms"]["hold"].initial["model"] == warm.pk


# Notices at the desk.


def test_what_is_announced_is_offered_first_and_taken_in_one_click(town: Town, desk: Client) -> None:
    notice = announced(town)
    enquiry = town.received("Plus d’eau rue du Lavoir, c’est normal ?")
    page = text_of(desk.get(at("question", enquiry.pk)))
    assert page.index("C’est annoncé") < page.index("De quoi s’agit-il")
    taken = desk.get(at("question", enquiry.pk), {"annonce": notice.pk}).context["forms"]["word"]
    assert taken.initial["text"] == "L’eau revient à midi."


def test_a_notice_that_does_not_speak_of_the_question_is_not_taken(town: Town, desk: Client) -> None:
    notice = announced(town)
    form = desk.get(at("question", town.received().pk), {"annonce": notice.pk}).context["forms"]["word"]
    assert form.initial["text"] == ""


def test_the_question_page_costs_three_queries_more_at_most(town: Town, desk: Client, django_assert_max_num_queries: MostQueries) -> None:
    enquiry = town.qualified()
    announced(town)
    with django_assert_max_num_queries(55):
        desk.get(at("question", enquiry.pk))


# Answers ready.


def test_every_agent_reads_the_answers_kept(town: Town, client: Client) -> None:
    answer, proposed = kept(town), kept(town, "Repas du mercredi", by=town.expert)
    client.force_login(make_hr())
    page = text_of(client.get(at("answers")))
    assert answer.question in page
    assert proposed.question not in page
    assert client.get(at("ready_answer", answer.pk)).status_code == 200
    assert client.get(at("ready_answer", proposed.pk)).status_code == 404
    assert client.get(at("gaps")).status_code == 404
    assert client.get(at("new_answer")).status_code == 404


def test_answers_are_searched_and_filtered(town: Town, desk: Client) -> None:
    kept(town), kept(town, "Cantine et allergies", days=10), kept(town, "Été à la piscine", days=-4)

    def found(**asked: object) -> list[str]:
        return [answer.question for answer in desk.get(at("answers"), asked).context["page"]]

    assert found(q="allergie") == ["Cantine et allergies"]
    assert found(q="ETE") == ["Été à la piscine"]
    assert found(etat="a-renouveler") == ["Cantine et allergies"]
    assert found(etat="perimee") == ["Été à la piscine"]
    assert found(etat="valide", sujet=town.topic.pk, service=town.department.pk) == ["Cantine et allergies", "Horaires du centre de loisirs"]
    assert found(etat="x", sujet="x", page="99")[-1] == "Été à la piscine"


def test_the_list_takes_as_many_queries_for_many_answers_as_for_one(town: Town, desk: Client, django_assert_max_num_queries: MostQueries) -> None:
    for number in range(8):
        kept(town, f"Question numéro {number} du centre")
    with django_assert_max_num_queries(14):
        desk.get(at("answers"))
    announced(town), announced(town)
    with django_assert_max_num_queries(14):
        desk.get(at("notices"))


def test_a_referent_proposes_and_the_desk_keeps(town: Town, client: Client) -> None:
    client.force_login(town.expert)
    until = (timezone.localdate() + timedelta(days=60)).isoformat()
    typed = {"question": "Goûter du mercredi", "wording": BEST, "topic": town.topic.pk, "valid_until": until, "submission": str(uuid4())}
    assert client.post(at("new_answer"), {**typed, "topic": make_topic("Voirie").pk}).status_code in {302, 403, 422}
    assert not Answer.objects.exists()
    assert client.post(at("new_answer"), typed).status_code == 302
    answer = Answer.objects.get()
    assert client.post(at("accept_answer", answer.pk)).status_code == 403
    client.force_login(town.cm)
    assert client.post(at("accept_answer", answer.pk)).status_code == 302
    answer.refresh_from_db()
    assert answer.state == "kept"


def test_an_answer_alike_is_shown_once_before_another_is_kept(town: Town, desk: Client) -> None:
    kept(town)
    until = (timezone.localdate() + timedelta(days=60)).isoformat()
    typed = {"question": "Quels horaires au centre de loisirs ?", "wording": BEST, "valid_until": until, "submission": str(uuid4())}
    response = desk.post(at("new_answer"), typed)
    assert response.status_code == 422
    assert "Quels horaires" in text_of(response)
    assert "Horaires du centre de loisirs" in text_of(desk.post(at("alike"), {"question": typed["question"]}, headers={"X-Fragment": "1"}))
    assert desk.post(at("new_answer"), {**typed, "anyway": "on"}).status_code == 302


def test_a_missing_field_keeps_what_was_typed(town: Town, desk: Client) -> None:
    response = desk.post(at("new_answer"), {"question": "", "wording": "Tout est là", "valid_until": "2030-01-01", "submission": str(uuid4())})
    assert response.status_code == 422
    assert "Tout est là" in text_of(response)
    assert "answer-question_error" in text_of(response)


def test_the_owner_confirms_in_one_tap_and_corrects(town: Town, client: Client) -> None:
    answer = kept(town, by=town.expert, days=5)
    reusable.accept(answer, actor=town.cm)
    client.force_login(town.expert)
    assert client.post(at("confirm_answer", answer.pk)).status_code == 302
    typed = {"question": answer.question, "wording": "Mieux.", "valid_until": "2030-01-01", "number": 1}
    assert client.post(at("correct_answer", answer.pk), typed).status_code == 302
    assert client.post(at("correct_answer", answer.pk), {**typed, "wording": "Encore."}).status_code == 409
    assert "2 versions" not in text_of(client.get(at("ready_answer", answer.pk)))
    client.force_login(make_user("Luc", "Aubry"))
    for name in ("confirm_answer", "correct_answer", "withdraw_answer", "accept_answer"):
        assert client.post(at(name, answer.pk)).status_code == 404


# Notices.


def test_any_agent_announces_and_only_those_who_keep_it_change_it(town: Town, client: Client) -> None:
    client.force_login(make_user("Marc", "Lefort"))
    start = timezone.localtime(timezone.now() + timedelta(hours=1))
    typed = {"title": "Rue barrée", "wording": "Passez par la halle.", "readers": "everyone", "submission": str(uuid4())}
    typed |= {"start": start.strftime(LOCAL), "end": (start + timedelta(hours=2)).strftime(LOCAL)}
    refused = client.post(at("new_notice"), {**typed, "end": start.strftime(LOCAL)})
    assert refused.status_code == 422
    assert "notice-end_error" in text_of(refused)
    for _click in range(2):
        assert client.post(at("new_notice"), typed).status_code == 302
    notice = Notice.objects.get()
    assert client.post(at("change_notice", notice.pk), {**typed, "title": "Rue fermée"}).status_code == 302
    client.force_login(make_user("Luc", "Aubry"))
    assert "Rue fermée" in text_of(client.get(at("notices")))
    assert client.post(at("cancel_notice", notice.pk)).status_code == 404
    client.force_login(town.cm)
    assert client.post(at("cancel_notice", notice.pk)).status_code == 302
    assert "Rue fermée" in text_of(client.get(at("notices"), {"vue": "passees"}))


def test_what_is_for_the_network_does_not_exist_for_the_others(town: Town, client: Client) -> None:
    notice = announced(town, readers="network")
    client.force_login(make_user("Luc", "Aubry"))
    assert client.get(at("notice", notice.pk)).status_code == 404
    assert notice.title not in text_of(client.get(at("notices")))


# Words noted on the telephone.


def test_the_person_corrects_from_their_page(town: Town, client: Client) -> None:
    enquiry = town.assigned()
    row = answers.contribute(enquiry, text="Oui, samedi.", said_by=town.expert, actor=town.cm, version=None)
    client.force_login(town.expert)
    page = text_of(client.get(at("answer", enquiry.pk)))
    assert "Est-ce bien ce que vous avez dit" in page
    address = at("correct_telephone", enquiry.pk, row.pk)
    empty = client.post(address, {"text": " ", "version": enquiry.version})
    assert empty.status_code == 422
    assert client.post(address, {"text": "Non, dimanche.", "version": enquiry.version}).status_code == 302
    assert Contribution.objects.filter(replaces=row, text="Non, dimanche.").exists()
    client.force_login(town.cm)
    assert client.post(address, {"text": "Autre.", "version": enquiry.version}).status_code == 404


def test_the_desk_is_told_why_a_sensitive_reply_waits(town: Town, desk: Client) -> None:
    enquiry = town.assigned()
    row = answers.contribute(enquiry, text="Oui.", said_by=town.expert, actor=town.cm, version=None)
    enquiry.refresh_from_db()
    answers.word(enquiry, text=BEST, actor=town.cm, version=None)
    town.topic.red = True
    town.topic.save()
    enquiry.refresh_from_db()
    assert "à confirmer par Sonia Diallo" in text_of(desk.get(at("question", enquiry.pk)))
    assert desk.post(at("publish", enquiry.pk), {"version": enquiry.version}).status_code in {403, 422}
    telephone.confirm(row, actor=town.expert)
    assert "à confirmer par" not in text_of(desk.get(at("question", enquiry.pk)))
