"""The map of who can be reached, and one question answered from a link by somebody without an account, in a real browser."""

import pytest
from playwright.sync_api import Browser

from referents import tokens
from referents.actions import assignments, enquiries, links
from referents.models import Enquiry
from rse.people.models import User
from tests.browser.conftest import AXE, RULES
from tests.referents import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def violations(page) -> list[str]:
    page.evaluate(AXE)
    return [found["id"] for found in page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]]


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_somebody_without_an_account_answers_one_question(chromium: Browser, live_server, width: int, theme: str) -> None:
    town = factories.Town()
    enquiry = assignments.assign(
        enquiries.qualify(town.received(), topic=town.topic, actor=town.cm, version=None), person=town.expert, actor=town.cm, version=None
    )
    link = links.write_to(enquiry, person=User.objects.get(pk=town.expert.pk), actor=town.cm)
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, locale="fr-FR", base_url=live_server.url)
    page = context.new_page()
    page.goto(f"/repondre/{tokens.token_of(link.nonce)}/")
    assert violations(page) == []
    page.get_by_label("Ce que vous savez").fill("Oui, de 9 h à 17 h.")
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("heading", name="Merci").wait_for()
    assert violations(page) == []
    assert Enquiry.objects.get(pk=enquiry.pk).contributions.get().text == "Oui, de 9 h à 17 h."
    context.close()


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_the_map_is_read_by_everybody(open_page, width: int, theme: str) -> None:
    town = factories.Town()
    page = open_page("/referents/carte/", user=town.cm, width=width, theme=theme)
    page.get_by_role("heading", name="Services joignables aujourd’hui").wait_for()
    assert violations(page) == []
    page.get_by_text("Tout le tableau, en mots").click()
    page.get_by_role("table").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
