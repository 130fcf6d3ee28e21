"""Pages of conversations: what people see, what a refusal keeps, what nobody from outside finds."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rse.conversations import actions
from rse.conversations.models import Conversation, Line, Participant
from rse.people.actions import leave
from rse.people.models import ProfileField, ProfileValue, User
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"conversations:{name}", args=args)


def test_the_list_says_what_is_new(as_, direct, few, paul):
    html = as_(paul).get(page("list")).content.decode()
    assert "Sonia Diallo" in html
    assert "Rentrée" in html
    assert "Les clés de la salle 2" in html


def test_an_empty_list_says_what_to_do(as_, outsider):
    assert "Écrire à un collègue" in as_(outsider).get(page("list")).content.decode()


def test_the_list_asks_as_many_queries_for_one_conversation_as_for_twenty(as_, sonia, paul, django_assert_max_num_queries):
    for number in range(20):
        actions.start([paul.user, AgentFactory().user], text="Bonjour", token=f"n{number}", actor=sonia.user)
    client = as_(paul)
    client.get(page("list"))
    with django_assert_max_num_queries(16):
        client.get(page("list"))


def test_a_thread_asks_as_many_queries_whatever_its_length(as_, few, sonia, paul, lucie, django_assert_max_num_queries):
    for number in range(40):
        actions.send(few, text=f"Ligne {number}", token=f"l{number}", actor=(sonia, paul, lucie)[number % 3].user)
    client = as_(paul)
    client.get(page("conversation", few.pk))
    with django_assert_max_num_queries(24):
        client.get(page("conversation", few.pk))


def test_a_long_thread_shows_its_end_and_leads_to_what_stands_before(as_, direct, sonia):
    for number in range(60):
        actions.send(direct, text=f"Ligne numéro {number:02}.", token=f"l{number}", actor=sonia.user)
    client = as_(sonia)
    html = client.get(page("conversation", direct.pk)).content.decode()
    assert "Ligne numéro 59." in html
    assert "Ligne numéro 05." not in html
    older = Line.objects.get(text="Ligne numéro 10.").pk
    assert "Ligne numéro 05." in client.get(page("conversation", direct.pk), {"avant": older}).content.decode()


def test_every_address_of_a_conversation_is_not_found_for_somebody_outside(as_, direct, outsider):
    client, line = as_(outsider), direct.lines.get()
    for name in ("conversation", "news", "people"):
        assert client.get(page(name, direct.pk), {"apres": 0}).status_code == 404
    for name in ("send", "read", "mute", "rename", "leave"):
        assert client.post(page(name, direct.pk), {"text": "x", "token": "y"}).status_code == 404
    for name in ("edit", "delete", "restore"):
        assert client.post(page(name, direct.pk, line.pk), {"text": "x"}).status_code == 404


def test_one_does_not_change_the_words_of_another(as_, direct, paul):
    line = direct.lines.get()
    for name in ("edit", "delete", "restore"):
        assert as_(paul).post(page(name, direct.pk, line.pk), {"text": "x"}).status_code == 404


def test_looking_writes_nothing(as_, direct, paul):
    as_(paul).get(page("conversation", direct.pk))
    assert Participant.objects.get(conversation=direct, user=paul.user).last_read == 0


def test_sending_leads_back_and_forgets_the_draft(as_, direct, paul):
    client = as_(paul)
    answer = client.post(page("send", direct.pk), {"text": "Dans le tiroir\nà gauche https://techniville.example", "token": "a"})
    assert answer["Location"] == f"{page('conversation', direct.pk)}#fin"
    html = client.get(page("conversation", direct.pk)).content.decode()
    assert f'name="draft-done" content="conversation-{direct.pk}"' in html
    assert "Dans le tiroir<br>" in html
    assert '<a href="https://techniville.example"' in html
    assert "draft-done" not in client.get(page("conversation", direct.pk)).content.decode()


def test_a_refused_file_keeps_the_words(as_, direct, paul):
    answer = as_(paul).post(page("send", direct.pk), {"text": "Gardez ceci", "token": "a", "attachments": SimpleUploadedFile("x.exe", b"MZ\x00\x01")})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Gardez ceci" in html
    assert 'aria-invalid="true"' in html


def test_words_are_never_run(as_, direct, paul):
    actions.send(direct, text="<script>alert(1)</script><img src=x onerror=alert(1)>", token="x", actor=paul.user)
    html = as_(paul).get(page("conversation", direct.pk)).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_the_fragment_holds_what_the_page_lacks_and_what_changed(as_, direct, sonia, paul):
    client, first = as_(paul), direct.lines.get()
    start = client.get(page("conversation", direct.pk)).context["thread"].at
    second = actions.send(direct, text="Et le badge ?", token="b", actor=sonia.user)
    actions.edit(first, text="Les clés de la salle 9 ?", actor=sonia.user)
    html = client.get(page("news", direct.pk), {"apres": first.pk, "vu": start}).content.decode()
    assert f'id="message-{first.pk}"' in html
    assert f'id="message-{second.pk}"' in html
    assert "salle 9" in html
    assert client.get(page("news", direct.pk), {"apres": "x"}).status_code == 404


def test_several_people_are_chosen_one_after_the_other_without_a_script(as_, sonia, paul, lucie):
    client = as_(sonia)
    html = client.get(page("start"), {"a": paul.pk}).content.decode()
    assert "Paul Roche" in html
    html = client.post(page("start"), {"person": paul.pk, "text": "Bonjour à deux", "token": "t", "add": "1"}).content.decode()
    assert f'name="chosen" value="{paul.pk}"' in html
    assert "Bonjour à deux" in html
    answer = client.post(page("start"), {"person": lucie.pk, "chosen": [paul.pk], "text": "Bonjour à deux", "name": "Rentrée", "token": "t"})
    made = Conversation.objects.get()
    assert answer["Location"] == page("conversation", made.pk)
    assert made.participants.count() == 3


def test_nobody_chosen_is_said_at_the_field_and_the_words_stay(as_, sonia):
    answer = as_(sonia).post(page("start"), {"text": "Bonjour", "token": "t"})
    assert answer.status_code == 422
    assert "Choisissez au moins un collègue." in answer.content.decode()
    assert "Bonjour" in answer.content.decode()


def test_a_profile_offers_to_write(as_, sonia, paul):
    closed = AgentFactory(user__is_active=False)
    client = as_(sonia)
    assert f"{page('start')}?a={paul.pk}" in client.get(reverse("people:agent", args=[paul.pk])).content.decode()
    assert page("start") not in client.get(reverse("people:agent", args=[closed.pk])).content.decode()
    assert f"{page('start')}?a=" not in client.get(reverse("people:agent", args=[sonia.pk])).content.decode()


def test_the_thread_says_who_will_not_answer(as_, direct, sonia, paul):
    leave(paul, on=date(2026, 1, 2), actor=None)
    html = as_(sonia).get(page("conversation", direct.pk)).content.decode()
    assert "personne ne répondra" in html


def test_tchap_is_offered_where_the_organisation_uses_it(as_, direct, sonia, paul, settings):
    client = as_(sonia)
    assert "Tchap" not in client.get(page("conversation", direct.pk)).content.decode()
    settings.CONVERSATIONS = {"TCHAP_BASE": "https://www.tchap.gouv.fr/"}
    assert 'href="https://www.tchap.gouv.fr/"' in client.get(page("conversation", direct.pk)).content.decode()
    field = ProfileField.objects.create(label="Adresse Tchap")
    value = ProfileValue.objects.create(field=field, agent=paul, value="@paul.roche-techniville:agent.collectivites.tchap.gouv.fr")
    assert "/#/user/@paul.roche-techniville:agent" in client.get(page("conversation", direct.pk)).content.decode()
    ProfileValue.objects.filter(pk=value.pk).update(value="javascript:alert(1)")
    assert "javascript" not in client.get(page("conversation", direct.pk)).content.decode()


def test_the_menu_counts_conversations_with_something_new(as_, direct, few, paul, django_assert_max_num_queries):
    from rse.conversations.waiting import count_for

    with django_assert_max_num_queries(1):
        assert count_for(paul.user) == 2
    direct.refresh_from_db()
    actions.mark_read(direct, up_to=direct.last_line, actor=paul.user)
    assert count_for(User.objects.get(pk=paul.user_id)) == 1


def test_leaving_muting_naming_by_their_buttons(as_, few, paul):
    client = as_(paul)
    client.post(page("mute", few.pk), {"span": "hour"})
    assert Participant.objects.get(conversation=few, user=paul.user).muted_until is not None
    client.post(page("rename", few.pk), {"name": "Rentrée 2027"})
    assert "Rentrée 2027" in client.get(page("people", few.pk)).content.decode()
    client.post(page("leave", few.pk))
    assert client.get(page("conversation", few.pk)).status_code == 404


def test_no_admin_screen_holds_conversations():
    from django.contrib import admin

    assert not [model for model in admin.site._registry if model._meta.app_label == "conversations"]
