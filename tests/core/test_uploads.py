"""Files are judged by their content."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from rse.core.exceptions import FileEmpty, FileTooLarge, FileTypeRefused, ImageUnreadable
from rse.core.uploads import checked, safe_name


def picture(form="JPEG", size=(40, 20), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, form, **options)
    return out.getvalue()


def located():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "TelephoneDeSonia"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif)


def archive(**entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def upload(content, name="photo.jpg"):
    return SimpleUploadedFile(name, content)


def test_a_photo_loses_its_place_and_its_camera_and_stands_upright():
    raw = located()
    assert b"TelephoneDeSonia" in raw
    file = checked(upload(raw))
    data = file.content.read()
    assert b"TelephoneDeSonia" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert not image.getexif()
        assert image.size == (20, 40)
    assert file.media_type == "image/jpeg"


def test_bytes_hidden_after_the_picture_are_gone():
    assert b"<script>" not in checked(upload(picture("PNG") + b"<script>alert(1)</script>")).content.read()


def test_the_type_comes_from_the_content_and_the_name_follows():
    file = checked(upload(picture("PNG"), "vacances.exe"))
    assert (file.media_type, file.name) == ("image/png", "vacances.png")


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"<html><script>x</script></html>", b"MZ\x90\x00", b"\x00" * 50]
)
@pytest.mark.parametrize("name", ["a.svg", "a.jpg", "a.pdf", "a"])
def test_drawings_pages_and_programs_are_refused_under_any_name(content, name):
    with pytest.raises(FileTypeRefused):
        checked(upload(content, name))


def test_a_text_called_text_is_kept_as_text():
    assert checked(upload("nom;prénom\nDiallo;Sonia".encode(), "liste.csv")).media_type == "text/csv"
    with pytest.raises(FileTypeRefused):
        checked(upload(b"a\x00b", "liste.csv"))


def test_office_documents_are_recognised_and_macros_refused():
    assert checked(upload(archive(word__document_dot_xml="x"), "note.docx")).name == "note.docx"
    assert checked(upload(archive(mimetype="application/vnd.oasis.opendocument.text"), "note.odt")).name == "note.odt"
    with pytest.raises(FileTypeRefused):
        checked(upload(archive(word__document_dot_xml="x", word__vbaProject_dot_bin="x"), "note.docm"))
    with pytest.raises(FileTypeRefused):
        checked(upload(archive(any_dot_txt="x"), "note.zip"))


def test_an_archive_that_swells_is_refused(monkeypatch):
    monkeypatch.setattr("rse.core.uploads.MAX_UNPACKED", 1000)
    with pytest.raises(FileTypeRefused):
        checked(upload(archive(word__document_dot_xml="x" * 2000), "note.docx"))


def test_an_image_that_swells_is_refused(monkeypatch):
    monkeypatch.setattr("rse.core.uploads.MAX_PIXELS", 100)
    with pytest.raises(ImageUnreadable):
        checked(upload(picture()))


def test_a_truncated_image_is_refused():
    with pytest.raises(ImageUnreadable):
        checked(upload(picture(size=(400, 400))[:-500]))


def test_an_empty_file_and_one_too_large_are_refused_with_a_reason(settings):
    with pytest.raises(FileEmpty):
        checked(upload(b""))
    settings.UPLOAD_MAX_BYTES = 100
    with pytest.raises(FileTooLarge) as refused:
        checked(upload(b"%PDF-" + b"x" * 100))
    assert "100" in refused.value.messages[0]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.png", "passwd.jpg"),
        ("C:\\photos\\été.JPG", "été.jpg"),
        ("\u202egpj.exe", "gpj.jpg"),
        ("", "fichier.jpg"),
        ("a" * 300, "a" * 120 + ".jpg"),
    ],
)
def test_a_file_name_keeps_neither_folders_nor_tricks(name, safe):
    assert safe_name(name, suffix=".jpg") == safe
