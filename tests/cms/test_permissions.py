"""Pages, images and documents: who sees them, its inverse, and every way they leave by."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from cms.permissions import Sight, audience, visible_to
from rse.core import files
from rse.core.models import Document, Image
from rse.people.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_the_test(settings, tmp_path) -> Iterator[None]:
    """Files of its own, and no rendition remembered from a test before: Wagtail keeps them in the cache by id."""
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def group() -> Group:
    return Group.objects.create(name="Éducation")


@pytest.fixture
def people(group: Group) -> dict[str, User]:
    member = factories.UserFactory(username="member")
    member.groups.add(group)
    return {
        "member": member,
        "agent": factories.UserFactory(username="agent"),
        "root": factories.UserFactory(username="root", is_superuser=True),
        "gone": factories.UserFactory(username="gone", is_active=False),
    }


@pytest.fixture
def pages(group: Group) -> dict[str, Page]:
    """A public page, one for a group with a page below, one behind a shared password, one for people signed in, a draft."""
    home = Site.objects.get().root_page
    made = {}
    for slug, parent, live in (("open", home, True), ("group", home, True), ("password", home, True), ("login", home, True), ("draft", home, False)):
        made[slug] = parent.add_child(instance=Page(title=slug, slug=slug, live=live))
    made["below"] = made["group"].add_child(instance=Page(title="below", slug="below"))
    PageViewRestriction.objects.create(page=made["group"], restriction_type="groups").groups.add(group)
    PageViewRestriction.objects.create(page=made["password"], restriction_type="password", password="secret")
    PageViewRestriction.objects.create(page=made["login"], restriction_type="login")
    return made


@pytest.fixture
def collections(group: Group) -> dict[str, Collection]:
    root = Collection.get_first_root_node()
    made = {name: root.add_child(instance=Collection(name=name)) for name in ("open", "group", "password", "login")}
    made["below"] = made["group"].add_child(instance=Collection(name="below"))
    made = {name: Collection.objects.get(pk=one.pk) for name, one in made.items()}  # collections stand in the order of their names: paths have moved
    CollectionViewRestriction.objects.create(collection=made["group"], restriction_type="groups").groups.add(group)
    CollectionViewRestriction.objects.create(collection=made["password"], restriction_type="password", password="secret")
    CollectionViewRestriction.objects.create(collection=made["login"], restriction_type="login")
    return made


SEEN = {
    "member": {"open", "group", "below", "login"},
    "agent": {"open", "login"},
    "root": {"open", "group", "below", "login", "password"},
    "gone": set(),
}


@pytest.mark.parametrize("name", SEEN)
def test_a_page_is_seen_by_those_its_restrictions_let_in(people, pages, name: str) -> None:
    shown = visible_to(people[name], Page.objects.filter(pk__in=[page.pk for page in pages.values()]))
    assert {page.slug for page in shown} == SEEN[name] | ({"draft"} if name == "root" else set())


@pytest.mark.parametrize("name", SEEN)
def test_a_document_is_seen_by_those_its_collection_lets_in(people, collections, name: str) -> None:
    for title, collection in collections.items():
        Document.objects.create(title=title, collection=collection, file=ContentFile(b"x", name="x.pdf"))
    assert {document.title for document in visible_to(people[name], Document.objects.all())} == SEEN[name]


def test_the_audience_is_the_inverse_for_every_pair(people, pages, collections) -> None:
    documents = [Document.objects.create(title=title, collection=one, file=ContentFile(b"x", name="x.pdf")) for title, one in collections.items()]
    images = [Image.objects.create(title=title, collection=one, file=get_test_image_file()) for title, one in collections.items()]
    renditions = [image.get_rendition("width-10") for image in images]
    for shown in [*pages.values(), *documents, *images, *renditions]:
        for user in people.values():
            sees = visible_to(user, type(shown)._default_manager.filter(pk=shown.pk)).exists()
            assert audience(shown).filter(pk=user.pk).exists() == sees, (shown, user)


def test_two_restrictions_on_the_way_must_both_open(people, pages, group) -> None:
    other = Group.objects.create(name="Direction")
    PageViewRestriction.objects.create(page=pages["below"], restriction_type="groups").groups.add(other)
    below = Page.objects.filter(pk=pages["below"].pk)
    assert not visible_to(people["member"], below).exists()
    people["member"].groups.add(other)
    assert visible_to(people["member"], below).exists()
    assert people["member"] in audience(pages["below"])


def test_an_alias_in_an_open_place_is_closed_with_the_page_of_which_it_shows_the_text(people, pages) -> None:
    alias = pages["below"].create_alias(parent=pages["open"], update_slug="alias")
    second = alias.create_alias(parent=pages["login"], update_slug="alias-of-alias")
    under = alias.add_child(instance=Page(title="under", slug="under"))
    for name, user in people.items():
        for page in (alias, second, under):
            sees = Sight(user).sees(Page.objects.get(pk=page.pk))
            assert sees == (name in {"member", "root"}), (name, page)
            assert visible_to(user, Page.objects.filter(pk=page.pk)).exists() == sees
            assert audience(page).filter(pk=user.pk).exists() == sees


def test_seeing_takes_a_constant_number_of_queries(people, pages, django_assert_max_num_queries) -> None:
    for number in range(12):
        restricted = pages["open"].add_child(instance=Page(title=f"p{number}", slug=f"p{number}"))
        PageViewRestriction.objects.create(page=restricted, restriction_type="groups")
    with django_assert_max_num_queries(4):
        list(visible_to(people["agent"], Page.objects.all()))


@pytest.mark.parametrize(("name", "status"), [("member", 200), ("agent", 404), ("gone", 302), ("nobody", 302)])
def test_a_file_leaves_only_for_those_who_see_its_collection(people, collections, name: str, status: int) -> None:
    document = Document.objects.create(title="Note", collection=collections["below"], file=ContentFile(b"x", name="note.pdf"))
    image = Image.objects.create(title="Photo", collection=collections["below"], file=get_test_image_file())
    browser = Client()
    if name in people:
        browser.force_login(people[name])
    for address in (document.url, document.file.url, image.file.url, image.get_rendition("width-10").url):
        assert browser.get(address).status_code == status, address


def test_the_library_is_served_through_the_permissions_of_the_intranet() -> None:
    for name in ("original_images", "images", "documents"):
        assert files._folders[name].readable.__module__ == "cms.apps"


@pytest.mark.parametrize(("name", "status"), [("member", 200), ("agent", 404), ("nobody", 302)])
def test_a_page_for_a_group_does_not_exist_for_the_others(people, pages, name: str, status: int) -> None:
    browser = Client()
    if name in people:
        browser.force_login(people[name])
    response = browser.get(pages["below"].get_url(), SERVER_NAME=Site.objects.get().hostname)
    assert response.status_code == status if status != 200 else response.status_code in {200, 500}


def test_an_open_page_asks_to_sign_in_first(pages) -> None:
    response = Client().get(pages["open"].get_url())
    assert response.status_code == 302
    assert "next=" in response["Location"]
