"""Pages of ideas: who reads them, what they show, and what a refused form keeps."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rse.ideas import actions
from rse.ideas.models import Idea, IdeaBox, OfficialAnswer, Support
from rse.people.models import Agent
from tests.conformity.measures import measures, words_of
from tests.factories import AgentFactory
from tests.ideas import factories

SignIn = Callable[[Agent], Client]


def test_the_list_says_who_is_open_and_how_many(welcome: IdeaBox, marc: Agent, as_: SignIn) -> None:
    factories.idea(welcome, marc.user)
    page = words_of(as_(marc).get("/idees/").content.decode())
    assert "Mieux accueillir" in page
    assert "1 idée" in page


def test_an_idea_is_proposed_and_a_double_click_is_one(welcome: IdeaBox, marc: Agent, as_: SignIn) -> None:
    browser = as_(marc)
    browser.get(f"/idees/boite/{welcome.slug}/proposer/")
    words = {"title": "Un banc devant la mairie", "text": "Pour attendre.", "token": "jeton-de-test-1", "category": welcome.categories.first().pk}
    answers = [browser.post(f"/idees/boite/{welcome.slug}/proposer/", words) for _click in range(2)]
    idea = Idea.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [f"/idees/{idea.pk}/?sent=1"] * 2
    page = browser.get(f"/idees/{idea.pk}/?sent=1").content.decode()
    assert f'content="idea-title-{welcome.pk}"' in page
    assert "Réponse attendue avant le" in words_of(page)


def test_a_refused_form_keeps_what_was_typed(welcome: IdeaBox, marc: Agent, as_: SignIn) -> None:
    answer = as_(marc).post(f"/idees/boite/{welcome.slug}/proposer/", {"title": "", "text": "Pour attendre assis.", "token": "jeton-de-test-1"})
    assert answer.status_code == 422
    assert "Pour attendre assis." in answer.content.decode()


def test_ideas_that_look_alike_are_shown_while_one_writes(welcome: IdeaBox, marc: Agent, as_: SignIn) -> None:
    factories.idea(welcome, marc.user, "Installer des bancs à l’ombre dans le parc")
    found = as_(marc).get(f"/idees/boite/{welcome.slug}/semblables/", {"title": "un banc ombragé, ou à l'ombre du parc ?"}).content.decode()
    assert "Installer des bancs" in found


def test_a_group_that_is_not_visible_shows_no_box_no_idea_and_no_difference(denis: Agent, marc: Agent, sonia: Agent, as_: SignIn) -> None:
    browser = as_(sonia)
    before = [words_of(browser.get(url).content.decode()) for url in ("/idees/", "/", "/fil/")]
    hidden = factories.group("Zzcanarizz", denis.user, marc.user, visibility="hidden")
    box = factories.box(denis.user, name="Zzcanarizz", community=hidden, categories=("Zzcanarizz",))
    idea = factories.idea(box, marc.user, "Zzcanarizz secret")
    actions.answer(idea, status="studied", text="Zzcanarizz.", version=None, actor=denis.user)
    assert [words_of(browser.get(url).content.decode()) for url in ("/idees/", "/", "/fil/")] == before
    gets = [f"/idees/boite/{box.slug}/", f"/idees/boite/{box.slug}/proposer/", f"/idees/boite/{box.slug}/semblables/?title=zzcanarizz+secret"]
    gets += [f"/idees/{idea.pk}/", f"/idees/{idea.pk}/repondre/", f"/idees/{idea.pk}/rapprocher/", f"/idees/boite/{box.slug}/modifier/"]
    for url in gets:
        answer = browser.get(url)
        assert (answer.status_code, "Zzcanarizz" in answer.content.decode()) == (404, False), url
    for url in (f"/idees/{idea.pk}/soutenir/", f"/idees/{idea.pk}/ne-plus-soutenir/"):
        assert browser.post(url).status_code == 404
    assert as_(marc).get(f"/idees/{idea.pk}/").status_code == 200


def test_a_group_has_a_tab_for_its_boxes_and_an_outsider_none(welcome: IdeaBox, denis: Agent, marc: Agent, sonia: Agent, as_: SignIn) -> None:
    group = factories.group("Jardiniers", denis.user, marc.user, visibility="closed")
    address = f"/groupes/{group.slug}/idees/"
    assert "Ce groupe n’a pas de boîte à idées ouverte" in as_(marc).get(address).content.decode()
    factories.box(denis.user, name="Moins d’arrosage", community=group)
    told = as_(marc).get(address).content.decode()
    assert "Moins d’arrosage" in told
    assert welcome.name not in told
    assert as_(sonia).get(address).status_code == 404


def test_support_by_a_click_by_a_script_and_by_a_double_click(welcome: IdeaBox, marc: Agent, sonia: Agent, as_: SignIn) -> None:
    idea = factories.idea(welcome, marc.user)
    browser = as_(sonia)
    address = f"/idees/boite/{welcome.slug}/"
    assert browser.post(f"/idees/{idea.pk}/soutenir/", {"next": address}).headers["Location"] == address
    assert "supporting-" in browser.post(f"/idees/{idea.pk}/soutenir/", headers={"HX-Request": "true"}).content.decode()
    assert Support.objects.count() == 1
    browser.post(f"/idees/{idea.pk}/ne-plus-soutenir/")
    assert Support.objects.count() == 0
    assert browser.get(f"/idees/{idea.pk}/soutenir/").status_code == 405
    assert browser.post(f"/idees/{idea.pk}/soutenir/", {"next": "https://ailleurs.example/"}).headers["Location"] == f"/idees/{idea.pk}/"


def test_the_answer_is_written_by_the_person_named_and_by_nobody_else(welcome: IdeaBox, denis: Agent, marc: Agent, flora: Agent, as_: SignIn) -> None:
    idea = factories.idea(welcome, marc.user)
    for person in (marc, flora):
        assert as_(person).get(f"/idees/{idea.pk}/repondre/").status_code == 404
    browser = as_(denis)
    refused = browser.post(f"/idees/{idea.pk}/repondre/", {"status": "not_kept", "text": " ", "version": 1})
    assert (refused.status_code, OfficialAnswer.objects.count()) == (422, 0)
    browser.post(f"/idees/{idea.pk}/repondre/", {"status": "not_kept", "text": "Trop lourd pour la dalle.", "version": 1})
    late = browser.post(f"/idees/{idea.pk}/repondre/", {"status": "studied", "text": "Finalement, oui ?", "version": 1})
    assert (late.status_code, "Finalement, oui ?" in late.content.decode()) == (422, True)
    page = words_of(as_(marc).get(f"/idees/{idea.pk}/").content.decode())
    assert "Trop lourd pour la dalle." in page
    assert "Non retenue" in page


def test_a_day_that_has_passed_blames_nobody(welcome: IdeaBox, denis: Agent, marc: Agent, as_: SignIn) -> None:
    idea = factories.idea(welcome, marc.user)
    Idea.objects.filter(pk=idea.pk).update(answer_by=timezone.localdate() - timedelta(days=40))
    for person, url in ((marc, f"/idees/{idea.pk}/"), (marc, f"/idees/boite/{welcome.slug}/"), (denis, "/idees/a-repondre/"), (denis, "/")):
        page = words_of(as_(person).get(url).content.decode())
        assert "éponse attendue avant le" in page
        assert measures(page) == []


def test_ideas_are_merged_in_a_page(welcome: IdeaBox, flora: Agent, marc: Agent, sonia: Agent, as_: SignIn) -> None:
    kept, double = factories.idea(welcome, marc.user), factories.idea(welcome, sonia.user)
    assert as_(marc).get(f"/idees/{double.pk}/rapprocher/").status_code == 404
    answer = as_(flora).post(f"/idees/{double.pk}/rapprocher/", {"into": kept.pk})
    assert answer.headers["Location"] == f"/idees/{kept.pk}/"
    assert f"/idees/{kept.pk}/" in as_(sonia).get(f"/idees/{double.pk}/").content.decode()
    assert as_(sonia).get(f"/idees/boite/{welcome.slug}/").content.decode().count("idea-line") == 1


def test_animators_open_and_change_a_box_in_pages(flora: Agent, denis: Agent, marc: Agent, as_: SignIn) -> None:
    assert as_(marc).get("/idees/nouvelle-boite/").status_code == 404
    browser = as_(flora)
    said = {"name": "Sobriété", "purpose": "Moins d’énergie.", "answerer": denis.pk, "answer_days": 21, "categories": "Eau\nÉnergie"}
    assert browser.post("/idees/nouvelle-boite/", {**said, "answerer": ""}).status_code == 422
    assert browser.post("/idees/nouvelle-boite/", said).headers["Location"] == "/idees/boite/sobriete/"
    assert "Énergie" in browser.get("/idees/boite/sobriete/modifier/").content.decode()
    browser.post("/idees/boite/sobriete/modifier/", {**said, "name": "Sobriété 2027", "version": 1})
    assert IdeaBox.objects.get().name == "Sobriété 2027"


@pytest.mark.parametrize("sort", ["recentes", "soutenues", "repondues"])
def test_pages_follow_each_other_without_a_gap_and_with_constant_questions(
    welcome: IdeaBox, denis: Agent, marc: Agent, as_: SignIn, django_assert_max_num_queries, sort: str
) -> None:
    for number in range(45):
        idea = factories.idea(welcome, marc.user, f"Idée numéro {number}")
        Idea.objects.filter(pk=idea.pk).update(support_count=number % 3, answered_at=timezone.now() - timedelta(minutes=number % 5))
    browser, seen, address = as_(denis), [], f"?sort={sort}"
    browser.get(f"/idees/boite/{welcome.slug}/")
    for _page in range(4):
        with django_assert_max_num_queries(20):
            answer = browser.get(f"/idees/boite/{welcome.slug}/{address}")
        seen += [line.idea.pk for line in answer.context["page"].lines]
        address = answer.context["page"].next_address
        if not address:
            break
    assert sorted(seen) == sorted(Idea.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    "query", ["sort=x", "category=999999999999999999", "status=x", "after=_", "after=x_1", "after=2026-99-99_1", "sort=soutenues&after=²_1"]
)
def test_an_unreadable_address_asks_for_nothing(welcome: IdeaBox, marc: Agent, as_: SignIn, query: str) -> None:
    factories.idea(welcome, marc.user)
    assert as_(marc).get(f"/idees/boite/{welcome.slug}/?{query}").status_code == 200


def test_the_card_of_an_idea_stands_in_the_feed(welcome: IdeaBox, denis: Agent, marc: Agent, sonia: Agent, as_: SignIn) -> None:
    idea = factories.idea(welcome, marc.user)
    actions.answer(idea, status="accepted", text="Les bancs arrivent en mai.", version=None, actor=denis.user)
    page = words_of(as_(sonia).get(f"/fil/{idea.post_id}/").content.decode())
    assert "Les bancs arrivent en mai." in page
    assert "Retenue" in page


def test_what_waits_for_the_answerer_is_on_their_home_page_alone(welcome: IdeaBox, denis: Agent, marc: Agent, as_: SignIn) -> None:
    idea = factories.idea(welcome, marc.user, "Un banc pour attendre")
    assert "Des idées attendent votre réponse" not in as_(denis).get("/").content.decode()
    Idea.objects.filter(pk=idea.pk).update(answer_by=timezone.localdate() + timedelta(days=3))
    assert "Des idées attendent votre réponse" in as_(denis).get("/").content.decode()
    assert "Des idées attendent votre réponse" not in as_(AgentFactory()).get("/").content.decode()
    assert "Un banc pour attendre" in as_(denis).get("/idees/a-repondre/").content.decode()
    assert "Un banc pour attendre" not in as_(marc).get("/idees/a-repondre/").content.decode()
