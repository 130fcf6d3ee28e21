"""The pages of moderation: who opens them, what they show and hide, how many queries they cost."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from rse.communities.models import Community
from rse.feed.models import Post
from rse.moderation import crisis_page
from rse.moderation.actions import appeals, decisions, reports
from rse.moderation.models import Case, Decision, Reason, Report
from rse.people.models import User
from tests.factories import AgentFactory
from tests.feed.factories import ClosedFactory, CommunityFactory, NonVisibleFactory, PostFactory, member
from tests.moderation.factories import allowed, case_of, group_moderator, network_moderator, reported
from tests.moderation.test_crisis import opened, told, urgent

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def token_of(html: str, action: str) -> str:
    form = html[html.index(action) :]
    return re.search(r'name="(?:mesure-|note-)?token" value="([^"]+)"', form)[1]


def test_an_agent_reports_a_post_from_its_page() -> None:
    post, client = PostFactory(), browser(AgentFactory().user)
    address = reverse("moderation:report", args=["feed.post", post.pk])
    page = client.get(address).content.decode()
    assert "Harcèlement" in page
    answer = client.post(address, {"reason": Reason.objects.get(code="harassment").pk, "words": "Trois fois cette semaine."})
    assert answer.status_code == 302
    assert Report.objects.get().words == "Trois fois cette semaine."
    assert "déjà signalé" in client.get(address).content.decode()
    assert "Harcèlement" in client.get(reverse("moderation:reports")).content.decode()


def test_a_report_without_a_reason_says_so_and_keeps_what_was_typed() -> None:
    post, client = PostFactory(), browser(AgentFactory().user)
    answer = client.post(reverse("moderation:report", args=["feed.post", post.pk]), {"words": "Voici les faits."})
    assert answer.status_code == 422
    assert "Choisissez une raison" in answer.content.decode()
    assert "Voici les faits." in answer.content.decode()


@pytest.mark.parametrize("label", ["feed.post", "people.user", "n’importe.quoi"])
def test_what_one_does_not_see_and_what_does_not_exist_answer_alike(label: str) -> None:
    post = PostFactory(community=NonVisibleFactory())
    assert browser(AgentFactory().user).get(reverse("moderation:report", args=[label, post.pk])).status_code == 404


def test_the_queue_is_for_moderators() -> None:
    assert browser(AgentFactory().user).get(reverse("moderation:queue")).status_code == 404
    assert browser(member(CommunityFactory())).get(reverse("moderation:queue")).status_code == 404
    assert browser(network_moderator()).get(reverse("moderation:queue")).status_code == 200
    assert browser(group_moderator(CommunityFactory())).get(reverse("moderation:queue")).status_code == 200


def test_a_moderator_of_a_group_sees_what_stands_in_it_and_nothing_else() -> None:
    mine, other = CommunityFactory(name="Les jardins"), CommunityFactory(name="Les sports")
    flora = group_moderator(mine)
    here, there = case_of(PostFactory(community=mine)), case_of(PostFactory(community=other))
    page = browser(flora).get(reverse("moderation:queue")).content.decode()
    assert "Les jardins" in page
    assert "Les sports" not in page
    assert browser(flora).get(reverse("moderation:case", args=[here.pk])).status_code == 200
    assert browser(flora).get(reverse("moderation:case", args=[there.pk])).status_code == 404


def test_the_words_of_a_closed_group_are_shown_after_the_gesture_and_the_name_of_a_non_visible_one_never() -> None:
    closed, secret, nadia = ClosedFactory(name="Cellule sociale"), NonVisibleFactory(name="Opération Canari"), network_moderator()
    posts = [PostFactory(community=group, words="Le mot canari-1177.") for group in (closed, secret)]
    cases = [case_of(post, by=member(post.community)) for post in posts]
    client = browser(nadia)
    pages = client.get(reverse("moderation:queue")).content.decode()
    for case in cases:
        address = reverse("moderation:case", args=[case.pk])
        before = client.get(address).content.decode()
        assert "canari-1177" not in before
        client.post(reverse("moderation:open_words", args=[case.pk]))
        after = client.get(address).content.decode()
        assert "canari-1177" in after
        pages += before + after
    assert "Cellule sociale" in pages
    assert "Canari" not in pages


def test_nobody_who_reported_is_named_to_moderators() -> None:
    post, sonia = PostFactory(), AgentFactory(first_name="Zénobie", last_name="Introuvable").user
    case = case_of(post, by=sonia)
    client = browser(network_moderator())
    for address in (reverse("moderation:queue"), reverse("moderation:case", args=[case.pk])):
        assert "Introuvable" not in client.get(address).content.decode()


def test_a_moderator_decides_with_a_reason_and_a_double_click_is_one_decision() -> None:
    post, client = PostFactory(), browser(network_moderator())
    case = case_of(post)
    page = client.get(reverse("moderation:case", args=[case.pk])).content.decode()
    facts = {"token": token_of(page, f"/moderation/{case.pk}/decider/"), "kind": "hide"}
    refused = client.post(reverse("moderation:judge", args=[case.pk]), facts)
    assert refused.status_code == 422
    assert "Écrivez la raison" in refused.content.decode()
    for _click in range(2):
        client.post(reverse("moderation:judge", args=[case.pk]), facts | {"words": "Propos blessants."})
    assert Decision.objects.get().words == "Propos blessants."
    assert Post.objects.get(pk=post.pk).state == Post.State.HIDDEN


def test_a_measure_says_until_when_and_the_person_reads_why() -> None:
    post, nadia = PostFactory(), network_moderator()
    case, client = case_of(post), browser(nadia)
    page = client.get(reverse("moderation:case", args=[case.pk])).content.decode()
    facts = {"mesure-token": token_of(page, f"/moderation/{case.pk}/mesure/"), "mesure-kind": "network_pause", "mesure-words": "Trois rappels."}
    assert client.post(reverse("moderation:measure", args=[case.pk]), facts | {"mesure-until": "2020-01-01"}).status_code == 422
    until = re.search(r'name="mesure-until"[^>]*max="([^"]+)"', page)[1]
    assert client.post(reverse("moderation:measure", args=[case.pk]), facts | {"mesure-until": until}).status_code == 302
    decision = Decision.objects.get()
    mine = browser(post.author)
    assert "Trois rappels." in mine.get(reverse("moderation:mine", args=[decision.pk])).content.decode()
    assert "Une décision de modération vous concerne" in mine.get("/").content.decode()
    mine.post(reverse("moderation:set_aside", args=[decision.pk]))
    assert "Une décision de modération vous concerne" not in mine.get("/").content.decode()
    for stranger in (AgentFactory().user, nadia):
        assert browser(stranger).get(reverse("moderation:mine", args=[decision.pk])).status_code == 404


def test_the_person_answers_and_asks_for_another_look_on_one_page() -> None:
    post, nadia, paul = PostFactory(), network_moderator(), network_moderator()
    case = case_of(post)
    decision = decisions.judge(case, kind="hide", words="Blessant.", token="t", actor=nadia)
    mine = browser(post.author)
    assert mine.post(reverse("moderation:reply", args=[decision.pk]), {"words": ""}).status_code == 422
    mine.post(reverse("moderation:reply", args=[decision.pk]), {"words": "Je regrette."})
    mine.post(reverse("moderation:appeal", args=[decision.pk]), {"words": "C’était une citation."})
    assert browser(nadia).post(reverse("moderation:judge_appeal", args=[decision.appeal.pk]), {"verdict": "upheld", "words": "Non."}).status_code == 404
    page = browser(paul).get(reverse("moderation:case", args=[case.pk])).content.decode()
    assert "C’était une citation." in page
    assert "Je regrette." in page
    answer = browser(paul).post(reverse("moderation:judge_appeal", args=[decision.appeal.pk]), {"verdict": "overturned", "words": "En effet."})
    assert answer.status_code == 302
    assert "En effet." in mine.get(reverse("moderation:mine", args=[decision.pk])).content.decode()


def test_the_queue_costs_the_same_for_one_report_and_for_twenty(django_assert_max_num_queries, django_assert_num_queries) -> None:
    nadia = network_moderator()
    client = browser(nadia)
    case_of(PostFactory(community=CommunityFactory()))
    client.get(reverse("moderation:queue"))
    with django_assert_max_num_queries(24) as first:
        client.get(reverse("moderation:queue"))
    for _number in range(12):
        case_of(PostFactory(community=CommunityFactory()))
    with django_assert_num_queries(len(first.captured_queries)):
        client.get(reverse("moderation:queue"))


def test_a_second_page_follows_the_first(settings, monkeypatch) -> None:
    monkeypatch.setattr("rse.moderation.conf.PAGE_SIZE", 2)
    cases = [case_of(PostFactory()) for _number in range(3)]
    client = browser(network_moderator())
    first = client.get(reverse("moderation:queue")).content.decode()
    assert f"apres={cases[1].pk}" in first
    second = client.get(reverse("moderation:queue") + f"?apres={cases[1].pk}").content.decode()
    assert reverse("moderation:case", args=[cases[2].pk]) in second
    assert reverse("moderation:case", args=[cases[0].pk]) not in second


def test_the_queue_is_filtered_by_reason_and_by_state() -> None:
    hurtful, false = reported(PostFactory()).case, reported(PostFactory(), reason="false").case
    nadia = network_moderator()
    decisions.judge(false, kind="nothing", words="", token="t", actor=nadia)
    client = browser(nadia)
    judged = client.get(reverse("moderation:queue") + "?etat=closed").content.decode()
    assert reverse("moderation:case", args=[false.pk]) in judged
    assert reverse("moderation:case", args=[hurtful.pk]) not in judged
    filtered = client.get(reverse("moderation:queue") + f"?motif={Reason.objects.get(code='false').pk}").content.decode()
    assert reverse("moderation:case", args=[hurtful.pk]) not in filtered


def test_the_menu_counts_what_waits_for_those_who_moderate() -> None:
    case_of(PostFactory())
    assert reverse("moderation:queue") in browser(network_moderator()).get("/menu/").content.decode()
    assert reverse("moderation:queue") not in browser(AgentFactory().user).get("/menu/").content.decode()


def test_a_page_pays_for_the_banner_only_when_a_crisis_is_open(django_assert_num_queries, django_assert_max_num_queries) -> None:
    sonia = AgentFactory().user
    client = browser(sonia)
    client.get("/menu/")
    with django_assert_max_num_queries(40) as quiet:
        client.get("/menu/")
    assert not [query for query in quiet.captured_queries if "moderation_crisisentry" in query["sql"]]
    crisis = opened(urgent(allowed("open_crisis")), everybody=False, departments=[sonia.agent.department])
    told(crisis, crisis.opened_by)
    with django_assert_num_queries(len(quiet.captured_queries) + 1) as loud:
        page = client.get("/menu/").content.decode()
    assert len([query for query in loud.captured_queries if "moderation_crisisentry" in query["sql"]]) == 1
    assert "Prudence." in page
    assert "Les cars ne circulent pas." in page
    assert "Prudence." not in browser(AgentFactory().user).get("/menu/").content.decode()


def test_an_agent_acknowledges_from_the_banner_and_stays_where_they_were() -> None:
    crisis = opened(urgent(allowed("open_crisis")))
    truth, sonia = told(crisis, crisis.opened_by), AgentFactory().user
    client = browser(sonia)
    answer = client.post(reverse("moderation:acknowledge", args=[crisis.pk]), {"number": truth.number}, headers={"referer": "http://testserver/annuaire/"})
    assert answer["Location"] == "http://testserver/annuaire/"
    assert "Vous avez lu" in client.get("/menu/").content.decode()
    assert crisis_page.readings(crisis, names=False).read >= 1


def test_a_crisis_is_opened_updated_and_closed_from_its_pages() -> None:
    denis = urgent(allowed("open_crisis"))
    client = browser(denis)
    page = client.get(reverse("moderation:open_crisis")).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    facts = {"title": "Neige", "banner": "Prudence.", "everybody": "on", "holds_posts": "on", "token": token}
    place = client.post(reverse("moderation:open_crisis"), facts)["Location"]
    page = client.get(place).content.decode()
    form = {"token": token_of(page, "/dire/"), "after": "0", "text": "Les cars ne circulent pas."}
    assert client.post(f"{place}dire/", form).status_code == 302
    late = client.post(f"{place}dire/", {"token": "autre", "after": "0", "text": "Je n’avais pas vu."})
    assert late.status_code == 422
    assert "Je n’avais pas vu." in late.content.decode()
    assert client.post(f"{place}noter/", {"note-token": "n", "note-text": "Standard renforcé."}).status_code == 302
    assert client.post(f"{place}clore/", {"lessons": "Prévenir la veille."}).status_code == 302
    log = client.get(f"{place}journal/").content.decode()
    for words in ("Les cars ne circulent pas.", "Standard renforcé.", "Prévenir la veille.", "rien n’a été modifié"):
        assert words in log


def test_the_log_and_the_doors_of_a_crisis_are_closed_to_agents() -> None:
    crisis = opened(urgent(allowed("open_crisis")))
    client = browser(AgentFactory().user)
    assert client.get(reverse("moderation:crisis", args=[crisis.pk])).status_code == 200
    for name in ("crisis_log", "close_crisis"):
        assert client.get(reverse(f"moderation:{name}", args=[crisis.pk])).status_code == 403
    assert client.get(reverse("moderation:open_crisis")).status_code == 403


@pytest.mark.parametrize("group", [ClosedFactory, NonVisibleFactory])
def test_two_worlds_with_and_without_a_case_are_one_to_an_outsider(group: type[Community]) -> None:
    outsider = AgentFactory().user
    addresses = ["/", "/menu/", reverse("moderation:reports"), reverse("moderation:mine_list"), reverse("moderation:queue"), reverse("moderation:crises")]

    def seen() -> list[str]:
        pages = [browser(outsider).get(address).content.decode() for address in addresses]
        return [re.sub(r'(csrfmiddlewaretoken|token|nonce)"? (value|content)?="[^"]*"|value="[A-Za-z0-9]{64}"', "", page) for page in pages]

    before = seen()
    place = group()
    flora, author = group_moderator(place), member(place)
    case = case_of(PostFactory(community=place, author=author), by=flora)
    decision = decisions.take_measure(case, kind="warning", words="Mot canari-2291.", token="t", actor=flora)
    appeals.appeal(decision, words="Mot canari-2292.", actor=author)
    assert seen() == before
    for name, pk in (("case", case.pk), ("mine", decision.pk)):
        assert browser(outsider).get(reverse(f"moderation:{name}", args=[pk])).status_code == 404


def test_taking_and_releasing_by_two_moderators() -> None:
    case, nadia, paul = case_of(PostFactory()), network_moderator(), network_moderator()
    browser(nadia).post(reverse("moderation:claim", args=[case.pk]))
    browser(paul).post(reverse("moderation:claim", args=[case.pk]))
    assert Case.objects.get().claimed_by == nadia
    assert "s’en occupe" in browser(paul).get(reverse("moderation:case", args=[case.pk])).content.decode()
    reports.release(case, actor=nadia)
    browser(paul).post(reverse("moderation:claim", args=[case.pk]))
    assert Case.objects.get().claimed_by == paul


def test_the_reasons_are_kept_in_the_admin() -> None:
    nadia = network_moderator()
    assert call_command("check") is None
    assert browser(AgentFactory(user__is_superuser=True, user__is_staff=True).user).get("/admin/moderation/raisons/").status_code == 200
    assert nadia.is_active
