"""Photos are judged by their content and written again; addresses of networks are read."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from factories import Town, make_user
from PIL import Image

from referents.actions.attachments import attach
from referents.uploads import PhotoRefused, cleaned_photo

GPS = 0x8825


def picture(form: str = "JPEG", *, size: tuple[int, int] = (40, 20), **extra: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **extra)
    return out.getvalue()


def located() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Appareil de Sonia"
    exif[0x0112] = 6  # turned a quarter
    exif[GPS] = {1: "N", 2: (48.0, 7.0, 0.0)}
    return picture(exif=exif)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_is_known_by_its_content_whatever_its_name_says(form: str) -> None:
    content, content_type = cleaned_photo(SimpleUploadedFile("facture.exe", picture(form), content_type="application/x-msdownload"))
    assert content_type == f"image/{form.lower()}"
    assert content.name.startswith("facture.")
    assert not content.name.endswith(".exe")


def test_the_place_and_the_camera_are_not_kept_and_the_picture_stands_upright() -> None:
    content, _type = cleaned_photo(SimpleUploadedFile("photo.jpg", located()))
    image = Image.open(content)
    assert dict(image.getexif()) == {}
    assert image.size == (20, 40)
    assert b"Appareil" not in content.read()


def test_what_hides_behind_a_picture_is_left_behind() -> None:
    content, _type = cleaned_photo(SimpleUploadedFile("photo.png", picture("PNG") + b"<script>alert(1)</script>"))
    assert b"script" not in content.read()


@pytest.mark.parametrize(
    "raw",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"%PDF-1.7", b"GIF89a<script>", picture()[:60]],
    ids=["empty", "svg", "pdf", "false gif", "cut"],
)
def test_what_is_not_a_readable_photo_is_refused_at_its_field(raw: bytes) -> None:
    with pytest.raises(PhotoRefused) as refusal:
        cleaned_photo(SimpleUploadedFile("photo.jpg", raw))
    assert list(refusal.value.message_dict) == ["photo"]


def test_a_photo_above_the_limit_is_refused(settings: object) -> None:
    settings.REFERENTS = {**getattr(settings, "REFERENTS", {}), "MAX_PHOTO_BYTES": 500}
    with pytest.raises(PhotoRefused):
        cleaned_photo(SimpleUploadedFile("photo.jpg", picture(size=(400, 400)) + b"0" * 600))


def test_too_many_pixels_are_refused_before_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("referents.uploads.MAX_PIXELS", 100)
    with pytest.raises(PhotoRefused):
        cleaned_photo(SimpleUploadedFile("photo.png", picture("PNG")))


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\u202egpj.exe", "été à l’école.jpeg", "\x00.jpg", "x" * 400, ""])
def test_names_are_made_harmless(name: str) -> None:
    upload = SimpleUploadedFile("photo.jpg", picture())
    upload._name = name
    content, _type = cleaned_photo(upload)
    assert content.name.endswith(".jpg")
    assert content.name.isascii()
    assert "/" not in content.name
    assert len(content.name) < 120


def test_a_photo_is_attached_by_whoever_sees_the_question_and_by_nobody_else(town: Town) -> None:
    enquiry = town.received()
    row = attach(enquiry, photo=SimpleUploadedFile("salle.jpg", picture()), alt="La salle", actor=town.cm)
    assert (row.content_type, row.alt, row.added_by) == ("image/jpeg", "La salle", town.cm)
    with pytest.raises(PermissionDenied):
        attach(enquiry, photo=SimpleUploadedFile("salle.jpg", picture()), alt="", actor=make_user("Luc", "Aubry"))
    assert enquiry.attachments.count() == 1


def test_a_photo_is_served_through_the_door_of_its_question(town: Town, client: Client) -> None:
    row = attach(town.received(), photo=SimpleUploadedFile("salle.jpg", picture()), alt="", actor=town.cm)
    address = reverse("referents:attachment", args=[row.pk])
    client.force_login(town.cm)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    client.force_login(make_user("Luc", "Aubry"))
    assert client.get(address).status_code == 404
