"""A page closed to somebody exists on none of their screens: the pages themselves, files, and every editing screen of Wagtail.

The advisories of Wagtail on rights, one test each: copying pages, comparing revisions and page history (7.0.7, PYSEC-2026-146 to 148 among them), previews
(2026, admin preview endpoints), the pages admin API (CVE-2026-55468), images and documents (7.0.7), names shown by bulk actions (CVE-2023-45809),
choosers (wagtail#9714).
"""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.actions.copy_page import CopyPageAction
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.actions.restrictions import open_to_all, restrict
from cms.models import Restriction
from cms.permissions import audience, visible_to
from rse.communities.actions.groups import create as create_community
from rse.core.models import Document, Image
from rse.people.models import User
from tests import factories
from tests.cms.town import BODY, Town, browser, fresh

pytestmark = pytest.mark.django_db
CANARY = "xyzzycanari"


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def secret(town: Town) -> Page:
    """A live page full of canaries, with two versions, a page below, closed to everyone but its author."""
    page = town.live(f"Réunion {CANARY}", slug="reunion", body=[("text", f"<p>{CANARY}</p>")], search_description=CANARY)
    page.title = f"Réunion {CANARY} bis"
    page.save_revision(user=town.author, log_action=True).publish(skip_permission_checks=True)
    town.live(f"Réunion {CANARY} dessous", slug="dessous", parent=fresh(page))
    restrict(fresh(page), actor=town.author)
    return fresh(page)


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
    ]


@pytest.fixture
def editor(town: Town) -> User:
    """A colleague of the same department with every right of Wagtail on the whole tree, closed pages apart."""
    user = town.person("Karim", "Benali", role="contributor")
    everything = Group.objects.create(name="Toutes les pages")
    for codename in ("publish_page", "bulk_delete_page", "lock_page", "unlock_page"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=everything, page=town.home, permission=permission)
    user.groups.add(everything)
    return user


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


def test_a_closed_page_is_neither_copied_nor_a_place_to_copy_to(town: Town, secret: Page, editor: User) -> None:
    before = Page.objects.count()
    sent = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": str(town.home.pk), "copy_subpages": "on"}
    assert browser(editor).post(reverse("wagtailadmin_pages:copy", args=[secret.pk]), sent).status_code == 404
    open_page = town.live("Ouverte")
    into = {**sent, "new_parent_page": str(secret.pk)}
    assert browser(editor).post(reverse("wagtailadmin_pages:copy", args=[open_page.pk]), into).status_code == 404
    assert Page.objects.count() == before + 1


def test_copying_a_closed_page_keeps_nothing_open(town: Town, secret: Page) -> None:
    """Its own restriction does not travel with the copy: whoever may copy it reads it; the copy below a closed page stays closed."""
    copy = CopyPageAction(page=secret, to=secret, update_attrs={"title": "Copie", "slug": "copie"}, user=None, keep_live=True).execute(
        skip_permission_checks=True
    )
    assert not visible_to(town.reviewer, Page.objects.filter(pk=copy.pk)).exists()


def test_bulk_actions_change_nothing_of_a_closed_page(town: Town, secret: Page, editor: User) -> None:
    for action in ("delete", "unpublish"):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={secret.pk}"
        assert browser(editor).post(address).status_code == 404
    assert fresh(secret).live


def test_previews_and_drafts_of_a_closed_page_answer_nobody(town: Town, secret: Page, editor: User) -> None:
    for name in ("preview_on_edit", "view_draft"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[secret.pk])
        assert browser(editor).get(address).status_code == 404
    assert browser(editor).post(reverse("wagtailadmin_pages:preview_on_edit", args=[secret.pk]), {"title": "x"}).status_code == 404


def test_a_preview_of_a_page_one_may_not_add_is_refused(town: Town) -> None:
    """The admin preview endpoints, 2026: the right to add is asked before anything is rendered."""
    reader = factories.AgentFactory().user
    group = Group.objects.create(name="Administration sans pages")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    reader.groups.add(group)
    address = reverse("wagtailadmin_pages:preview_on_add", args=["cms", "articlepage", town.home.pk])
    response = browser(reader).post(address, {"title": CANARY, "slug": "x"})
    assert response.status_code in {302, 403}


def test_bulk_actions_on_accounts_name_nobody(town: Town, editor: User) -> None:
    """CVE-2023-45809."""
    hidden = factories.UserFactory(first_name=CANARY)
    for action in ("delete", "assign_role", "set_active_state"):
        shown = browser(editor).get(reverse("wagtail_bulk_action", args=["people", "user", action]) + f"?id={hidden.pk}", follow=True)
        assert CANARY not in shown.content.decode()


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
