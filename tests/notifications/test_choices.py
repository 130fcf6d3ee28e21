"""The page of preferences works with plain forms; an address in an e-mail stops that sort of e-mail and nothing else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rse.notifications import actions, kinds, preferences, scopes, unsubscribing
from rse.notifications.kinds import Kind
from rse.notifications.models import Inbox, Preference, ScopeChoice, Subscription
from rse.notifications.scopes import ScopeType
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/notifications/preferences/"
BROWSER = {"endpoint": "https://fcm.googleapis.com/fcm/send/abc", "p256dh": "B" * 87, "auth": "a" * 22}


@pytest.fixture
def signed_in(client, sonia):
    client.force_login(sonia)
    return client


@pytest.fixture
def garden(monkeypatch):
    """A group Sonia is in; another nobody told her of."""
    monkeypatch.setattr(scopes, "_types", {})
    names = {12: "Jardin partagé"}
    scopes.register(ScopeType("communities.community", "Mes groupes", lambda user, pks: {pk: names[pk] for pk in pks & set(names)}, lambda user: names))


def test_the_table_saves_what_changed_and_an_empty_choice_inherits(signed_in, sonia):
    signed_in.post(PAGE, {"category:network|email": "no", "kind:help.wanted|email": "yes"})
    assert set(Preference.objects.values_list("subject", "channel", "wanted")) == {("category:network", "email", False), ("kind:help.wanted", "email", True)}
    page = signed_in.get(PAGE).text
    assert '<option value="no" selected>' in page
    signed_in.post(PAGE, {"category:network|email": "no", "kind:help.wanted|email": ""})
    assert Preference.objects.get().subject == "category:network"


def test_nonsense_saves_nothing_and_says_so(signed_in):
    answer = signed_in.post(PAGE, {"category:network|email": "peut-être", "kind:quiet|email": "yes"})
    assert answer.status_code == 422
    assert not Preference.objects.exists()
    assert '<option value="yes" selected>' in answer.text


def test_what_binds_has_no_choice_on_the_page(signed_in):
    kinds.register(Kind("charter", "Charte", "Charte", email=True, category=kinds.READING, refusable=frozenset({"digest"})))
    signed_in.post(PAGE, {"kind:charter|email": "no"})
    assert not Preference.objects.exists()
    page = signed_in.get(PAGE).text
    assert "kind:charter|email" not in page
    assert "Toujours" in page


def test_the_page_costs_the_same_whatever_was_chosen(signed_in, sonia, garden):
    with CaptureQueriesContext(connection) as nothing_chosen:
        signed_in.get(PAGE)
    actions.prefer(sonia, {("category:network", "email"): False, ("kind:quiet", "digest"): True}, actor=sonia)
    actions.choose_level(sonia, "communities.community:12", level="none", actor=sonia)
    with CaptureQueriesContext(connection) as much_chosen:
        signed_in.get(PAGE)
    assert len(much_chosen) <= len(nothing_chosen) <= 16


def test_a_group_is_reduced_or_silenced_in_one_click(signed_in, sonia, garden):
    signed_in.post(f"{PAGE}lieu/", {"scope": "communities.community:12", "level": "addressed"})
    assert ScopeChoice.objects.get().level == "addressed"
    signed_in.post(f"{PAGE}lieu/", {"scope": "communities.community:12", "until": "week"})
    assert ScopeChoice.objects.get().muted_until > timezone.now() + timedelta(days=6)
    assert "silencieux jusqu’à" in signed_in.get(PAGE).text
    signed_in.post(f"{PAGE}lieu/", {"scope": "communities.community:12", "until": "end"})
    assert (ScopeChoice.objects.get().muted_until, ScopeChoice.objects.get().level) == (None, "addressed")


@pytest.mark.parametrize("scope", ["communities.community:13", "x.y:1", "communities.community:", "<script>", "communities.community:" + "9" * 30])
def test_a_place_one_does_not_know_does_not_exist(signed_in, garden, scope):
    assert signed_in.post(f"{PAGE}lieu/", {"scope": scope, "level": "none"}).status_code == 404
    assert not ScopeChoice.objects.exists()


def test_quiet_and_digest_are_plain_buttons(signed_in, sonia):
    answer = signed_in.post("/notifications/ne-pas-deranger/", {"until": "hour", "next": "https://elsewhere.example/"})
    assert answer["Location"] == PAGE
    assert "Ne pas déranger" in signed_in.get(PAGE).text
    assert Inbox.objects.get().quiet_until > timezone.now()
    signed_in.post("/notifications/ne-pas-deranger/", {"until": "end"})
    signed_in.post(f"{PAGE}recapitulatif/", {"digest": "daily"})
    inbox = Inbox.objects.get()
    assert (inbox.quiet_until, inbox.digest, inbox.quotes) == (None, "daily", False)


def test_every_choice_needs_a_session_and_a_post(client, sonia):
    for path in (PAGE, f"{PAGE}lieu/", f"{PAGE}recapitulatif/", "/notifications/ne-pas-deranger/", "/notifications/navigateur/"):
        assert client.post(path, {}).status_code == 302
    client.force_login(sonia)
    for path in (f"{PAGE}lieu/", f"{PAGE}recapitulatif/", "/notifications/ne-pas-deranger/", "/notifications/navigateur/"):
        assert client.get(path).status_code == 405


def test_the_address_in_an_email_asks_then_stops_that_sort_only(client, sonia):
    path = unsubscribing.address(sonia, "help.wanted").partition("://")[2].partition("/")[2]
    asked = client.get(f"/{path}")
    assert asked.status_code == 200
    assert not Preference.objects.exists()
    assert "Sonia" not in asked.text
    one_click = Client(enforce_csrf_checks=True).post(f"/{path}", {"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 200
    assert "email" not in preferences.choices_of(sonia).channels(kinds.get("help.wanted"), at=timezone.now())
    assert not preferences.refuses_email(sonia)
    assert client.post(f"/{path}").status_code == 200


def test_the_digest_is_stopped_by_its_own_address(client, sonia):
    client.post(unsubscribing.address(sonia, unsubscribing.DIGEST).replace("http://127.0.0.1:8000", ""))
    assert Inbox.objects.get(user=sonia).digest == "none"


def test_a_forged_address_a_closed_account_or_a_binding_kind_stop_nothing(client, sonia):
    kinds.register(Kind("charter", "Charte", "Charte", email=True, refusable=frozenset()))
    left = UserFactory(is_active=False)
    for url in (
        unsubscribing.address(sonia, "charter"),
        unsubscribing.address(left, "help.wanted"),
        unsubscribing.address(sonia, "gone"),
        "/notifications/desabonnement/x:y/",
    ):
        assert client.post(url.replace("http://127.0.0.1:8000", "")).status_code == 404
    assert not Preference.objects.exists()


def test_a_browser_is_rung_only_when_push_is_on_and_its_service_is_known(signed_in, sonia, settings):
    assert signed_in.post("/notifications/navigateur/", BROWSER).status_code == 400
    settings.WEB_PUSH = True
    for endpoint in ("https://internal.example/x", "http://fcm.googleapis.com/x", "https://fcm.googleapis.com.evil.example/x", "https://127.0.0.1/", "x"):
        assert signed_in.post("/notifications/navigateur/", BROWSER | {"endpoint": endpoint}).status_code == 400
    for _click in range(2):
        assert signed_in.post("/notifications/navigateur/", BROWSER).status_code == 201
    assert Subscription.objects.get().user == sonia


def test_a_shared_browser_rings_for_the_last_who_asked(signed_in, sonia, settings):
    settings.WEB_PUSH = True
    signed_in.post("/notifications/navigateur/", BROWSER)
    paul = UserFactory()
    actions.subscribe(paul, **BROWSER, label="", actor=paul)
    assert Subscription.objects.get().user == paul
    assert signed_in.post("/notifications/navigateur/oublier/", {"endpoint": BROWSER["endpoint"]}).json() == {"removed": 0}
    assert actions.unsubscribe_browser(paul, endpoint=BROWSER["endpoint"], actor=paul) == 1
