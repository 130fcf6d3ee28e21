"""« À faire »: what waits for each role, in a constant number of queries."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from integrations.bridges import menu, todo
from referents import charter_pages, permissions
from referents.actions import answers, assignments, charters, enquiries, missions
from referents.models import Charter, Enquiry, Mandate, Referent
from rse.core import todo as home
from tests.referents import factories as plugin

pytestmark = pytest.mark.django_db


def roles(user) -> list[str]:
    return [card.context["question"].role for card in todo.question_cards(user)]


def test_the_person_asked_has_a_card_until_they_answer(town) -> None:
    enquiry = town.assigned()
    assert roles(town.expert) == ["lead"]
    answers.contribute(enquiry, text="Oui.", actor=town.expert, version=None)
    assert roles(town.expert) == []


def test_declining_takes_the_card_away(town) -> None:
    assignments.decline(town.assigned(), knows=False, actor=town.expert, version=None)
    assert roles(town.expert) == []


def test_a_colleague_brought_in_has_a_card_until_the_question_is_closed(town) -> None:
    enquiry, colleague = town.assigned(), plugin.make_user()
    assignments.bring_in(enquiry, person=colleague, actor=town.cm, version=None)
    assert roles(colleague) == ["helper"]
    enquiries.drop(plugin.fresh(enquiry), reason="thanks", actor=town.cm, version=None)
    assert roles(colleague) == []


def test_those_who_helped_see_the_text_about_to_leave_but_its_author_does_not(town) -> None:
    town.ready()
    assert roles(town.expert) == ["reader"]
    assert roles(town.cm) == []


def test_a_review_waits_for_the_reviewers_of_the_subject_only(town) -> None:
    everywhere, elsewhere, here = plugin.make_user(), plugin.make_user(), plugin.make_user()
    plugin.make_mandate(everywhere, "reviewer")
    plugin.make_mandate(elsewhere, "reviewer", topics=(plugin.make_topic("Voirie"),))
    plugin.make_mandate(here, "reviewer", departments=(town.department,))
    plugin.make_mandate(town.cm, "reviewer")
    enquiry = town.in_review()
    assert [roles(user) for user in (everywhere, elsewhere, here, town.cm)] == [["reviewer"], [], ["reviewer"], []]
    for user in (everywhere, elsewhere, here):
        shown = Enquiry.objects.visible_to(user).filter(pk=enquiry.pk).exists()
        assert shown == bool(roles(user))
    missions.suspend(here, why="moved", actor=None)
    assert roles(here) == []


def test_every_card_is_of_a_question_the_person_may_open(town) -> None:
    reviewer = town.reviewer()
    town.assigned(), town.ready(), town.in_review()
    for user in (town.expert, town.cm, reviewer, plugin.make_user()):
        assert not todo.mine(user).exclude(pk__in=Enquiry.objects.visible_to(user)).exists()


def test_a_charter_is_to_sign_for_those_who_publish_as_the_page_of_charters_says(town) -> None:
    network = Charter.objects.create(slug="reseau", name="Charte du réseau", audience="network")
    today = timezone.localdate()
    charters.publish_version(network, text="Respect.", changes="", effective_at=timezone.now(), must_sign_by=today, actor=None)
    version = plugin.make_charter_in_force(text="Autre texte.")
    assert set(todo.to_sign(town.cm)) == {version, network.versions.get()}
    assert set(todo.to_sign(town.expert)) == {network.versions.get()}
    plugin.sign(town.cm, version)
    for user in (town.cm, town.expert):
        asked = {one.version for one in charter_pages.standings(user, at=timezone.now()) if one.asked}
        assert set(todo.to_sign(user)) == asked


def test_a_refused_charter_is_not_asked_again(town) -> None:
    version = plugin.make_charter_in_force(text="Autre texte.")
    charters.refuse(version, words_shown="Je ne signe pas.", text_sha256=version.sha256, actor=town.cm)
    assert list(todo.to_sign(town.cm)) == []


def test_a_charter_changes_only_for_those_who_had_signed_it(town) -> None:
    signer, newcomer = plugin.make_publisher(plugin.make_user(), town.account), plugin.make_user()
    plugin.make_mandate(newcomer, "publisher")
    plugin.make_charter_in_force(text="Autre texte.")
    cards = {user: todo.charter_cards(user)[0] for user in (signer, newcomer)}
    pages = {user: render_to_string(card.template, card.context) for user, card in cards.items()}
    assert "d’ici là rien ne change pour vous" in pages[signer]
    assert "Voir ce qui change" in pages[signer]
    assert "rien ne change" not in pages[newcomer]
    assert "Voir ce qui change" not in pages[newcomer]


def test_the_desk_sees_its_files_and_the_three_most_pressing_questions(town) -> None:
    later, sooner, urgent, last = (town.received() for _ in range(4))
    Enquiry.objects.filter(pk=later.pk).update(promised_at=timezone.now() + timedelta(hours=5))
    Enquiry.objects.filter(pk=sooner.pk).update(promised_at=timezone.now() + timedelta(hours=1))
    Enquiry.objects.filter(pk=urgent.pk).update(urgent=True)
    (card,) = todo.desk_cards(town.cm)
    assert card.context["pressing"] == [urgent, sooner, later]
    assert {tab.slug: number for tab, number in card.context["files"]} == {"a-traiter": 4, "en-attente": 0, "a-publier": 0}
    assert last not in card.context["pressing"]
    assert todo.desk_cards(town.expert) == []
    assert todo.to_do_at_desk(town.cm) == 4


def test_hr_sees_job_descriptions_to_complete_and_nothing_of_the_questions(town) -> None:
    hr = plugin.make_hr()
    town.assigned()
    (card,) = todo.register_cards(hr)
    assert card.context["number"] == 1
    missions.note_job_description(Mandate.objects.get(), value="asked", actor=hr)
    assert todo.register_cards(hr) == todo.question_cards(hr) == todo.desk_cards(hr) == []


def test_hr_sees_who_waits_for_a_training_and_nobody_else_does(town) -> None:
    referent = plugin.make_referent(department=town.department)
    assert todo.training_cards(plugin.make_hr()) == []
    Referent.objects.filter(pk=referent.pk).update(state=Referent.State.CHARTERED)
    (card,) = todo.training_cards(plugin.make_hr())
    assert card.context["number"] == 1
    assert todo.training_cards(referent.user) == todo.training_cards(town.cm) == []


def test_thanks_are_shown_to_those_who_helped_and_to_nobody_else(town) -> None:
    enquiry = town.published()
    enquiries.append(enquiry, text="Merci beaucoup !", actor=None)
    for user in (town.expert, town.cm):
        (card,) = todo.thanks_cards(user)
        assert [message.text for message in card.context["thanks"]] == ["Merci beaucoup !"]
    assert todo.thanks_cards(plugin.make_user()) == []


def test_what_the_citizen_first_asked_is_not_thanks(town) -> None:
    town.published()
    assert todo.thanks_cards(town.expert) == []


def everything(town):
    """Somebody who is everything at once, with one of every card."""
    user = town.cm
    for permission in ("referents.keep_register", "referents.dispatch"):
        label, codename = permission.split(".")
        user.user_permissions.add(plugin.Permission.objects.get(content_type__app_label=label, codename=codename))
    plugin.make_referent(user, department=town.department, topics=(town.topic,))
    plugin.make_mandate(user, "reviewer")
    town.expert, expert = user, town.expert
    town.assigned(), town.ready()
    enquiries.append(town.published(), text="Merci !", actor=None)
    town.cm, town.expert = plugin.make_publisher(plugin.make_cm(), town.account), expert
    town.in_review()
    plugin.make_charter_in_force(text="Autre texte.")
    return plugin.get_user_model().objects.get(pk=user.pk)


def test_every_card_together_takes_seven_queries_and_as_many_with_more_questions(town, django_assert_num_queries) -> None:
    user = everything(town)
    user.has_perm("referents.work_desk")
    user.has_perm("x.y")
    todo.ties(user)  # like the permissions and the numbers of the desk, asked once a request
    for queries in (7, 6):
        with django_assert_num_queries(queries):
            cards = [card for provider, _count in todo.PROVIDERS for card in provider(user)] + todo.thanks_cards(user)
        assert len({card.template for card in cards}) == 6
        town.in_review(), town.received()


def test_the_counters_say_as_many_as_there_are_cards(town) -> None:
    for user in (everything(town), town.expert, plugin.make_user(), plugin.make_hr()):
        for provider, count in todo.PROVIDERS:
            assert count(user) == len(provider(user)), provider.__name__


def test_the_home_page_shows_them_and_the_buttons_post(town, client) -> None:
    user = everything(town)
    client.force_login(user)
    page = client.get("/").content.decode()
    for words in ("Une question pour vous", "Un texte à relire", "Mercis reçus", "Ce n’est pas pour moi", "Questions des habitants"):
        assert words in page, words
    enquiry = todo.mine(user).get(role="lead")
    client.post(f"/mes-questions/{enquiry.pk}/decliner/", {"version": enquiry.version, "knows": "on"})
    enquiry.refresh_from_db()
    assert enquiry.state == "qualified"
    assert enquiry.assignments.latest("pk").state == "not_mine"


def test_no_card_shows_a_hurry_of_the_person(town) -> None:
    town.assigned()
    Enquiry.objects.update(promised_at=timezone.now() - timedelta(hours=3))
    (card,) = todo.question_cards(town.expert)
    html = render_to_string(card.template, card.context)
    assert "late" not in html
    assert "retard" not in html


def test_providers_are_registered_once(town) -> None:
    town.assigned()
    assert [card.template for card in home.cards_for(town.expert)].count("bridges/todo/question.html") == 1


@pytest.mark.parametrize(
    ("permission", "slugs"),
    [
        ("", {"file_question", "answers", "referents", "charters"}),
        ("referents.work_desk", {"file_question", "answers", "referents", "charters", "desk", "notices", "indicators"}),
        ("referents.audit", {"file_question", "answers", "referents", "charters", "desk", "notices", "indicators"}),
        ("referents.keep_register", {"file_question", "answers", "referents", "charters", "register"}),
    ],
)
def test_the_menu_holds_what_the_role_needs(db, permission: str, slugs: set[str]) -> None:
    user = plugin.make_user(permissions=(permission,) if permission else ())
    assert {entry.slug for entry in menu.ENTRIES if entry.shown_to(user)} == slugs


def test_my_questions_appear_in_the_menu_once_there_are_some(town) -> None:
    assert not menu.has_questions(town.expert)
    town.assigned()
    town.expert = type(town.expert).objects.get(pk=town.expert.pk)  # ties are remembered for one request
    assert menu.has_questions(town.expert)
    agent = plugin.make_user()
    plugin.make_enquiry(actor=agent)
    assert menu.has_questions(agent)


@pytest.mark.parametrize(
    ("permission", "heads", "reads"), [("", False, False), ("", True, True), ("referents.work_desk", False, True), ("referents.keep_register", True, False)]
)
def test_the_menu_offers_the_indicators_to_those_who_may_read_them(permission: str, heads: bool, reads: bool) -> None:
    """The same answer as the page's own permission, from the ties already read."""
    user = plugin.make_user(permissions=(permission,) if permission else ())
    plugin.make_department("Service", head=user if heads else None)
    assert (menu.reads_indicators(user), permissions.reads_indicators(user)) == (reads, reads)
