"""A file leaves only through its owner's permission."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Collection, CollectionViewRestriction

from rse.core import actions, files
from rse.core.exceptions import AlreadyAttached
from rse.core.models import Document, Image
from rse.people.models import Department
from tests.core.test_uploads import picture
from tests.factories import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def sonia():
    return UserFactory()


@pytest.fixture
def outsider():
    return UserFactory()


@pytest.fixture
def attachment(sonia):
    return actions.receive_file(SimpleUploadedFile("plan.png", picture("PNG")), actor=sonia)


@pytest.fixture
def head_only(monkeypatch):
    """Departments carry files here, read by their head alone."""
    monkeypatch.setattr(files, "_owners", {})
    files.register_owner(Department, lambda user: Department.objects.filter(head=user))


def status(client, user, url):
    client.force_login(user)
    return client.get(url).status_code


def test_a_file_just_sent_is_read_by_its_sender_alone(client, sonia, outsider, attachment):
    assert status(client, sonia, attachment.file.url) == 200
    assert status(client, outsider, attachment.file.url) == 404


def test_an_attached_file_follows_its_owner(client, sonia, outsider, attachment, head_only):
    department = DepartmentFactory(head=outsider)
    actions.attach(attachment, owner=department, actor=sonia)
    assert status(client, outsider, attachment.file.url) == 200
    assert status(client, sonia, attachment.file.url) == 404
    department.head = None
    department.save()
    assert status(client, outsider, attachment.file.url) == 404


def test_an_attachment_whose_room_is_not_registered_is_read_by_nobody(client, sonia, attachment, monkeypatch):
    monkeypatch.setattr(files, "_owners", {})
    actions.attach(attachment, owner=DepartmentFactory(head=sonia), actor=sonia)
    assert status(client, sonia, attachment.file.url) == 404


def test_only_the_sender_attaches_and_only_once(sonia, outsider, attachment):
    first, second = DepartmentFactory(), DepartmentFactory()
    with pytest.raises(PermissionDenied):
        actions.attach(attachment, owner=first, actor=outsider)
    actions.attach(attachment, owner=first, actor=sonia)
    actions.attach(attachment, owner=first, actor=sonia)
    with pytest.raises(AlreadyAttached):
        actions.attach(attachment, owner=second, actor=sonia)


def test_a_closed_account_reads_nothing(client, sonia, attachment):
    client.force_login(sonia)
    sonia.is_active = False
    sonia.save()
    assert client.get(attachment.file.url).status_code == 302


def test_a_stranger_is_sent_to_the_door_whether_the_file_exists_or_not(client, attachment):
    assert client.get(attachment.file.url).status_code == client.get("/fichiers/attachments/nothing.png").status_code == 302


@pytest.mark.parametrize(
    "name", ["attachments/absent.png", "../manage.py", "attachments/../../manage.py", "relais.sqlite3", "attachments/%00", "unknown/a.png", "%2e%2e/x"]
)
def test_nothing_else_can_be_read_through_the_door(client, sonia, name):
    assert status(client, sonia, f"/fichiers/{name}") == 404


def test_an_image_is_shown_and_a_document_is_downloaded_both_unsniffable(client, sonia, attachment):
    client.force_login(sonia)
    shown = client.get(attachment.file.url)
    assert shown["Content-Type"] == "image/png"
    assert shown["Content-Disposition"] == 'inline; filename="plan.png"'
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Cache-Control"] == "private, no-store"
    page = Document.objects.create(title="Page", file=ContentFile(b"<script>x</script>", name="page.html"))
    downloaded = client.get(page.url)
    assert downloaded["Content-Type"] == "application/octet-stream"
    assert downloaded["Content-Disposition"].startswith("attachment")
    assert b"".join(downloaded.streaming_content) == b"<script>x</script>"


def test_in_production_the_front_server_sends_the_file(client, sonia, attachment, settings):
    settings.PRIVATE_FILES_ACCEL = "/_files/"
    client.force_login(sonia)
    answer = client.get(attachment.file.url)
    assert answer["X-Accel-Redirect"] == f"/_files/{attachment.file.name}"
    assert answer.content == b""


def test_a_library_collection_kept_for_a_group_is_closed_to_the_others_with_everything_below(client, sonia, outsider):
    group = Group.objects.create(name="Direction générale")
    sonia.groups.add(group)
    closed = Collection.get_first_root_node().add_child(name="Direction générale")
    below = closed.add_child(name="Photos")
    restriction = CollectionViewRestriction.objects.create(collection=closed, restriction_type=CollectionViewRestriction.GROUPS)
    restriction.groups.add(group)
    image = Image.objects.create(title="Plan", collection=below, file=ImageFile(ContentFile(picture()), name="plan.jpg"))
    rendition = image.get_rendition("width-10")
    for url in (image.file.url, rendition.url):
        assert status(client, sonia, url) == 200
        assert status(client, outsider, url) == 404


def test_an_open_library_image_costs_few_queries(client, sonia, django_assert_max_num_queries):
    image = Image.objects.create(title="Plan", file=ImageFile(ContentFile(picture()), name="plan.jpg"))
    client.force_login(sonia)
    with django_assert_max_num_queries(5):
        assert client.get(image.file.url).status_code == 200
