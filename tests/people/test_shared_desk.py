from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rse.people import actions
from rse.people.models import User
from rse.people.sessions import session_alive, sessions_alive
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sonia):
    browser = Client(headers={"accept": "text/html", "accept-language": "fr"})
    browser.post("/compte/connexion/", {"login": "1001", "password": factories.PASSWORD, "shared_desk": "on"})
    return browser


def later(**delta):
    return time_machine.travel(timezone.now() + timedelta(**delta), tick=False)


def alive(browser, agent):
    return session_alive(browser.session.session_key, agent.user_id)


def test_the_cookie_ends_with_the_browser_on_a_shared_computer_only(desk, sonia):
    assert desk.cookies["sessionid"]["max-age"] == ""
    own = Client()
    own.post("/compte/connexion/", {"login": "1001", "password": factories.PASSWORD})
    assert own.cookies["sessionid"]["max-age"] > 0
    assert "data-shared-desk" not in own.get("/annuaire/").content.decode()


def test_the_page_says_that_the_computer_is_shared_and_counts(desk):
    page = desk.get("/annuaire/").content.decode()
    assert " data-shared-desk" in page
    assert 'data-idle="300"' in page
    assert 'data-warning="30"' in page


def test_five_minutes_without_action_end_the_session_for_pages_and_sockets(desk, sonia):
    with later(minutes=5, seconds=1):
        assert not alive(desk, sonia)
        response = desk.get("/annuaire/")
        assert response.url == "/compte/connexion/?next=%2Fannuaire%2F"
        assert response["Clear-Site-Data"] == '"cache", "storage"'
        assert "5 minutes" in desk.get(response.url).content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_opening_a_page_or_typing_prolongs_fetching_in_the_background_does_not(desk, sonia):
    with later(minutes=4):
        desk.get("/annuaire/")
    with later(minutes=8):
        assert desk.post("/compte/poste-partage/rester/").status_code == 204
    with later(minutes=12):
        assert alive(desk, sonia)
        desk.get("/annuaire/", headers={"sec-fetch-mode": "cors"})
        desk.get("/annuaire/", headers={"hx-request": "true"})
    with later(minutes=14):
        assert not alive(desk, sonia)
        assert desk.get("/annuaire/", headers={"hx-request": "true"})["HX-Redirect"] == "/compte/connexion/"


def test_a_personal_computer_keeps_its_session(sonia):
    browser = Client()
    browser.force_login(sonia.user)
    with later(hours=2):
        assert alive(browser, sonia)
        assert browser.get("/annuaire/").status_code == 200


def test_what_a_signed_in_person_receives_is_kept_nowhere(desk):
    assert desk.get("/annuaire/")["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in Client().get("/annuaire/") or "private" not in Client().get("/annuaire/")["Cache-Control"]


def test_a_session_is_alive_for_its_owner_only(sonia, outsider):
    browser = Client()
    browser.force_login(sonia.user)
    key = browser.session.session_key
    assert sessions_alive([(key, sonia.user_id), (key, outsider.user_id), ("absent", sonia.user_id)]) == {(key, sonia.user_id)}


@pytest.mark.parametrize("ending", ["sign out", "close", "leave", "new code", "password", "expiry"])
def test_a_session_dies_at_once(sonia, ending):
    browser = Client()
    browser.force_login(sonia.user)
    key = browser.session.session_key
    assert session_alive(key, sonia.user_id)
    if ending == "sign out":
        browser.post("/compte/deconnexion/")
    elif ending == "close":
        actions.deactivate(sonia, actor=None)
    elif ending == "leave":
        actions.leave(sonia, on=timezone.localdate(), actor=None)
    elif ending == "new code":
        actions.issue_sign_in_code(sonia, actor=None)
    elif ending == "password":
        actions.choose_password(sonia.user, password="les platanes du mail", actor=None)
    else:
        with later(days=15):
            assert not session_alive(key, sonia.user_id)
        return
    assert not session_alive(key, sonia.user_id)
    assert browser.get("/annuaire/").status_code == 302


def test_an_account_opened_again_does_not_revive_old_sessions(sonia):
    browser = Client()
    browser.force_login(sonia.user)
    actions.deactivate(sonia, actor=None)
    actions.issue_sign_in_code(sonia, actor=None)
    User.objects.filter(pk=sonia.user_id).update(must_choose_password=False)
    assert not alive_key(browser, sonia)
    assert browser.get("/annuaire/").status_code == 302


def alive_key(browser, agent):
    return session_alive(browser.cookies["sessionid"].value, agent.user_id)


def test_two_queries_for_any_number_of_sockets(django_assert_num_queries):
    pairs = []
    for _person in range(12):
        agent, browser = factories.AgentFactory(), Client()
        browser.force_login(agent.user)
        pairs.append((browser.session.session_key, agent.user_id))
    with django_assert_num_queries(2):
        assert sessions_alive(pairs) == set(pairs)
