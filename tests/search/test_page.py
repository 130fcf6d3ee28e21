"""The search page: what it finds for whom, in French, and that nothing else leaves by it."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from rse.communities.models import CommunityUserObjectPermission
from rse.feed.actions import posts
from rse.feed.models import Post
from rse.insights.models import FruitlessSearch
from rse.people.models import User
from search import draining
from search.actions.saying import monday_of
from search.models import BestBet, Boost, Exclusion, Opinion
from tests.factories import AgentFactory
from tests.feed.factories import PostFactory, expelled, member, sent
from tests.search.house import CANARY, House, come, folder

pytestmark = pytest.mark.django_db
SCOPES = ("people", "subjects", "answers", "pages", "posts", "comments", "communities", "events", "ideas", "documents")
NONCES = re.compile(r'(name="(?:csrfmiddlewaretoken|token|vain)" value=")[^"]+|(nonce-)[^\'";]+')


@pytest.fixture
def house(db: None, settings, tmp_path: Path) -> House:
    folder(settings, tmp_path)
    cache.clear()  # who answers citizens, kept for a minute: that of another test
    return House()


@pytest.fixture
def built(house: House) -> House:
    house.build()
    return house


def read(client: Client, **asked: object) -> str:
    answer = client.get("/recherche/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def titles(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", found).strip() for found in re.findall(r"<h3>(.*?)</h3>", page, re.DOTALL)]


def counts(page: str) -> dict[str, str]:
    found = re.findall(r'<a href="\?q=[^"]*dans=(\w+)[^"]*"[^>]*>[^<]*<span class="muted">([^<]*)</span>', page)
    return {name: number.strip() for name, number in found}


# What is found ---------------------------------------------------------------------------------------------------------


def test_every_scope_answers_with_its_count_and_the_words_are_marked(built: House) -> None:
    page = read(come(built.marc.user), q="ecole")
    assert set(counts(page)) == set(SCOPES) - {"comments", "communities", "events"}
    assert {"Sonia Diallo", "Inscription à l’école", "À quelle heure ouvre l’école ?", "Déneiger devant les écoles", "Écoles fermées"} <= set(titles(page))
    assert "<mark>écoles</mark>" in page
    assert "joignable aujourd’hui : Sonia Diallo" in page.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("collectivite", "Sous « Écoles fermées »"),
        ("directeur", "Réunion des directrices"),
        ('"écoles élémentaires"', "Écoles fermées"),
        ("plan neige", "Plan neige"),
        ("elemntaires", "Écoles fermées"),
        ("soina dialo", "Sonia Diallo"),
        ("calendrier", "Calendrier des écoles"),
    ],
)
def test_french_words_find_each_other(built: House, words: str, title: str) -> None:
    assert title in [found.replace("\xa0", " ") for found in titles(read(come(built.marc.user), q=words))]


def test_a_corrected_spelling_is_said_and_leads_to_itself(built: House) -> None:
    page = read(come(built.marc.user), q="matrenelle")
    assert "Rien ne répond à" in page
    assert '<a href="?q=maternelle">maternelle</a>' in page


def test_one_scope_has_facets_that_narrow_and_chips_that_undo(built: House) -> None:
    client = come(built.marc.user)
    PostFactory(author=built.marc.user, title="Une autre école", words="Une autre école")
    draining.drain(next(draining.kept_up()))
    built.build()
    page = read(client, q="école", dans="posts")
    assert len(titles(page)) == 2
    for label in ("Groupe", "Auteur", "Date"):
        assert f">{label}</h2>" in page or label in {"Groupe", "Date"}
    narrowed = read(client, q="école", dans="posts", auteur=built.marc.user.pk)
    assert titles(narrowed) == ["Une autre école"]
    assert 'class="chip"' in narrowed
    assert titles(read(client, q="école", dans="posts", auteur="x")) == []
    assert titles(read(client, q="école", dans="posts", depuis="semaine", type="message")) != []


def test_more_results_follow_the_last_one_shown(house: House) -> None:
    for number in range(23):
        PostFactory(author=house.sonia.user, title=f"Marché {number}", words="Le marché")
    house.build()
    client = come(house.marc.user)
    first = read(client, q="marché", dans="posts")
    following = re.search(r'href="(\?[^"]*apres=\d+)"', first)[1].replace("&amp;", "&")
    second = client.get(f"/recherche/{following}").content.decode()
    assert (len(titles(first)), len(titles(second))) == (20, 3)
    assert not set(titles(first)) & set(titles(second))
    assert "data-more" not in second


def test_counts_are_exact_up_to_the_cap_and_say_when_there_is_more(house: House, settings) -> None:
    for number in range(7):
        PostFactory(author=house.sonia.user, title=f"Marché {number}", words="Le marché")
    settings.SEARCH = {**settings.SEARCH, "CAP": 5}
    house.build()
    page = read(come(house.marc.user), q="marché")
    assert counts(page)["posts"] == "plus de 5"


def test_the_database_answers_without_an_index(house: House) -> None:
    page = read(come(house.marc.user), q="neige")
    assert "Écoles fermées" in titles(page)
    assert "Plan neige" in titles(page)


def test_a_page_costs_the_same_whatever_is_found(house: House, django_assert_max_num_queries) -> None:
    client = come(house.marc.user)
    house.build()
    read(client, q="école")
    for number in range(30):
        PostFactory(author=AgentFactory().user, title=f"École {number}", words="Une école", community=house.group)
    house.build()
    with django_assert_max_num_queries(70):
        read(client, q="école")
    with django_assert_max_num_queries(70):
        read(client, q="école", dans="posts")
    with django_assert_max_num_queries(45):
        client.get("/recherche/suggestions/", {"q": "éco"})


# The index follows -----------------------------------------------------------------------------------------------------


def test_what_is_said_edited_and_deleted_is_followed(built: House) -> None:
    engine, client = next(draining.kept_up()), come(built.marc.user)
    post = sent(built.sonia.user, "Le toboggan est réparé.")
    draining.drain(engine)
    assert len(titles(read(client, q="toboggan"))) == 1
    posts.delete_post(post, actor=built.sonia.user)
    assert titles(read(client, q="toboggan")) == [], "at once, whatever the index holds"
    assert draining.drain(engine) > 0
    assert titles(read(client, q="toboggan")) == []


# What must never leave ---------------------------------------------------------------------------------------------------

ASKED = (
    CANARY,
    f"{CANARY[:-1]}",
    f"école {CANARY}",
    f'"école {CANARY}"',
    "école",
    f"neige -{CANARY}",
    "caché",
    "brouillon",
    "coffre",
    CANARY[:6],
    "zzcanarisz",
)


def addresses(words: str) -> list[str]:
    client_side = [f"/recherche/suggestions/?q={words}", f"/chercher/?q={words}"]
    return [f"/recherche/?q={words}", *(f"/recherche/?q={words}&dans={scope}" for scope in SCOPES), *client_side]


def masked(text: str) -> str:
    return NONCES.sub(r"\1\2", text)


def same_without(house: House, user: User, secret: Callable[[], object]) -> None:
    """Every exit of search says the same, byte for byte, before and after `secret`, and never its word."""
    client = come(user)
    paths = [address for words in ASKED for address in addresses(words)]
    with time_machine.travel(timezone.now(), tick=False) as clock:  # « il y a 1 min » would tell the two worlds apart
        house.build()
        without = [masked(client.get(path).content.decode()) for path in paths]
        secret()
        clock.shift(timedelta(milliseconds=1))  # the next index has a name of its own
        house.build()
        for path, before in zip(paths, without, strict=True):
            after = masked(client.get(path).content.decode())
            assert after == before, path
            assert CANARY.title() not in after


@pytest.mark.parametrize("who", ["agent", "referent", "hr", "animator"])
def test_no_exit_shows_a_word_of_a_hidden_row_and_the_world_is_the_same_without_it(house: House, who: str) -> None:
    same_without(house, house.outsiders[who], house.secret)


def test_the_administrator_lives_in_a_world_without_the_groups_of_others(house: House) -> None:
    same_without(house, house.admin.user, house.secret_group)


def test_those_who_may_read_it_find_it_by_every_scope(house: House) -> None:
    """Without this, the test above could pass on an empty house."""
    group = house.secret()
    house.build()
    client = come(house.owner.user)
    assert set(counts(read(client, q=CANARY))) == {"pages", "posts", "comments", "communities", "events", "ideas", "documents"}
    assert group.name in client.get("/recherche/suggestions/", {"q": CANARY[:5]}).content.decode()


def test_the_administrator_finds_nothing_of_a_non_visible_group(house: House) -> None:
    house.secret()
    house.build()
    found = counts(read(come(house.admin.user), q=CANARY))
    assert not set(found) & {"posts", "comments", "communities", "events", "ideas"}


@pytest.mark.parametrize("how", ["expelled", "left", "closed"])
def test_a_right_withdrawn_holds_at_the_next_search(house: House, how: str) -> None:
    group = house.secret()
    member(group, house.marc.user)
    house.build()
    client = come(house.marc.user)
    assert {"posts", "comments", "communities", "events", "ideas"} <= set(counts(read(client, q=CANARY)))
    if how == "expelled":
        expelled(group, house.marc.user)
        page = read(client, q=CANARY)
        assert counts(page) == {}
        assert client.get("/recherche/suggestions/", {"q": CANARY}).json()["people"] == []
        assert not CommunityUserObjectPermission.objects.filter(user=house.marc.user).exists()
    elif how == "left":
        house.marc.user.is_active = False
        house.marc.user.save()
        assert client.get("/recherche/", {"q": CANARY}).status_code == 302
    else:
        Post.objects.filter(community=group).update(state=Post.State.HIDDEN)
        assert not set(counts(read(client, q=CANARY))) & {"posts", "comments", "events", "ideas"}


def test_nobody_searches_without_signing_in(built: House) -> None:
    for path in ("/recherche/?q=école", "/recherche/suggestions/?q=son", "/recherche/avis/bilan/"):
        assert Client().get(path).status_code == 302


# Whatever is typed ------------------------------------------------------------------------------------------------------

HOSTILE = [
    '"' * 50_000,
    "-" * 50_000,
    "(" * 25_000 + ")" * 25_000,
    "« " * 16_000,
    "a* OR " * 9_000,
    "\x00é\ud7ff" * 12_000,
    "mot " * 12_500,
    "l’" * 20_000,
    "e\u0301" * 20_000,
    "%' OR 1=1 -- " * 4_000,
]


@pytest.mark.parametrize("words", HOSTILE, ids=[f"{words[:6]!r}" for words in HOSTILE])
def test_fifty_thousand_characters_are_answered_at_once_and_never_break_the_page(built: House, words: str) -> None:
    client = come(built.marc.user)
    assert client.get("/recherche/", {"q": words}).status_code == 200
    assert client.get("/recherche/", {"q": words, "dans": words[:50], "apres": words[:90], "auteur": words[:90]}).status_code == 200
    assert client.get("/recherche/suggestions/", {"q": words}).status_code == 200


def test_values_that_mean_nothing_narrow_to_nothing_and_never_break_the_page(built: House) -> None:
    client = come(built.marc.user)
    for asked in ({"auteur": "'"}, {"groupe": "9" * 30}, {"depuis": "toujours"}, {"type": "\x00"}, {"apres": "x"}, {"service": "-1"}):
        assert client.get("/recherche/", {"q": "école", "dans": "posts", **asked}).status_code == 200


# What editors decide -----------------------------------------------------------------------------------------------------


def test_a_best_bet_comes_first_for_those_who_may_see_it(house: House) -> None:
    house.secret()
    house.build()
    closed = house.home.get_children().get(slug=f"page-{CANARY}")
    BestBet.objects.create(words="rentrée\ninscription école", model="wagtailcore.page", object_pk=str(house.page.pk), title="Tout sur l’école")
    BestBet.objects.create(words="rentrée", address="https://paie.techniville.example/", title="Le logiciel de paie")
    BestBet.objects.create(words="rentrée", model="wagtailcore.page", object_pk=str(closed.pk))
    assert titles(read(come(house.marc.user), q="la rentrée"))[:2] == ["Tout sur l’école", "Le logiciel de paie"]
    assert CANARY not in read(come(house.marc.user), q="rentrée").lower()
    assert f"École {CANARY}" in read(come(house.owner.user), q="rentrée")
    assert "Tout sur l’école" not in read(come(house.marc.user), q="piscine")


def test_an_exclusion_hides_a_page_from_search_only(built: House) -> None:
    client = come(built.marc.user)
    assert "Déneiger devant les écoles" in titles(read(client, q="école"))
    Exclusion.objects.create(model="wagtailcore.page", object_pk=str(built.page.pk), words="école")
    page = read(client, q="école")
    assert "Déneiger devant les écoles" not in titles(page)
    assert "pages" not in counts(page)
    assert "Déneiger devant les écoles" in titles(read(client, q="déneiger"))
    Exclusion.objects.update(words="")
    assert "Déneiger devant les écoles" not in titles(read(client, q="déneiger"))


def test_a_boost_changes_the_order_at_the_next_search(house: House) -> None:
    PostFactory(author=house.sonia.user, title="Vélo", words="Rien de plus à en dire, mais cela tient en une phrase assez longue pour peser.")
    PostFactory(author=house.sonia.user, title="Autre chose", words="Vélo vélo vélo")
    house.build()
    client = come(house.marc.user)
    Boost.objects.create(field="posts.title", factor=10)
    assert titles(read(client, q="vélo", dans="posts"))[0] == "Vélo"
    Boost.objects.update(field="posts.text")
    assert titles(read(client, q="vélo", dans="posts"))[0] == "Autre chose"


def editor(house: House) -> Client:
    house.animator.user.user_permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    for codename in ("add", "change", "delete", "view"):
        house.animator.user.user_permissions.add(*Permission.objects.filter(content_type__app_label="search", codename__startswith=codename))
    return come(house.animator.user)


def test_an_editor_keeps_best_bets_exclusions_and_boosts_in_the_admin(built: House) -> None:
    client = editor(built)
    added = client.post(
        "/admin/snippets/search/bestbet/add/", {"words": "neige", "page": built.page.pk, "title": "", "address": "", "description": "", "active": "on"}
    )
    assert added.status_code == 302, added.context["form"].errors
    assert BestBet.objects.get().object_pk == str(built.page.pk)
    both = client.post("/admin/snippets/search/bestbet/add/", {"words": "neige", "page": built.page.pk, "address": "/x/", "title": "x", "active": "on"})
    script = client.post("/admin/snippets/search/bestbet/add/", {"words": "neige", "address": "javascript:alert(1)", "title": "x", "active": "on"})
    assert (both.status_code, script.status_code, BestBet.objects.count()) == (200, 200, 1)
    assert client.post("/admin/snippets/search/exclusion/add/", {"page": built.page.pk, "words": ""}).status_code == 302
    assert client.post("/admin/snippets/search/boost/add/", {"field": "posts.title", "factor": "3"}).status_code == 302
    assert client.get(f"/admin/snippets/search/bestbet/edit/{BestBet.objects.get().pk}/").status_code == 200
    assert client.get("/admin/snippets/search/bestbet/").status_code == 200


def test_a_bet_on_a_closed_page_does_not_exist_for_an_editor_who_may_not_read_it(house: House) -> None:
    house.secret()
    closed = house.home.get_children().get(slug=f"page-{CANARY}")
    bet = BestBet.objects.create(words="rentrée", model="wagtailcore.page", object_pk=str(closed.pk))
    client = editor(house)
    assert client.get(f"/admin/snippets/search/bestbet/edit/{bet.pk}/").status_code == 404
    assert client.get(f"/admin/snippets/search/bestbet/delete/{bet.pk}/").status_code == 404
    assert "rentrée" not in client.get("/admin/snippets/search/bestbet/").content.decode()


# What is said of a search ------------------------------------------------------------------------------------------------


def test_an_opinion_is_kept_once_and_names_nobody(built: House) -> None:
    client, token = come(built.marc.user), str(uuid4())
    for _click in range(2):
        answer = client.post("/recherche/avis/", {"q": "École", "useful": "non", "token": token})
        assert answer.url == "/recherche/?q=%C3%89cole"
    opinion = Opinion.objects.get()
    assert (opinion.words, opinion.useful, opinion.week) == ("ecole", False, monday_of(timezone.localdate()))
    assert {field.name for field in Opinion._meta.get_fields()} == {"id", "words", "useful", "week", "token"}
    assert client.get("/recherche/avis/bilan/").status_code == 403


def test_editors_see_words_that_five_opinions_were_given_on(built: House) -> None:
    client = editor(built)
    for words, number in (("piscine", 5), ("un nom", 4)):
        for _one in range(number):
            Opinion.objects.create(words=words, useful=False, week=monday_of(timezone.localdate()), token=uuid4())
    page = client.get("/recherche/avis/bilan/").content.decode()
    assert "piscine" in page
    assert "un nom" not in page


def test_what_is_searched_in_vain_is_told_by_the_page_and_counted_without_a_person(built: House) -> None:
    client = come(built.marc.user)
    page = read(client, q="Xylophone")
    assert FruitlessSearch.objects.count() == 0, "reading writes nothing"
    vain = re.search(r'name="vain" value="([^"]+)"', page)[1]
    for _twice in range(2):
        assert client.post("/recherche/en-vain/", {"vain": vain}).status_code == 204
    row = FruitlessSearch.objects.get()
    assert (row.words, row.people) == ("xylophone", 1)
    assert client.post("/recherche/en-vain/", {"vain": "forgé"}).status_code == 400
    assert 'name="vain"' not in read(client, q="école")


def test_suggestions_give_people_with_their_presence_then_subjects_and_pages(built: House) -> None:
    client = come(built.marc.user)
    sonia = client.get("/recherche/suggestions/", {"q": "soni"}).json()["people"][0]
    assert (sonia["name"], sonia["initials"], sonia["url"]) == ("Sonia Diallo", "SD", f"/annuaire/{built.sonia.pk}/")
    assert sonia["presence"]
    assert "référent" in sonia["detail"]
    names = [line["name"] for line in client.get("/recherche/suggestions/", {"q": "éco"}).json()["people"]]
    assert {"Inscription à l’école", "Déneiger devant les écoles"} <= set(names)
    assert client.get("/recherche/suggestions/", {"q": "s"}).json()["people"] == []
