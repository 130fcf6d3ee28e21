import pytest

from rse.people.vcard import vcard
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_colleague_takes_a_contact_away(as_, sonia, outsider):
    response = as_(outsider).get(f"/annuaire/{sonia.pk}/contact.vcf")
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="sonia-diallo.vcf"'
    lines = response.content.decode().split("\r\n")
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:4.0"]
    assert "FN:Sonia Diallo" in lines
    assert "N:Diallo;Sonia;;;" in lines
    assert 'TEL;VALUE=text;TYPE="work,voice":01 00 00 00 12' in lines
    assert "EMAIL;TYPE=work:sonia@ville.example" in lines


def test_the_profile_of_a_colleague_offers_it(as_, sonia, outsider):
    assert f'href="/annuaire/{sonia.pk}/contact.vcf"' in as_(outsider).get(f"/annuaire/{sonia.pk}/").content.decode()


def test_a_leaver_and_nobody_look_the_same(as_, outsider):
    gone = factories.AgentFactory(gone=True)
    for pk in (gone.pk, 987654):
        assert as_(outsider).get(f"/annuaire/{pk}/contact.vcf").status_code == 404


def test_nothing_private_is_taken_away(sonia):
    sonia.about = "zzcanari"
    card = vcard(sonia)
    assert "zzcanari" not in card
    assert sonia.user.username not in card


def test_a_hostile_name_makes_no_line_of_its_own():
    agent = factories.AgentFactory(first_name="A;B,C\\", last_name="D\r\nEMAIL:evil@example.org", job_title="é" * 120)
    lines = vcard(agent).split("\r\n")
    assert not any(line.startswith("EMAIL:evil") for line in lines)
    assert "A\\;B\\,C\\\\" in vcard(agent)
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "é" * 120 in vcard(agent).replace("\r\n ", "")
