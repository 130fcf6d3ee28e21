"""A photograph is shown because the person agreed, stripped of all but its pixels, and gone at once when they no longer do."""

import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from rse.people import actions
from rse.people.exceptions import ConsentMissing, NotAPicture
from rse.people.models import Portrait
from rse.people.permissions import audience_of_portrait
from rse.people.portraits import SIDE, portrait_of
from tests import factories

pytestmark = pytest.mark.django_db
SECRET = "zz-lieu-secret"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def photo(form: str = "JPEG", size: tuple[int, int] = (900, 600)) -> SimpleUploadedFile:
    """A picture that names a camera."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = SECRET
    Image.new("RGB", size, (20, 90, 110)).save(out, form, exif=exif)
    return SimpleUploadedFile("moi.exe", out.getvalue(), content_type="text/html")


def files(tmp_path) -> list[str]:
    return [path.name for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_any_picture_becomes_a_small_square_jpeg_without_what_it_hides(form):
    data = portrait_of(photo(form))
    assert SECRET.encode() not in data
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (SIDE, SIDE), {})


@pytest.mark.parametrize(("content", "refusal"), [(b"%PDF-1.4 x", NotAPicture), (b"<svg onload=alert(1)>", NotAPicture), (b"nothing known", NotAPicture)])
def test_what_is_not_a_picture_is_refused(content, refusal):
    with pytest.raises(refusal):
        portrait_of(SimpleUploadedFile("moi.jpg", content))


def test_without_agreement_nothing_is_kept(sonia, tmp_path):
    with pytest.raises(ConsentMissing):
        actions.show_portrait(sonia, upload=photo(), agreed=False, actor=sonia.user)
    assert files(tmp_path) == []


def test_nobody_shows_the_face_of_somebody_else(sonia, hr, head, outsider):
    for other in (hr, head, outsider):
        with pytest.raises(PermissionDenied):
            actions.show_portrait(sonia, upload=photo(), agreed=True, actor=other.user)


def test_colleagues_see_it_leavers_do_not_and_the_day_of_the_agreement_is_kept(as_, sonia, outsider, journal):
    portrait = actions.show_portrait(sonia, upload=photo(), agreed=True, actor=sonia.user)
    assert portrait.agreed_at is not None
    assert portrait.file.url in as_(outsider).get("/annuaire/").content.decode()
    response = as_(outsider).get(portrait.file.url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    gone = factories.AgentFactory(gone=True)
    assert not Portrait.objects.visible_to(gone.user).exists()
    assert outsider.user in audience_of_portrait(portrait)
    assert gone.user not in audience_of_portrait(portrait)
    assert journal(sonia) == ["portrait_shown"]


def test_the_picture_of_somebody_who_left_is_no_longer_served(as_, sonia, outsider, hr):
    url = actions.show_portrait(sonia, upload=photo(), agreed=True, actor=sonia.user).file.url
    actions.leave(sonia, on=date.today(), actor=hr.user)
    assert as_(outsider).get(url).status_code == 404


def test_changing_ones_mind_deletes_the_file_at_once(as_, sonia, outsider, tmp_path, django_capture_on_commit_callbacks, journal):
    url = actions.show_portrait(sonia, upload=photo(), agreed=True, actor=sonia.user).file.url
    assert len(files(tmp_path)) == 1
    for _click in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert as_(sonia).post(f"/annuaire/{sonia.pk}/photo/retirer/").status_code == 302
    assert files(tmp_path) == []
    assert as_(outsider).get(url).status_code == 404
    assert journal(sonia) == ["portrait_shown", "portrait_removed"]


def test_another_picture_replaces_the_first_one(sonia, tmp_path, django_capture_on_commit_callbacks):
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            actions.show_portrait(sonia, upload=photo(), agreed=True, actor=sonia.user)
    assert Portrait.objects.count() == len(files(tmp_path)) == 1


def test_hr_takes_down_a_picture_and_a_colleague_does_not(as_, sonia, hr, outsider):
    actions.show_portrait(sonia, upload=photo(), agreed=True, actor=sonia.user)
    assert as_(outsider).post(f"/annuaire/{sonia.pk}/photo/retirer/").status_code == 403
    assert as_(hr).post(f"/annuaire/{sonia.pk}/photo/retirer/").status_code == 302
    assert not Portrait.objects.exists()


def test_the_page_asks_for_the_agreement_and_says_what_is_wrong_at_the_field(as_, sonia, outsider):
    browser = as_(sonia)
    refused = browser.post(f"/annuaire/{sonia.pk}/photo/", {"picture": photo()})
    assert refused.status_code == 422
    assert 'id="id_agreed_error"' in refused.content.decode()
    bad = browser.post(f"/annuaire/{sonia.pk}/photo/", {"picture": SimpleUploadedFile("a.jpg", b"%PDF-1.4"), "agreed": "on"})
    assert bad.status_code == 422
    assert 'id="id_picture_error"' in bad.content.decode()
    assert browser.post(f"/annuaire/{sonia.pk}/photo/", {"picture": photo(), "agreed": "on"}).status_code == 302
    assert as_(outsider).get(f"/annuaire/{sonia.pk}/photo/").status_code == 403
