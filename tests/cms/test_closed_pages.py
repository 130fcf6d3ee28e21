"""A page closed to somebody exists on none of their screens: the pages themselves, files, and every editing screen of Wagtail."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupCollectionPermission, Page

from cms.actions.restrictions import open_to_all, restrict
from cms.models import Restriction
from cms.permissions import audience, visible_to
from rse.communities.actions.groups import create as create_community
from rse.core.models import Document, Image
from rse.people.models import User
from tests import factories
from tests.cms.town import BODY, CANARY, Town, browser, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def secret(town: Town) -> Page:
    return town.secret()


def addresses(page: Page, town: Town) -> list[str]:
    """Every screen of Wagtail that shows a page or lists pages."""
    first, last = page.revisions.order_by("pk").values_list("pk", flat=True)[:2]
    one = [page.pk]
    return [
        page.url,
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=one),
        reverse("wagtailadmin_explore", args=[town.home.pk]),
        reverse("wagtailadmin_explore_results", args=[town.home.pk]),
        reverse("wagtailadmin_pages:edit", args=one),
        reverse("wagtailadmin_pages:copy", args=one),
        reverse("wagtailadmin_pages:move", args=one),
        reverse("wagtailadmin_pages:delete", args=one),
        reverse("wagtailadmin_pages:unpublish", args=one),
        reverse("wagtailadmin_pages:usage", args=one),
        reverse("wagtailadmin_pages:history", args=one),
        reverse("wagtailadmin_pages:history_results", args=one),
        reverse("wagtailadmin_pages:workflow_history", args=one),
        reverse("wagtailadmin_pages:revisions_view", args=[page.pk, first]),
        reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first]),
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first, last]),
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]),
        reverse("wagtailadmin_pages:preview_on_edit", args=one),
        reverse("wagtailadmin_pages:view_draft", args=one),
        reverse("wagtailadmin_pages:set_privacy", args=one),
        reverse("wagtailadmin_pages:add_subpage", args=one),
        reverse("wagtailadmin_pages:add", args=["cms", "articlepage", page.pk]),
        reverse("wagtailadmin_pages:search") + "?q=Réunion",
        reverse("wagtailadmin_pages:search_results") + "?q=Réunion",
        reverse("wagtailadmin_pages:type_use", args=["cms", "articlepage"]),
        reverse("wagtailadmin_choose_page"),
        reverse("wagtailadmin_choose_page_child", args=[town.home.pk]),
        reverse("wagtailadmin_choose_page_child", args=one),
        reverse("wagtailadmin_choose_page_search") + "?q=Réunion",
        reverse("wagtailadmin_choose_page_child", args=[town.home.pk]) + "?page_type=cms.articlepage",
        reverse("wagtailadmin_reports:aging_pages"),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_reports:locked_pages"),
        reverse("wagtailadmin_reports:workflow"),
        reverse("wagtailadmin_reports:workflow_tasks"),
        reverse("wagtailadmin_reports:page_types_usage"),
        reverse("wagtailadmin_api:pages:listing"),
        reverse("wagtailadmin_api:pages:listing") + f"?child_of={town.home.pk}&fields=*",
        reverse("wagtailadmin_api:pages:detail", args=one),
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={page.pk}",
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}",
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={page.pk}",
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?id={page.pk}",
        reverse("cms_readers", args=one),
        reverse("pages:updates", args=one),
        reverse("pages:still_true", args=one),
        reverse("pages:health"),
        reverse("pages:to_read"),
        reverse("pages:sitemap"),
        reverse("wagtailadmin_pages:search") + f"?q={CANARY[:6]}",
    ]


@pytest.fixture
def editor(town: Town) -> User:
    return town.outsider()


def test_no_screen_shows_a_closed_page_and_all_show_an_open_one(town: Town, secret: Page, editor: User) -> None:
    closed = {}
    for address in addresses(secret, town):
        response = browser(editor).get(address, follow=True)
        if CANARY in response.content.decode():
            closed[address] = response.status_code
    assert closed == {}
    open_to_all(secret, actor=town.author)
    seen = sum(CANARY in browser(editor).get(address, follow=True).content.decode() for address in addresses(secret, town))
    assert seen > 25


# Who is let in ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def crowd(town: Town) -> dict[str, User]:
    below = factories.DepartmentFactory(name="Écoles", parent=town.department, organisation=town.department.organisation)
    role = Group.objects.create(name="Comité")
    with_role = factories.AgentFactory().user
    with_role.groups.add(role)
    return {
        "author": town.author,
        "department": factories.AgentFactory(department=town.department).user,
        "below": factories.AgentFactory(department=below).user,
        "left": factories.AgentFactory(department=town.department, gone=True).user,
        "role": with_role,
        "named": factories.AgentFactory().user,
        "outsider": factories.AgentFactory().user,
        "member": factories.AgentFactory().user,
        "root": factories.UserFactory(is_superuser=True),
    }


def close(page: Page, by: str, town: Town, crowd: dict[str, User]) -> None:
    community = create_community(town.department.organisation, name="Projet", visibility="hidden", actor=crowd["member"])
    named = {
        "departments": {"departments": [town.department]},
        "role": {"roles": Group.objects.filter(name="Comité")},
        "people": {"people": [crowd["named"]]},
        "community": {"communities": [community]},
        "private": {},
    }
    restrict(page, actor=town.author, **named[by])


SEEN = {
    "departments": {"author", "department", "below", "root"},
    "role": {"author", "role", "root"},
    "people": {"author", "named", "root"},
    "community": {"author", "member", "root"},
    "private": {"author", "root"},
}


@pytest.mark.parametrize("by", SEEN)
def test_a_page_is_open_to_those_named_with_what_lies_below_and_the_audience_is_the_inverse(town: Town, crowd: dict[str, User], by: str) -> None:
    page = town.live("Close")
    below = town.live("Dessous", parent=page)
    close(fresh(page), by, town, crowd)
    for one in (page, below):
        rows = Page.objects.filter(pk=one.pk)
        assert {name for name, user in crowd.items() if visible_to(user, rows).exists()} == SEEN[by]
        assert {name for name, user in crowd.items() if audience(fresh(one)).filter(pk=user.pk).exists()} == SEEN[by]
        for name, user in crowd.items():
            if user.is_active:
                assert (browser(user).get(one.url).status_code == 200) == (name in SEEN[by]), (name, one)


def test_a_colleague_moved_elsewhere_no_longer_reads_at_once(town: Town, crowd: dict[str, User]) -> None:
    page = town.live("Close")
    close(fresh(page), "departments", town, crowd)
    agent = crowd["department"].agent
    agent.department = town.other
    agent.save()
    assert browser(crowd["department"]).get(page.url).status_code == 404


def test_collections_close_images_renditions_and_documents_alike(town: Town, crowd: dict[str, User], settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # Wagtail keeps renditions by the number of their image, and numbers come back from one test to the next
    collection = Collection.get_first_root_node().add_child(instance=Collection(name="Comité"))
    restriction = Restriction.objects.create(collection=collection, set_by=town.author)
    restriction.departments.add(town.department)
    document = Document.objects.create(title=f"Réunion {CANARY}", collection=collection, file=ContentFile(b"x", name="note.pdf"))
    image = Image.objects.create(title=f"Réunion {CANARY}", collection=collection, file=get_test_image_file())
    files = [document.url, document.file.url, image.file.url, image.get_rendition("width-10").url]
    for name, status in (("below", 200), ("outsider", 404)):
        assert [browser(crowd[name]).get(address).status_code for address in files] == [status] * 4
    for permission in ("choose_image", "change_image", "choose_document", "change_document"):
        row = Permission.objects.get(codename=permission, content_type__app_label__in=["wagtailimages", "wagtaildocs"])
        GroupCollectionPermission.objects.create(group=town.editors, collection=Collection.get_first_root_node(), permission=row)
    editor = factories.AgentFactory().user
    editor.groups.add(town.editors)
    screens = [
        reverse("wagtailimages:index"),
        reverse("wagtailimages:index") + "?q=Réunion",
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtailimages_chooser:chosen", args=[image.pk]),
        reverse("wagtaildocs:index"),
        reverse("wagtaildocs:edit", args=[document.pk]),
        reverse("wagtaildocs_chooser:choose"),
        reverse("wagtaildocs_chooser:chosen", args=[document.pk]),
        reverse("wagtailadmin_api:images:listing"),
        reverse("wagtailadmin_api:documents:listing"),
        reverse("wagtailadmin_home"),
    ]
    leaks = [
        address
        for address in screens
        if CANARY in browser(editor).get(address, follow=True).content.decode().replace(f'value="{CANARY}"', "").replace(f"q={CANARY}", "")
    ]
    assert leaks == []


def test_the_owner_says_who_reads_and_stays_inside(town: Town) -> None:
    page = town.live("Ouverte")
    address = reverse("cms_readers", args=[page.pk])
    assert browser(town.reviewer).post(address, {"open_to": "some"}).status_code in {302, 403}
    assert not Restriction.objects.exists()
    assert browser(town.author).post(address, {"open_to": "some", "departments": [town.other.pk]}).status_code == 302
    assert list(Restriction.objects.get().people.all()) == [town.author]
    assert browser(town.reviewer).get(page.url).status_code == 404
    assert browser(town.author).get(address).status_code == 200
    assert browser(town.author).post(address, {"open_to": "everyone"}).status_code == 302
    assert browser(town.reviewer).get(page.url).status_code == 200


def test_nobody_signed_in_gets_nothing(town: Town, secret: Page) -> None:
    for address in addresses(secret, town):
        response = Client().get(address)
        assert response.status_code in {302, 403}, address
        assert BODY[0][1] not in response.content.decode()
