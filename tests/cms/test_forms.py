"""Forms an editor builds: what is said before, who reads the answers, when they go."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from cms.actions import Built, forget_answers
from cms.models import FormAnswer, FormField, FormPage
from cms.wagtail_hooks import answers_to_those_who_may
from rse.people.models import Agent
from tests.cms import factories
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db
As = Callable[[Agent], Client]


@pytest.fixture
def form(intranet: Built, marc: Agent) -> FormPage:
    page = factories.put(intranet.home, FormPage(title="Vos trajets", purpose="Placer les arceaux.", kept_days=30, owner=marc.user))
    FormField.objects.create(page=page, label="Combien de kilomètres", field_type="number", required=True, sort_order=0)
    return page


def test_the_purpose_the_name_and_the_days_are_said_before(form: FormPage, marc: Agent, as_: As) -> None:
    html = as_(marc).get(form.url).content.decode()
    for words in ("Placer les arceaux.", "30 jours", "Votre nom accompagne votre réponse"):
        assert words in html, words


def test_an_answer_is_kept_with_its_author(form: FormPage, marc: Agent, as_: As) -> None:
    response = as_(marc).post(form.url, {"combien_de_kilometres": "4"})
    assert response.status_code == 200
    assert FormAnswer.objects.get().author == marc.user


def test_an_anonymous_form_keeps_no_name(form: FormPage, marc: Agent, as_: As) -> None:
    FormPage.objects.filter(pk=form.pk).update(anonymous=True)
    as_(marc).post(form.url, {"combien_de_kilometres": "4"})
    assert FormAnswer.objects.get().author is None


def test_what_is_missing_is_said_and_nothing_is_kept(form: FormPage, marc: Agent, as_: As) -> None:
    html = as_(marc).post(form.url, {"combien_de_kilometres": ""}).content.decode()
    assert "error-text" in html
    assert not FormAnswer.objects.exists()


def test_a_closed_form_takes_nothing(form: FormPage, marc: Agent, as_: As) -> None:
    FormPage.objects.filter(pk=form.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    html = as_(marc).post(form.url, {"combien_de_kilometres": "4"}).content.decode()
    assert "<form method" not in html.partition("<main")[2].partition("</main>")[0]
    assert not FormAnswer.objects.exists()


def test_owner_deputy_and_named_roles_read_the_answers_and_nobody_else(form: FormPage, marc: Agent) -> None:
    deputy, named, editor = AgentFactory(), AgentFactory(), AgentFactory()
    group = Group.objects.create(name="Mobilité")
    named.user.groups.add(group)
    form.deputy = deputy.user
    form.readers.add(group)
    form.save()
    forms = FormPage.objects.all()
    assert [bool(answers_to_those_who_may(agent.user, forms)) for agent in (marc, deputy, named, editor)] == [True, True, True, False]


def test_answers_go_when_the_form_said_so(form: FormPage) -> None:
    old = FormAnswer.objects.create(page=form, form_data={})
    FormAnswer.objects.filter(pk=old.pk).update(submit_time=timezone.now() - timedelta(days=31))
    kept = FormAnswer.objects.create(page=form, form_data={})
    assert forget_answers(actor=None) == 1
    assert forget_answers(actor=None) == 0
    assert list(FormAnswer.objects.all()) == [kept]
