"""One question answered from a link, without an account: what opens, what no longer does, what a GET never does."""

import re
from datetime import timedelta

import pytest
from browsing import signed_in
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import Town, fresh, make_user

from referents import tokens
from referents.actions import answers, assignments, link_mails, links
from referents.exceptions import LinkOver, OutOfScope, TextRefused
from referents.models import AnswerLink, Contribution, Draft, Enquiry, OutsideContact
from referents.states import State


@pytest.fixture(autouse=True)
def _nobody_pushed_before() -> None:
    cache.clear()


def make_contact(town: Town, **fields: object) -> OutsideContact:
    fields.setdefault("email", "regie@eau.example")
    contact = OutsideContact(name="Armelle Quéré", organisation="Régie d’eau", **fields)
    return links.keep_contact(contact, topics=[town.topic], actor=town.cm)


def asked_outside(town: Town, **fields: object) -> AnswerLink:
    return links.ask_contact(town.qualified(), contact=make_contact(town, **fields), note="Est-elle potable ?", actor=town.cm, version=None)


def address(link: AnswerLink) -> str:
    return reverse("referents:answer_by_link", args=[tokens.token_of(link.nonce)])


def test_a_contact_reads_one_question_and_answers_without_an_account(town: Town) -> None:
    link = asked_outside(town)
    assert fresh(link.enquiry).state == State.IN_PROGRESS
    stranger = Client()
    page = stranger.get(address(link))
    assert page.status_code == 200
    assert "Le centre ouvre-t-il samedi" in page.content.decode()
    assert "Est-elle potable" in page.content.decode()
    assert stranger.post(address(link), {"said": "answer", "text": "Oui, potable."}).status_code == 302
    enquiry = fresh(link.enquiry)
    (said,) = enquiry.contributions.all()
    assert (enquiry.state, said.author, said.said_by, said.contact, said.kind) == (State.ANSWERED, None, None, link.contact, Contribution.Kind.LINK)
    assert "Merci" in stranger.get(address(link)).content.decode()
    story = signed_in(town.cm).get(reverse("referents:timeline", args=[enquiry.pk])).content.decode()
    assert "(par lien)" in story


def test_a_get_changes_nothing_whoever_opens_the_mail_first(town: Town, django_assert_num_queries: object) -> None:
    link = asked_outside(town)
    before = (fresh(link.enquiry).version, link.outcome, link.revoked_at)
    for _scan in range(3):
        assert Client().get(address(link)).status_code == 200
        assert Client().head(address(link)).status_code == 200
    link.refresh_from_db()
    assert (fresh(link.enquiry).version, link.outcome, link.revoked_at) == before


def test_the_page_keeps_its_address_to_itself_and_a_forged_form_is_refused(town: Town) -> None:
    link = asked_outside(town)
    page = Client().get(address(link))
    assert page["Cache-Control"] == "no-store, private"
    assert "noindex" in page["X-Robots-Tag"]
    assert page["Referrer-Policy"] == "same-origin"
    assert "/questions/" not in page.content.decode()
    assert Client(enforce_csrf_checks=True).post(address(link), {"said": "answer", "text": "x"}).status_code == 403


def test_a_colleague_answers_as_themselves_with_their_rights_of_the_moment(town: Town) -> None:
    enquiry = town.assigned()
    link = links.write_to(enquiry, person=town.expert, actor=town.cm)
    assert Client().post(address(link), {"said": "answer", "text": "Oui, de 9 h à 17 h."}).status_code == 302
    (said,) = fresh(enquiry).contributions.all()
    assert (said.author, said.said_by, said.kind) == (town.expert, town.expert, Contribution.Kind.LINK)
    assert fresh(enquiry).state == State.ANSWERED


def test_the_link_dies_with_the_assignment_and_says_whom_to_call(town: Town) -> None:
    enquiry = town.assigned()
    link = links.write_to(enquiry, person=town.expert, actor=town.cm)
    assignments.decline(fresh(enquiry), knows=True, actor=town.expert, version=None)
    for send in (Client().get, Client().post):
        page = send(address(link), {"said": "answer", "text": "Trop tard"})
        assert page.status_code == 410
        assert "Flora Quint" in page.content.decode()
        assert "samedi" not in page.content.decode()
    assert not fresh(enquiry).contributions.exists()


@pytest.mark.parametrize("why", ["revoked", "expired", "closed account", "closed contact"])
def test_a_link_that_was_taken_back_or_is_over_opens_nothing(town: Town, why: str) -> None:
    outside = why == "closed contact"
    link = asked_outside(town) if outside else links.write_to(town.assigned(), person=town.expert, actor=town.cm)
    if why == "revoked":
        links.revoke(link, actor=town.cm)
    elif why == "expired":
        AnswerLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    elif outside:
        OutsideContact.objects.update(active=False)
    else:
        type(town.expert).objects.filter(pk=town.expert.pk).update(is_active=False)
    assert Client().get(address(link)).status_code == 410
    assert Client().post(address(link), {"said": "answer", "text": "Oui"}).status_code == 410
    assert not Contribution.objects.exists()


def test_the_token_of_one_question_never_opens_another(town: Town) -> None:
    first, second = asked_outside(town), asked_outside(town, email="autre@eau.example")
    other = Enquiry.objects.get(pk=second.enquiry_id)
    page = Client().get(address(first)).content.decode()
    assert page.count("« ") == 1 or other.subject in page
    with pytest.raises(LinkOver):
        links.answer(first, text="Pour un autre", actor=town.expert)
    Client().post(address(first), {"said": "answer", "text": "Pour la première"})
    assert not other.contributions.exists()
    assert Client().get(reverse("referents:answer_by_link", args=["x" * 43])).status_code == 404
    assert Client().get(reverse("referents:photo_by_link", args=[tokens.token_of(first.nonce), 999])).status_code == 404


def test_the_token_is_kept_nowhere_and_asking_anew_turns_the_old_one_away(town: Town) -> None:
    enquiry = town.assigned()
    link = links.write_to(enquiry, person=town.expert, actor=town.cm)
    old = address(link)
    row = AnswerLink.objects.filter(pk=link.pk).values_list()[0]
    assert tokens.token_of(link.nonce) not in [str(value) for value in row]
    assert links.write_to(enquiry, person=town.expert, actor=town.cm).nonce == link.nonce
    links.revoke(link, actor=town.cm)
    again = links.write_to(enquiry, person=town.expert, actor=town.cm)
    assert AnswerLink.objects.filter(enquiry=enquiry, user=town.expert).count() == 1
    assert Client().get(old).status_code == 404
    assert Client().get(address(again)).status_code == 200


@pytest.mark.parametrize("said", ["not_mine", "dont_know"])
def test_saying_no_costs_nothing_and_brings_the_question_back(town: Town, said: str) -> None:
    link = asked_outside(town)
    assert Client().post(address(link), {"said": said}).status_code == 302
    link.refresh_from_db()
    assert (link.outcome, fresh(link.enquiry).state) == (said, State.QUALIFIED)
    own = links.write_to(town.assigned(), person=town.expert, actor=town.cm)
    Client().post(address(own), {"said": said})
    assert fresh(own.enquiry).state == State.QUALIFIED


def test_nothing_typed_is_an_error_at_the_field(town: Town) -> None:
    link = asked_outside(town)
    page = Client().post(address(link), {"said": "answer", "text": "  "})
    assert page.status_code == 422
    assert "id_text_error" in page.content.decode()
    with pytest.raises(TextRefused):
        links.answer(link, text=" ", actor=None)


def test_only_the_desk_writes_keeps_contacts_and_takes_back(town: Town) -> None:
    link, outsider = asked_outside(town), make_user("Marc", "Lefort")
    with pytest.raises(PermissionDenied):
        links.keep_contact(OutsideContact(name="X", organisation="Y", email="z@y.example"), topics=[], actor=outsider)
    with pytest.raises(PermissionDenied):
        links.revoke(link, actor=outsider)
    with pytest.raises(OutOfScope):
        links.write_to(town.assigned(), person=outsider, actor=town.cm)
    client = signed_in(outsider)
    for name, arguments in (("contacts", []), ("new_contact", []), ("contact", [link.contact_id]), ("ask_contact", [link.enquiry_id])):
        assert client.get(reverse(f"referents:{name}", args=arguments)).status_code == 404
    assert client.post(reverse("referents:revoke_link", args=[link.pk])).status_code == 404
    assert client.post(reverse("referents:send_link", args=[link.enquiry_id, town.expert.pk])).status_code == 404


def test_the_desk_keeps_a_contact_asks_them_and_takes_the_link_back_from_its_pages(town: Town) -> None:
    client = signed_in(town.cm)
    wrong = client.post(reverse("referents:new_contact"), {"name": "Armelle", "organisation": "Régie", "email": "pas une adresse", "active": "on"})
    assert wrong.status_code == 422
    assert "Régie" in wrong.content.decode()
    right = {"name": "Armelle Quéré", "organisation": "Régie d’eau", "email": "a@eau.example", "phone": "01 00 00 00 09", "active": "on"}
    assert client.post(reverse("referents:new_contact"), right).status_code == 302
    contact, enquiry = OutsideContact.objects.get(), town.qualified()
    assert "Armelle" in client.get(reverse("referents:candidates", args=[enquiry.pk])).content.decode()
    asked = {"contact": contact.pk, "note": "Potable ?", "version": enquiry.version}
    for _click in range(2):
        assert client.post(reverse("referents:ask_contact", args=[enquiry.pk]), asked).status_code == 302
    (link,) = AnswerLink.objects.all()
    assert client.post(reverse("referents:revoke_link", args=[link.pk])).status_code == 302
    assert Client().get(address(link)).status_code == 410


def test_the_mail_leaves_once_carries_a_stable_identity_and_nothing_of_the_citizen(town: Town, settings: object) -> None:
    settings.REFERENTS = {**getattr(settings, "REFERENTS", {}), "BASE_URL": "https://relais.example"}
    link = asked_outside(town)
    type(link.enquiry.author).objects.update(display="Zoé Durand", email="zoe@courriel.example") if link.enquiry.author else None
    AnswerLink.objects.update(next_attempt_at=timezone.now())
    assert [link_mails.send_link(link.pk), link_mails.send_link(link.pk)] == ["sent", ""]
    (message,) = mail.outbox
    assert message.to == ["regie@eau.example"]
    assert re.fullmatch(rf"<lien-{link.key}@.+>", message.extra_headers["Message-ID"])
    assert str(link.enquiry.submission) in message.extra_headers["References"]
    html = message.alternatives[0][0]
    for text in (message.body, html):
        assert f"https://relais.example{address(link)}" in text
        assert "zoe" not in text.lower()


def test_a_link_that_no_longer_opens_never_leaves(town: Town) -> None:
    link = links.write_to(town.assigned(), person=town.expert, actor=town.cm)
    links.revoke(link, actor=town.cm)
    AnswerLink.objects.update(next_attempt_at=timezone.now())
    assert link_mails.send_link(link.pk) == ""
    assert mail.outbox == []


def test_pushing_the_door_too_often_is_slowed_down(town: Town) -> None:
    link = asked_outside(town)
    answers_ = [Client().post(address(link), {"said": "answer", "text": ""}).status_code for _push in range(22)]
    assert answers_[0] == 422
    assert answers_[-1] == 429


def test_a_contribution_has_exactly_one_voice(town: Town) -> None:
    enquiry, contact = town.assigned(), make_contact(town)
    for fields in ({"contact": contact, "said_by": town.expert, "author": town.expert}, {"author": town.cm}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contribution.objects.create(enquiry=enquiry, text="x", at=timezone.now(), **fields)


def test_what_a_contact_wrote_is_never_a_wording(town: Town) -> None:
    link = asked_outside(town)
    links.answer(link, text="Oui, potable.", actor=None)
    enquiry = fresh(link.enquiry)
    assert not enquiry.drafts.exists()
    answers.word(enquiry, text="Bonjour, l’eau est potable.", actor=town.cm, version=None)
    assert Draft.objects.get(enquiry=enquiry).text != "Oui, potable."
