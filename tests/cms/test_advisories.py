"""The advisories of Wagtail, one test each: what each of them opened is shut here, for an editor outside a closed place.

github.com/wagtail/wagtail/security/advisories, and the security notes of its releases up to 7.4.4. What concerns a part that is not installed
(simple_translation, ModelAdmin, TableBlock) is held by saying so.
"""

import json

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from modelsearch import utils
from wagtail.actions.copy_page import CopyPageAction
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks import CharBlock, StreamBlock, StructBlock
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Comment, CommentReply, GroupCollectionPermission, GroupPagePermission, Page, PageSubscription

from cms.blocks import BodyBlock
from cms.models import FormAnswer, FormField, FormPage, IntranetSettings, Restriction
from cms.permissions import visible_to
from rse.core.models import Document, Image
from rse.people.models import User
from tests import factories
from tests.cms.town import CANARY, Town, browser, fresh

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"
IMG = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def secret(town: Town) -> Page:
    return town.secret()


@pytest.fixture
def editor(town: Town) -> User:
    return town.outsider()


# Rights on pages ------------------------------------------------------------------------------------------------------


def test_cve_2026_44200_a_closed_page_is_neither_copied_nor_a_place_to_copy_to(town: Town, secret: Page, editor: User) -> None:
    """The right to read the page copied was never asked."""
    before = Page.objects.count()
    sent = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": str(town.home.pk), "copy_subpages": "on"}
    assert browser(editor).post(reverse("wagtailadmin_pages:copy", args=[secret.pk]), sent).status_code == 404
    open_page = town.live("Ouverte")
    into = {**sent, "new_parent_page": str(secret.pk)}
    assert browser(editor).post(reverse("wagtailadmin_pages:copy", args=[open_page.pk]), into).status_code == 404
    assert Page.objects.count() == before + 1


def test_cve_2026_44200_a_copy_below_a_closed_page_stays_closed(town: Town, secret: Page) -> None:
    """Its own restriction does not travel with the copy: whoever may copy it reads it; the copy below a closed page stays closed."""
    copy = CopyPageAction(page=secret, to=secret, update_attrs={"title": "Copie", "slug": "copie"}, user=None, keep_live=True).execute(
        skip_permission_checks=True
    )
    assert not visible_to(town.reviewer, Page.objects.filter(pk=copy.pk)).exists()


def test_cve_2026_44200_an_alias_of_a_closed_page_is_closed(town: Town, secret: Page, editor: User) -> None:
    """The other way of copying: an alias shows the text of its page as it becomes."""
    alias = secret.create_alias(parent=town.home, update_slug="alias")
    assert browser(editor).get(alias.url).status_code == 404
    assert browser(editor).get(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk])).status_code == 404


def test_bulk_actions_change_nothing_of_a_closed_page(town: Town, secret: Page, editor: User) -> None:
    """Nor name it: a bulk action takes ids from its address."""
    for action in ("delete", "unpublish"):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={secret.pk}"
        assert browser(editor).post(address).status_code == 404
    assert fresh(secret).live


def test_cve_2026_25517_previews_and_drafts_of_a_closed_page_answer_nobody(town: Town, secret: Page, editor: User) -> None:
    """The preview endpoints of the admin rendered what was sent without asking for any right."""
    for name in ("preview_on_edit", "view_draft"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[secret.pk])
        assert browser(editor).get(address).status_code == 404
    assert browser(editor).post(reverse("wagtailadmin_pages:preview_on_edit", args=[secret.pk]), {"title": "x"}).status_code == 404


def test_cve_2026_25517_a_preview_of_a_page_one_may_not_add_is_refused(town: Town) -> None:
    """The right to add is asked before anything is rendered."""
    reader = factories.AgentFactory().user
    group = Group.objects.create(name="Administration sans pages")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    reader.groups.add(group)
    address = reverse("wagtailadmin_pages:preview_on_add", args=["cms", "articlepage", town.home.pk])
    response = browser(reader).post(address, {"title": CANARY, "slug": "x"})
    assert response.status_code in {302, 403}


@pytest.mark.parametrize("versions", ["numbers", "words"])
def test_wagtail_7_0_7_versions_of_a_closed_page_are_not_compared(secret: Page, editor: User, versions: str) -> None:
    """Comparing revisions asked for no right on the page."""
    numbers = secret.revisions.order_by("pk").values_list("pk", flat=True)[:2] if versions == "numbers" else ("earliest", "live")
    assert browser(editor).get(reverse("wagtailadmin_pages:revisions_compare", args=[secret.pk, *numbers])).status_code == 404


def test_wagtail_7_0_7_a_version_of_one_page_is_not_read_through_another(town: Town, secret: Page, editor: User) -> None:
    other, version = town.live("Ouverte"), secret.revisions.order_by("pk").values_list("pk", flat=True)[0]
    for name in ("revisions_view", "revisions_revert"):
        response = browser(editor).get(reverse(f"wagtailadmin_pages:{name}", args=[other.pk, version]), follow=True)
        assert response.status_code == 404
    compared = browser(editor).get(reverse("wagtailadmin_pages:revisions_compare", args=[other.pk, version, "latest"]), follow=True)
    assert CANARY not in compared.content.decode()


@pytest.mark.parametrize("name", ["history", "history_results", "workflow_history", "usage"])
def test_wagtail_7_0_7_the_history_of_a_closed_page_is_not_read(secret: Page, editor: User, name: str) -> None:
    """The history of a page asked for no right on it."""
    assert browser(editor).get(reverse(f"wagtailadmin_pages:{name}", args=[secret.pk])).status_code == 404


def test_cve_2026_55468_the_api_of_the_admin_lists_no_closed_page(town: Town, secret: Page, editor: User) -> None:
    for address in ("", f"?child_of={town.home.pk}", "?fields=*", f"?descendant_of={town.home.pk}&for_explorer=1", f"?search={CANARY}"):
        response = browser(editor).get(reverse("wagtailadmin_api:pages:listing") + address)
        assert CANARY not in response.content.decode().replace(f"search={CANARY}", ""), address
    assert browser(editor).get(reverse("wagtailadmin_api:pages:detail", args=[secret.pk])).status_code == 404


def test_no_public_api_of_pages_is_mounted() -> None:
    for name in ("wagtailapi", "wagtailapi:pages:listing", "wagtailapi_v2"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_wagtail_9714_choosers_offer_no_closed_page(town: Town, secret: Page, editor: User) -> None:
    for address in (
        reverse("wagtailadmin_choose_page_child", args=[town.home.pk]),
        reverse("wagtailadmin_choose_page_search") + "?q=Réunion",
        reverse("wagtailadmin_choose_page_child", args=[town.home.pk]) + "?page_type=cms.articlepage&allow_external_link=1",
    ):
        assert CANARY not in browser(editor).get(address).content.decode(), address


# Files ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def files(town: Town, editor: User, settings, tmp_path) -> dict[str, Image | Document]:
    """An image and a document of a closed collection, in front of somebody with every right of Wagtail on the library."""
    settings.MEDIA_ROOT = tmp_path
    collection = Collection.get_first_root_node().add_child(instance=Collection(name="Comité"))
    Restriction.objects.create(collection=collection, set_by=town.author).people.add(town.author)
    for permission in ("choose_image", "change_image", "choose_document", "change_document"):
        row = Permission.objects.get(codename=permission, content_type__app_label__in=["wagtailimages", "wagtaildocs"])
        GroupCollectionPermission.objects.create(group=town.editors, collection=Collection.get_first_root_node(), permission=row)
    return {
        "image": Image.objects.create(title=CANARY, collection=collection, file=get_test_image_file()),
        "document": Document.objects.create(title=CANARY, collection=collection, file=ContentFile(b"x", name="note.pdf")),
    }


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_wagtail_7_0_7_the_api_of_files_lists_nothing_of_a_closed_collection(files: dict[str, Image | Document], editor: User, kind: str) -> None:
    """Restrictions of collections were not read by the API of documents and images."""
    assert CANARY not in browser(editor).get(reverse(f"wagtailadmin_api:{kind}:listing")).content.decode()
    assert browser(editor).get(reverse(f"wagtailadmin_api:{kind}:detail", args=[files[kind[:-1]].pk])).status_code == 404


def test_choosers_offer_no_file_of_a_closed_collection(files: dict[str, Image | Document], editor: User) -> None:
    image, document = files["image"], files["document"]
    for address in (reverse("wagtailimages_chooser:choose"), reverse("wagtaildocs_chooser:choose")):
        assert CANARY not in browser(editor).get(address).content.decode()
    for address in (reverse("wagtailimages_chooser:chosen", args=[image.pk]), reverse("wagtaildocs_chooser:chosen", args=[document.pk])):
        assert browser(editor).get(address).status_code == 404


def test_addresses_of_renditions_open_nothing_to_somebody_outside(files: dict[str, Image | Document], editor: User) -> None:
    """The address of a rendition is a secret for nobody; the file is served to those who read its collection. No view makes renditions on demand."""
    image = files["image"]
    assert browser(editor).get(image.get_rendition("width-20").url).status_code == 404
    for address in (f"/admin/images/{image.pk}/generate_url/width-20/", f"/admin/images/{image.pk}/preview/width-20/"):
        assert browser(editor).get(address).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=["x", image.pk, "width-20"])


def test_cve_2023_28837_a_file_too_large_is_refused_before_it_is_kept() -> None:
    assert 0 < settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE <= settings.UPLOAD_MAX_BYTES
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE <= 2 * settings.UPLOAD_MAX_BYTES


# What is written by one and shown to another --------------------------------------------------------------------------


def test_cve_2023_28836_titles_of_pages_and_files_are_words_in_every_list(town: Town, settings, tmp_path) -> None:
    """Titles were written as they came in screens of ModelAdmin, which is not installed; nor are they anywhere else."""
    settings.MEDIA_ROOT = tmp_path
    assert not apps.is_installed("wagtail.contrib.modeladmin")
    page = town.live(HOSTILE, slug="hostile")
    image = Image.objects.create(title=HOSTILE, file=get_test_image_file())
    document = Document.objects.create(title=HOSTILE, file=ContentFile(b"x", name="note.pdf"))
    root = browser(factories.UserFactory(is_superuser=True))
    for address in (
        page.url,
        reverse("wagtailadmin_explore", args=[town.home.pk]),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:delete", args=[page.pk]),
        reverse("wagtailadmin_pages:history", args=[page.pk]),
        reverse("wagtailadmin_choose_page_child", args=[town.home.pk]),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailimages:index"),
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtaildocs:index"),
        reverse("wagtaildocs:edit", args=[document.pk]),
        reverse("pages:health"),
        reverse("pages:updates", args=[page.pk]),
    ):
        assert HOSTILE not in root.get(address).content.decode(), address


def test_cve_2020_11001_what_was_written_is_words_when_versions_are_compared(town: Town) -> None:
    page = town.live("Avant", slug="page")
    for title in (HOSTILE, f"{HOSTILE}{HOSTILE}"):
        page.title, page.intro = title, title
        page.save_revision(user=town.author)
    first, last = page.revisions.order_by("pk").values_list("pk", flat=True)[1:3]
    shown = browser(town.author).get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first, last])).content.decode()
    assert "alert(1)" in shown
    assert HOSTILE not in shown


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JaVaScript:alert(1)", " javascript:alert(1)", "data:text/html,alert(1)", "vbscript:alert(1)"])
def test_cve_2021_29434_links_in_text_lead_to_no_script(address: str) -> None:
    """What the editor of texts sends is kept without the address of a link that is no address."""
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": address}}
    block = {"key": "a", "type": "unstyled", "text": "ici", "depth": 0, "inlineStyleRanges": [], "entityRanges": [{"key": 0, "offset": 0, "length": 3}]}
    kept = ContentstateConverter(features=["link"]).to_database_format(json.dumps({"entityMap": {"0": entity}, "blocks": [block]}))
    assert "ici" in kept
    assert "alert" not in kept


def test_cve_2021_32681_blocks_of_words_are_words() -> None:
    """Blocks without a template of their own were written as they came."""
    plain = StreamBlock([("words", CharBlock()), ("choice", StructBlock([("word", CharBlock())]))])
    shown = plain.render(plain.to_python([{"type": "words", "value": HOSTILE}, {"type": "choice", "value": {"word": HOSTILE}}]))
    assert "alert(1)" in shown
    assert "<script>" not in shown
    heading = BodyBlock().child_blocks["heading"]
    assert "<script>" not in heading.render(heading.to_python(HOSTILE))


def test_cve_2026_28222_tables_hold_no_class_of_their_author() -> None:
    """TableBlock wrote the class attributes it was sent; ours is a typed table, whose columns are headings and cells."""
    assert not apps.is_installed("wagtail.contrib.table_block")
    table = BodyBlock().child_blocks["table"]
    sent = {"caption": IMG, "columns": [{"type": "text", "heading": IMG, "className": IMG}], "rows": [{"values": [IMG], "className": IMG}]}
    shown = table.render(table.to_python(sent))
    assert "onerror=alert" not in shown.replace("&gt;&lt;img src=x onerror=alert", "")
    assert "<img" not in shown


def test_cve_2026_28223_pages_are_not_translated_here() -> None:
    assert not apps.is_installed("wagtail.contrib.simple_translation")


def test_cve_2020_15118_the_help_of_a_field_is_words(town: Town) -> None:
    page = town.home.add_child(instance=FormPage(title="Enquête", purpose="Choisir."))
    FormField.objects.create(page=page, label="Avis", help_text=HOSTILE, field_type="singleline", sort_order=0)
    shown = browser(town.author).get(page.url).content.decode()
    assert "alert(1)" in shown
    assert HOSTILE not in shown


# Other doors ----------------------------------------------------------------------------------------------------------


def test_cve_2026_44199_answers_to_one_form_are_not_deleted_through_another(town: Town) -> None:
    mine, theirs = (town.home.add_child(instance=FormPage(title=name, purpose="x", owner=owner)) for name, owner in (("A", town.author), ("B", town.reviewer)))
    GroupPagePermission.objects.create(group=town.editors, page=town.home, permission=Permission.objects.get(codename="publish_page"))
    answer = FormAnswer.objects.create(page=theirs, form_data={})
    for page, status in ((mine, 302), (theirs, 403)):
        address = reverse("wagtailforms:delete_submissions", args=[page.pk]) + f"?selected-submissions={answer.pk}"
        assert browser(town.author).post(address).status_code in {status, 302 if status == 403 else status}
    assert FormAnswer.objects.filter(pk=answer.pk).exists()


def test_cve_2024_35228_words_of_the_intranet_are_changed_by_nobody_without_the_right(town: Town, editor: User) -> None:
    """A permission on one model of settings opened them all."""
    IntranetSettings.objects.create(name="Avant")
    row = IntranetSettings.objects.get()
    address = reverse("wagtailsettings:edit", args=["cms", "intranetsettings", row.pk])
    assert browser(editor).post(address, {"name": CANARY, "foot": ""}).status_code in {302, 403}
    assert IntranetSettings.objects.get().name == "Avant"


def test_cve_2024_32882_no_field_of_ours_has_a_right_of_its_own_in_a_screen_of_settings() -> None:
    """A field closed by `permission=` was saved all the same there: nothing counts on it."""
    assert [panel for panel in IntranetSettings.panels if getattr(panel, "permission", None)] == []


def test_cve_2023_45809_bulk_actions_on_accounts_name_nobody(town: Town, editor: User) -> None:
    """Names of accounts were shown to whoever asked for a bulk action on them."""
    hidden = factories.UserFactory(first_name=CANARY)
    for action in ("delete", "assign_role", "set_active_state"):
        shown = browser(editor).get(reverse("wagtail_bulk_action", args=["people", "user", action]) + f"?id={hidden.pk}", follow=True)
        assert CANARY not in shown.content.decode()


def test_cve_2022_21683_nobody_outside_is_told_of_a_comment(town: Town, secret: Page, editor: User, mailoutbox) -> None:
    """Replies were told to whoever had written a comment anywhere; our editor sends no e-mail of Wagtail's about a closed page."""
    comment = Comment.objects.create(page=secret, user=town.author, text=CANARY, contentpath="title", created_at=timezone.now())
    PageSubscription.objects.create(page=secret, user=editor, comment_notifications=True)
    CommentReply.objects.create(comment=comment, user=town.author, text=CANARY, created_at=timezone.now())
    assert [mail for mail in mailoutbox if editor.email in mail.to] == []
    assert browser(editor).get(reverse("wagtailadmin_pages:edit", args=[secret.pk])).status_code == 404


def test_cve_2024_39317_a_search_is_parsed_in_one_pass() -> None:
    """Words asked for took a time that grew with their square: twenty thousand signs would keep the process busy for minutes."""
    for piece in ('"', "a:", "' ", ":", '":"', 'a:"b', "\u2028"):
        _filters, query = utils.parse_query_string(piece * 20_000)
        assert query is not None


def test_cve_2020_11037_no_page_is_behind_a_shared_password(town: Town) -> None:
    assert settings.WAGTAIL_PRIVATE_PAGE_OPTIONS["SHARED_PASSWORD"] is False
    assert not visible_to(town.reviewer, Page.objects.filter(pk=town.secret().pk)).exists()
