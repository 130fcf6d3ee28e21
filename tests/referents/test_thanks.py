"""Thanks: what a citizen writes reopens nothing and reaches everyone who helped; the desk adds a word. Nobody is counted."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from factories import Town, fresh, make_dispatcher, make_user

from referents import my_questions, permissions
from referents.actions import enquiries, thanks
from referents.exceptions import TextRefused
from referents.models import ThankYou
from referents.states import State


def test_a_word_reaches_everyone_who_helped_and_nobody_else(town: Town) -> None:
    row = thanks.pass_on(town.published(), word="Bravo !", actor=town.cm)
    outsider = make_user("Luc", "Aubry")
    assert my_questions.passed_on(town.expert) == [row]
    assert my_questions.passed_on(town.cm) == []
    for user, sees in ((town.expert, True), (town.cm, True), (make_dispatcher(), True), (outsider, False)):
        assert ThankYou.objects.visible_to(user).exists() is sees
        assert (user in permissions.readers_of_thanks(row)) is sees


def test_a_second_click_thanks_once(town: Town) -> None:
    enquiry = town.published()
    assert thanks.pass_on(enquiry, word="Bravo !", actor=town.cm) == thanks.pass_on(enquiry, word="Encore !", actor=town.cm)


def test_only_the_desk_passes_thanks_on_and_only_for_what_left(town: Town) -> None:
    with pytest.raises(PermissionDenied):
        thanks.pass_on(town.published(), word="Bravo !", actor=town.expert)
    for enquiry, word in ((town.answered(), "Bravo !"), (town.published(), "  ")):
        with pytest.raises(TextRefused):
            thanks.pass_on(enquiry, word=word, actor=town.cm)


def test_a_citizens_thanks_reopen_nothing_and_stand_on_the_page_of_whoever_helped(town: Town, client: Client) -> None:
    enquiry = town.published()
    enquiries.append(enquiry, text="Merci beaucoup, c’est très clair !", actor=town.cm)
    thanks.pass_on(enquiry, word="Une réponse exemplaire.", actor=town.cm)
    assert fresh(enquiry).state == State.PUBLISHED
    client.force_login(town.expert)
    page = client.get(reverse("referents:thanks")).content.decode()
    assert "Merci beaucoup, c’est très clair" in page
    assert "Une réponse exemplaire." in page
    client.force_login(make_user("Luc", "Aubry"))
    page = client.get(reverse("referents:thanks")).content.decode()
    assert "très clair" not in page
    assert "exemplaire" not in page


def test_the_desk_thanks_from_the_question(town: Town, client: Client) -> None:
    enquiry = town.published()
    client.force_login(town.cm)
    address = reverse("referents:pass_thanks", args=[enquiry.pk])
    assert client.post(address, {"word": ""}).status_code == 422
    assert client.post(address, {"word": "Bravo !"}).status_code == 302
    assert "Bravo !" in client.get(reverse("referents:question", args=[enquiry.pk])).content.decode()
    client.force_login(town.expert)
    assert client.post(address, {"word": "Bravo !"}).status_code == 404
