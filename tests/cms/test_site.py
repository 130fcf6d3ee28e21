"""A new intranet made by one command: whole, without a question, the same when run again."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Page, Site

from cms.actions import Built, build_site
from cms.models import GuidePage, HomePage, NavigationLink, NewsPage, PortalPage
from rse.people.models import Department
from tests.factories import DepartmentFactory

pytestmark = pytest.mark.django_db


def test_the_welcome_page_of_wagtail_gives_way_to_the_home(intranet: Built) -> None:
    assert Site.objects.get(is_default_site=True).root_page.specific == intranet.home
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_every_department_has_its_portal(intranet: Built) -> None:
    assert set(PortalPage.objects.values_list("of", flat=True)) == set(Department.objects.values_list("pk", flat=True))


def test_run_again_nothing_is_made(intranet: Built) -> None:
    before = list(Page.objects.order_by("path").values_list("path", "title")), NavigationLink.objects.count(), Group.objects.count()
    again = build_site(actor=None)
    assert again.made == []
    assert (list(Page.objects.order_by("path").values_list("path", "title")), NavigationLink.objects.count(), Group.objects.count()) == before


def test_a_new_department_gets_its_portal_and_a_renamed_page_keeps_its_name(intranet: Built) -> None:
    DepartmentFactory(name="Eau")
    intranet.home.title = "Chez nous"
    intranet.home.save()
    NavigationLink.objects.filter(place="menu").first().delete()
    left = NavigationLink.objects.count()
    assert build_site(name="Autre nom", actor=None).made == ["Eau"]
    assert HomePage.objects.get().title == "Chez nous"
    assert NavigationLink.objects.count() == left


def test_two_departments_of_one_name_have_two_portals(intranet: Built) -> None:
    one, other = DepartmentFactory(name="Accueil"), DepartmentFactory(name="Accueil")
    build_site(actor=None)
    slugs = set(PortalPage.objects.filter(of__in=[one, other]).values_list("slug", flat=True))
    assert len(slugs) == 2


def test_the_command_says_what_it_makes_then_that_there_is_nothing_left() -> None:
    first, second = StringIO(), StringIO()
    call_command("start_intranet", "--name", "Notre intranet", stdout=first)
    call_command("start_intranet", stdout=second)
    assert "+ Notre intranet" in first.getvalue()
    assert NewsPage.objects.count() == GuidePage.objects.count() == 1
    assert "+" not in second.getvalue()


def test_without_samples_nothing_is_written_for_the_town() -> None:
    call_command("start_intranet", "--without-samples", stdout=StringIO())
    assert not NewsPage.objects.exists()
    assert HomePage.objects.count() == 1


def test_contributors_write_and_writers_publish(intranet: Built) -> None:
    from_group = {
        group.name: set(group.page_permissions.values_list("permission__codename", flat=True)) for group in Group.objects.filter(name__contains="intranet")
    }
    assert from_group == {
        "Rédaction de l’intranet": {"add_page", "change_page", "publish_page"},
        "Contribution à l’intranet": {"add_page", "change_page"},
    }
