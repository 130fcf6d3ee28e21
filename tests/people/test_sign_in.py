import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from rse.people import actions
from rse.people.checks import check_demo_door, check_middleware, check_sessions_can_be_ended
from rse.people.codes import ALPHABET, canonical, generate_code
from rse.people.models import User
from tests import factories

pytestmark = pytest.mark.django_db
SIGN_IN = "/compte/connexion/"
FRENCH = {"accept-language": "fr", "accept": "text/html"}


@pytest.fixture
def browser():
    return Client(headers=FRENCH)


def sign_in(browser, login, password, **more):
    return browser.post(SIGN_IN, {"login": login, "password": password, **more})


def is_signed_in(browser):
    return "_auth_user_id" in browser.session


def test_a_code_is_readable_and_forgives_typing():
    code = generate_code()
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{3}}[{ALPHABET}]{{4}}", code)
    assert not set("01OI") & set(ALPHABET)
    assert canonical(f" {code.lower().replace('-', ' ')} ") == code
    assert canonical("les platanes du mail") == "les platanes du mail"


def test_the_page_asks_for_two_things_in_french(browser):
    page = browser.get(SIGN_IN).content.decode()
    for words in ("Numéro d’agent ou adresse e-mail", "Code ou mot de passe", "Poste partagé : me déconnecter après 5 minutes"):
        assert words in page.replace("\N{NO-BREAK SPACE}", " ").replace("&#x27;", "’")
    assert page.count("<h1") == 1


def test_number_and_printed_code_lead_to_choosing_a_password_then_to_where_one_was_going(browser, sonia):
    code = actions.issue_sign_in_code(sonia, actor=None)
    response = sign_in(browser, "1001", code.lower().replace("-", ""), next="/annuaire/?q=roche")
    assert response.url == "/annuaire/?q=roche"
    choose = browser.get(response.url)
    assert choose.url == "/compte/choisir-un-mot-de-passe/?next=%2Fannuaire%2F%3Fq%3Droche"
    done = browser.post(choose.url, {"password1": "les platanes du mail", "next": "/annuaire/?q=roche"})
    assert done.url == "/annuaire/?q=roche"
    assert browser.get(done.url).status_code == 200


def test_a_weak_or_repeated_password_is_refused_at_the_field(browser, sonia):
    code = actions.issue_sign_in_code(sonia, actor=None)
    sign_in(browser, "1001", code)
    for password in ("court", code):
        response = browser.post("/compte/choisir-un-mot-de-passe/", {"password1": password})
        assert response.status_code == 422
        assert 'id="id_password1_error"' in response.content.decode()
    assert User.objects.get(username="1001").must_choose_password


def test_fragments_and_forms_are_closed_too_until_the_password_is_chosen(browser, sonia):
    actions.issue_sign_in_code(sonia, actor=None)
    browser.force_login(sonia.user)
    assert browser.get("/annuaire/", headers={"hx-request": "true"})["HX-Redirect"] == "/compte/choisir-un-mot-de-passe/"
    assert browser.get("/annuaire/", headers={"sec-fetch-mode": "cors"}).status_code == 401
    assert browser.post(f"/annuaire/{sonia.pk}/modifier/", {"phone": "17"}).url == "/compte/choisir-un-mot-de-passe/"


def test_address_and_password_open_the_same_account(browser, sonia):
    sign_in(browser, "Sonia@Ville.example", factories.PASSWORD)
    assert is_signed_in(browser)


@pytest.mark.parametrize(("login", "password"), [("1001", "faux"), ("9999", "faux"), ("sonia@ville.example", "faux"), ("rien@ville.example", "faux")])
def test_known_and_unknown_accounts_get_the_same_words_at_the_field_and_keep_the_identifier(browser, sonia, login, password):
    page = sign_in(browser, login, password).content.decode()
    assert not is_signed_in(browser)
    assert "ne vont pas ensemble" in page
    assert 'id="id_password_error"' in page
    assert f'value="{login}"' in page
    assert password not in page


def test_an_old_code_says_so_to_whoever_holds_it(browser, sonia):
    code = actions.issue_sign_in_code(sonia, actor=None)
    User.objects.filter(pk=sonia.user_id).update(code_issued_at=timezone.now() - timedelta(days=91))
    page = sign_in(browser, "1001", code).content.decode()
    assert not is_signed_in(browser)
    assert "plus de 90 jours" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "plus de 90 jours" not in sign_in(browser, "1001", "faux").content.decode()


def test_a_closed_account_does_not_open(browser, sonia):
    User.objects.filter(pk=sonia.user_id).update(is_active=False)
    response = sign_in(browser, "1001", factories.PASSWORD)
    assert response.url == "/compte/ferme/"
    assert not is_signed_in(browser)
    assert browser.get(response.url).status_code == 200


def test_the_sixth_try_on_one_account_waits_even_with_the_right_password(browser, sonia):
    for _try in range(5):
        sign_in(browser, "1001", "faux")
    page = sign_in(browser, "1001", factories.PASSWORD).content.decode()
    assert not is_signed_in(browser)
    assert "cinq minutes" in page
    sign_in(browser, "4444", "faux")
    assert sign_in(browser, factories.AgentFactory(user__username="1002").user.username, factories.PASSWORD).status_code == 302


def test_next_never_leads_to_another_site(browser, sonia):
    assert sign_in(browser, "1001", factories.PASSWORD, next="https://ailleurs.example/").url == "/"


def test_signing_out_is_a_post_and_clears_the_browser(browser, sonia):
    browser.force_login(sonia.user)
    browser.get("/compte/deconnexion/")
    assert is_signed_in(browser)
    response = browser.post("/compte/deconnexion/")
    assert not is_signed_in(browser)
    assert response.url == SIGN_IN
    assert response["Clear-Site-Data"] == '"cache"'
    assert response["Cache-Control"] == "private, no-store"


def test_nobody_signs_up_and_unstyled_pages_of_allauth_are_not_routed():
    for name in ("account_signup", "account_email", "account_set_password", "account_reauthenticate"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_a_changed_password_keeps_this_session_and_ends_the_others(browser, sonia, journal):
    elsewhere = Client(headers=FRENCH)
    elsewhere.force_login(sonia.user)
    browser.force_login(sonia.user)
    response = browser.post("/compte/mot-de-passe/", {"oldpassword": factories.PASSWORD, "password1": "les platanes du mail"})
    assert response.status_code == 302
    assert browser.get("/annuaire/").status_code == 200
    assert elsewhere.get("/annuaire/").status_code == 302
    assert journal(sonia) == ["password_chosen"]


def test_a_wrong_current_password_or_the_same_again_is_refused(browser, sonia):
    browser.force_login(sonia.user)
    for old, new, field in ((("faux", "les platanes du mail", "oldpassword")), (factories.PASSWORD, factories.PASSWORD, "password1")):
        page = browser.post("/compte/mot-de-passe/", {"oldpassword": old, "password1": new}).content.decode()
        assert f'id="id_{field}_error"' in page


def test_a_forgotten_password_is_reset_by_mail_in_french(browser, sonia, journal):
    response = browser.post("/compte/mot-de-passe/oublie/", {"email": "sonia@ville.example"})
    assert response.url == "/compte/mot-de-passe/oublie/envoye/"
    assert browser.get(response.url).status_code == 200
    assert mail.outbox[0].subject == "Choisir un nouveau mot de passe pour Relais"
    link = re.search(r"http://\S+", mail.outbox[0].body).group()
    page = browser.get(link, follow=True)
    done = browser.post(page.request["PATH_INFO"], {"password1": "les platanes du mail"}, follow=True)
    assert "/fait/" in done.request["PATH_INFO"]
    assert User.objects.get(username="1001").check_password("les platanes du mail")
    assert journal(sonia) == ["password_chosen"]
    assert "déjà servi" in Client(headers=FRENCH).get(link, follow=True).content.decode()


def test_an_unknown_address_gets_the_same_page_and_no_mail(browser, sonia):
    assert browser.post("/compte/mot-de-passe/oublie/", {"email": "rien@ville.example"}).url == "/compte/mot-de-passe/oublie/envoye/"
    assert mail.outbox == []


def test_the_demonstration_offers_its_roles_and_no_other(browser, sonia, outsider, settings):
    settings.DEMO_ACCOUNTS = ["1001"]
    page = browser.get(SIGN_IN).content.decode()
    assert "Entrer comme Sonia, " in page
    assert "Omar" not in page
    assert browser.post("/compte/demonstration/", {"account": outsider.user_id}).status_code == 404
    assert browser.post("/compte/demonstration/", {"account": "x"}).status_code == 404
    assert browser.post("/compte/demonstration/", {"account": sonia.user_id, "next": "/annuaire/"}).url == "/annuaire/"
    assert is_signed_in(browser)


def test_the_demonstration_door_does_not_exist_elsewhere(browser, sonia, settings):
    settings.DEMO, settings.DEMO_ACCOUNTS = False, ["1001"]
    assert browser.post("/compte/demonstration/", {"account": sonia.user_id}).status_code == 404
    assert "Entrer comme" not in browser.get(SIGN_IN).content.decode()
    assert [error.id for error in check_demo_door(None)] == ["people.E001"]


def test_the_demonstration_does_not_start_in_production(settings):
    settings.DEMO_ACCOUNTS = ["1001"]
    assert check_demo_door(None) == []
    settings.SESSION_COOKIE_SECURE = True
    assert [error.id for error in check_demo_door(None)] == ["people.E002"]


def test_settings_that_would_open_a_hole_are_refused(settings):
    assert check_sessions_can_be_ended(None) == []
    assert check_middleware(None) == []
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.MIDDLEWARE = settings.MIDDLEWARE[:-4]
    settings.MIDDLEWARE = [line for line in settings.MIDDLEWARE if "PrivatePages" not in line]
    assert [error.id for error in (*check_sessions_can_be_ended(None), *check_middleware(None))] == ["people.E003", "people.E004"]


def test_a_form_sent_after_the_session_ended_leads_back_to_the_page_it_stood_on(sonia):
    sent = Client(headers={"referer": "http://testserver/notifications/?avant=3"}).post("/notifications/tout-lire/")
    assert sent["Location"] == "/compte/connexion/?next=%2Fnotifications%2F%3Favant%3D3"


def test_a_form_sent_from_elsewhere_leads_back_to_no_other_site(sonia):
    sent = Client(headers={"referer": "https://ailleurs.example/notifications/"}).post("/notifications/tout-lire/")
    assert sent["Location"] == "/compte/connexion/?next=/notifications/tout-lire/"
