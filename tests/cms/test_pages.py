"""Every family of page: it answers in the shell of Relais, shows what the reader may see, and costs the same however many pages there are."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.actions import Built
from cms.models import (
    CampaignPage,
    CanteenDay,
    CanteenWeekPage,
    CharterPage,
    FormField,
    FormPage,
    LegalPage,
    NewsCategory,
    NewsletterPage,
    PortalPage,
    RelatedPage,
    SiteMapPage,
)
from rse.people.models import Agent, Department
from tests.cms import factories
from tests.factories import DepartmentFactory

pytestmark = pytest.mark.django_db
As = Callable[[Agent], Client]
MOST = 45


@pytest.fixture
def families(intranet: Built) -> dict[str, str]:
    """One page of each family, by name of family."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    week = factories.put(intranet.places["CanteenPage"], CanteenWeekPage(title="Semaine", monday=monday))
    CanteenDay.objects.create(week=week, day=today, main="Gratin de chou-fleur")
    form = factories.put(intranet.home, FormPage(title="Enquête", purpose="Choisir les horaires."))
    FormField.objects.create(page=form, label="Votre avis", field_type="multiline", required=True, sort_order=0)
    pages = {
        "home": intranet.home,
        **{name: intranet.places[name] for name in ("NewsIndexPage", "GuideIndexPage", "PortalIndexPage", "CanteenPage", "NewsletterIndexPage", "SiteMapPage")},
        "news": factories.news(intranet),
        "guide": factories.guide(intranet),
        "article": factories.article(intranet),
        "campaign": factories.put(intranet.home, CampaignPage(title="Un mois sans jetable", ends_on=today)),
        "charter": factories.put(intranet.home, CharterPage(title="La charte")),
        "newsletter": factories.put(intranet.places["NewsletterIndexPage"], NewsletterPage(title="La Lettre n° 1")),
        "week": week,
        "form": form,
        "legal": LegalPage.objects.get(),
        "portal": PortalPage.objects.get(of__code="VOI"),
    }
    return {name: page.url for name, page in pages.items()}


def cost(client: Client, path: str) -> int:
    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def test_every_family_answers_in_the_shell_and_costs_the_same_with_more_pages(families: dict[str, str], intranet: Built, as_: As, marc: Agent) -> None:
    client = as_(marc)
    for name, path in families.items():
        html = client.get(path).content.decode()
        assert html.count("<h1") == 1, name
        assert 'class="shell"' in html, name
    before = {name: cost(client, path) for name, path in families.items()}
    assert {name: number for name, number in before.items() if number > MOST} == {}
    for _number in range(6):
        factories.news(intranet, department=marc.department)
        factories.guide(intranet, department=marc.department)
        factories.article(intranet)
        factories.put(intranet.home, CampaignPage(title=f"Campagne {_number}"))
        factories.put(intranet.places["NewsletterIndexPage"], NewsletterPage(title=f"Lettre {_number}"))
    after = {name: cost(client, path) for name, path in families.items()}
    assert after == before


def test_nobody_reads_a_page_without_signing_in(families: dict[str, str]) -> None:
    for path in families.values():
        response = Client().get(path)
        assert response.status_code == 302
        assert "/compte/connexion/" in response["Location"]


def test_a_closed_page_is_nowhere(intranet: Built, as_: As, marc: Agent) -> None:
    today = timezone.localdate()
    secret = factories.closed(factories.guide(intranet, "Zibeline guide", department=marc.department))
    factories.closed(factories.news(intranet, "Zibeline actu", department=marc.department, pinned_until=today))
    factories.closed(factories.put(intranet.home, CampaignPage(title="Zibeline campagne")))
    open_guide = factories.guide(intranet, "Guide ouvert")
    RelatedPage.objects.create(guide=open_guide, page=secret)
    client = as_(marc)
    portal = PortalPage.objects.get(of=marc.department)
    for path in ("/", "/infos/", open_guide.url, portal.url, *(place.url for place in intranet.places.values())):
        assert "Zibeline" not in client.get(path).content.decode(), path
    assert client.get(secret.url).status_code == 404


def test_the_map_holds_no_page_below_a_closed_one(intranet: Built, as_: As, marc: Agent) -> None:
    parent = factories.closed(factories.article(intranet, "Dossier fermé"))
    factories.put(parent, type(parent)(title="Pièce du dossier"))
    html = as_(marc).get(SiteMapPage.objects.get().url).content.decode()
    assert "Pièce du dossier" not in html
    assert "Guides" in html


def test_news_are_found_by_category_and_page_by_page(intranet: Built, as_: As, marc: Agent) -> None:
    health = NewsCategory.objects.create(name="Santé", slug="sante")
    today = timezone.localdate()
    for number in range(25):
        factories.news(intranet, f"Vaccin {number:02d}", category=health, date=today - timedelta(days=number))
    pinned = factories.news(intranet, "En tête", pinned_until=today)
    client, path = as_(marc), intranet.places["NewsIndexPage"].url
    assert pinned.title in client.get(path).content.decode()
    first = client.get(path, {"categorie": "sante"}).content.decode()
    assert "Vaccin 00" in first
    assert "Vaccin 24" not in first
    assert "En tête" not in first
    after = first.partition("apres=")[2].partition('"')[0]
    second = client.get(path, {"categorie": "sante", "apres": after}).content.decode()
    assert "Vaccin 24" in second
    assert "Vaccin 19" not in second
    assert client.get(path, {"apres": "n’importe.quoi"}).status_code == 200


def test_news_of_tomorrow_wait_for_tomorrow(intranet: Built, as_: As, marc: Agent) -> None:
    factories.news(intranet, "Demain", date=timezone.localdate() + timedelta(days=1))
    assert "Demain" not in as_(marc).get(intranet.places["NewsIndexPage"].url).content.decode()


def test_a_portal_follows_a_reorganisation(intranet: Built, as_: As, marc: Agent, roads: Department, cleaning: Department) -> None:
    """Renamed, headed by another, emptied, then gone: the page never breaks and always says what is true."""
    client, page = as_(marc), PortalPage.objects.get(of=roads)
    html = client.get(page.url).content.decode()
    assert "Yann Le Goff" in html
    assert "Propreté" in html
    Department.objects.filter(pk=cleaning.pk).update(parent=None)
    Agent.objects.filter(pk=marc.pk).update(department=cleaning)
    Department.objects.filter(pk=roads.pk).update(head=marc.user, name="Espaces publics")
    html = client.get(page.url).content.decode()
    assert "Marc Lefort" in html
    assert "branches" not in html
    PortalPage.objects.filter(pk=page.pk).update(of=None)
    response = client.get(page.url)
    assert response.status_code == 200
    assert "n’est plus dans l’organigramme" in response.content.decode()


def test_a_deleted_department_leaves_its_portal_standing(intranet: Built, as_: As, marc: Agent) -> None:
    gone = DepartmentFactory(name="Éphémère")
    page = factories.put(intranet.places["PortalIndexPage"], PortalPage(title="Éphémère", of=gone, department=gone))
    gone.delete()
    assert as_(marc).get(page.url).status_code == 200


def test_the_canteen_shows_this_week_and_the_ones_around(intranet: Built, as_: As, marc: Agent) -> None:
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    for shift, dish in ((-7, "Hachis"), (0, "Gratin"), (7, "Dahl")):
        week = factories.put(intranet.places["CanteenPage"], CanteenWeekPage(title=f"Semaine {shift}", monday=monday + timedelta(days=shift)))
        CanteenDay.objects.create(week=week, day=week.monday, main=dish)
    html = as_(marc).get(intranet.places["CanteenPage"].url).content.decode()
    assert "Gratin" in html
    assert "Hachis" not in html
    assert "Semaine d’avant" in html
    assert "Semaine d’après" in html


def test_an_empty_canteen_says_so(intranet: Built, as_: As, marc: Agent) -> None:
    assert "pas encore écrit" in as_(marc).get(intranet.places["CanteenPage"].url).content.decode()
