"""What the intranet brings to the home page: an alert, news, today's menu, for at most two queries."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.actions import Built
from cms.models import Alert, CanteenDay, CanteenWeekPage
from cms.today import today
from rse.people.models import Agent, Department, User
from tests.cms import factories
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db
As = Callable[[Agent], Client]


def alert(title: str, *departments: Department, **facts: object) -> Alert:
    now = timezone.now()
    made = Alert.objects.create(**{"title": title, "starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1), **facts})
    made.departments.set(departments)
    return made


def shown(agent: Agent) -> list[str]:
    return [item.heading for item in today(User.objects.get(pk=agent.user_id)).alerts]


def test_an_alert_stands_between_its_two_hours(marc: Agent) -> None:
    now = timezone.now()
    alert("Coupure d’eau")
    alert("Hier", starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    alert("Demain", starts_at=now + timedelta(hours=3), ends_at=now + timedelta(hours=5))
    assert shown(marc) == ["Coupure d’eau"]


def test_an_alert_for_a_department_is_read_there_and_below_only(marc: Agent, roads: Department, cleaning: Department) -> None:
    below = AgentFactory(department=cleaning, organisation=cleaning.organisation)
    outsider = AgentFactory()
    alert("Sel livré", roads)
    alert("Bennes", cleaning)
    assert shown(marc) == ["Sel livré"]
    assert set(shown(below)) == {"Sel livré", "Bennes"}
    assert shown(outsider) == []


def test_the_most_urgent_comes_first(marc: Agent) -> None:
    alert("Bon à savoir")
    alert("Évacuez", level="urgent")
    alert("Verglas", level="warning")
    assert shown(marc) == ["Évacuez", "Verglas", "Bon à savoir"]


def test_an_alert_leads_to_its_page_only_for_whom_may_read_it(marc: Agent, intranet: Built) -> None:
    page = factories.article(intranet, "Consignes")
    alert("Verglas", page=page)
    user = User.objects.get(pk=marc.user_id)
    assert today(user).alerts[0].url == page.url
    factories.closed(page)
    assert today(User.objects.get(pk=marc.user_id)).alerts[0].url == ""


def test_the_home_page_shows_alert_news_and_menu(marc: Agent, intranet: Built, as_: As) -> None:
    alert("Coupure d’eau", text="Jusqu’à midi.")
    factories.news(intranet, "L’annexe rouvre")
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    week = factories.put(intranet.places["CanteenPage"], CanteenWeekPage(title="Semaine", monday=monday))
    CanteenDay.objects.create(week=week, day=timezone.localdate(), main="Gratin de chou-fleur", dessert="Compote")
    html = as_(marc).get("/").content.decode()
    for words in ("Coupure d’eau", "Jusqu’à midi.", "L’annexe rouvre", "Gratin de chou-fleur", "Compote"):
        assert words in html, words
    assert "Coupure d’eau" not in as_(marc).get("/annuaire/").content.decode()


def test_pinned_news_come_first_and_three_are_enough(marc: Agent, intranet: Built) -> None:
    on = timezone.localdate()
    for number in range(4):
        factories.news(intranet, f"Récente {number}", date=on)
    factories.news(intranet, "Épinglée", date=on - timedelta(days=9), pinned_until=on)
    found = today(User.objects.get(pk=marc.user_id)).news
    assert found[0].heading == "Épinglée"
    assert len(found) == 3


def test_two_queries_bring_everything(marc: Agent, intranet: Built) -> None:
    alert("Coupure d’eau")
    factories.news(intranet)
    user = User.objects.get(pk=marc.user_id)
    today(User.objects.get(pk=marc.user_id))
    with CaptureQueriesContext(connection) as queries:
        today(user)
        today(user)
    assert len(queries) <= 2
