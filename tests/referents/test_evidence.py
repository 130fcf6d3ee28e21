"""The evidence of one signature: whole, checkable by anybody, and any change of it named."""

import json
from io import StringIO
from pathlib import Path

import pytest
from browsing import signed_in
from django.core.management import CommandError, call_command
from django.urls import reverse
from factories import WORDS, Town, make_hr, make_user, sign

from referents import evidence
from referents.actions import charters
from referents.models import CharterSignature


def check(content: object, folder: Path) -> str:
    file, out = folder / "recu.json", StringIO()
    file.write_text(json.dumps(content), encoding="utf-8")
    call_command("verify_receipt", str(file), stdout=out)
    return out.getvalue()


@pytest.fixture
def signature(town: Town) -> CharterSignature:
    """Refused first, then signed."""
    person = make_user("Élodie", "Péan")
    charters.refuse(town.charter, words_shown="Je ne signe pas.", text_sha256=town.charter.sha256, actor=person)
    return sign(person, town.charter)


def test_the_file_says_everything_and_holds(town: Town, signature: CharterSignature, tmp_path: Path) -> None:
    response = signed_in(signature.user).get(reverse("referents:receipt_evidence", args=[signature.receipt]))
    content = json.loads(response.content)
    assert "attachment" in response["Content-Disposition"]
    assert (content["verdict"], content["version"], content["text"], content["words_shown"]) == ("signed", 1, "La charte.", WORDS)
    assert content["person"] == {"name": "Élodie Péan", "number": signature.user.get_username()}
    assert [row["verdict"] for row in content["previous_receipts"]] == ["refused"]
    assert content["at_utc"].endswith("+00:00")
    assert signature.receipt in check(content, tmp_path)


@pytest.mark.parametrize("name", ["text", "verdict", "at_utc", "words_shown", "receipt", "previous_receipts", "digest"])
def test_one_changed_fact_is_seen(signature: CharterSignature, tmp_path: Path, name: str) -> None:
    content = {**evidence.document(signature), name: "autre"}
    with pytest.raises(CommandError):
        check(content, tmp_path)
    assert "digest" in evidence.faults(content)


def test_a_changed_fact_with_a_new_digest_is_denied_by_the_database(signature: CharterSignature) -> None:
    content = {**evidence.document(signature), "verdict": "refused"}
    content["digest"] = evidence.digest(content)
    assert evidence.faults(content) == ["verdict"]
    stranger = {**evidence.document(signature), "person": {"name": "Élodie Péan", "number": "autre"}}
    stranger["digest"] = evidence.digest(stranger)
    assert evidence.faults(stranger) == ["person"]


@pytest.mark.parametrize("content", [[], {}, {"format": "autre"}])
def test_what_is_no_receipt_is_said_so(db: None, tmp_path: Path, content: object) -> None:
    with pytest.raises(CommandError):
        check(content, tmp_path)


def test_a_file_that_is_no_json_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "recu.json").write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError):
        call_command("verify_receipt", str(tmp_path / "recu.json"))


def test_the_evidence_is_for_its_person_hr_and_the_keepers_alone(town: Town, signature: CharterSignature) -> None:
    for name in ("receipt", "receipt_evidence"):
        address = reverse(f"referents:{name}", args=[signature.receipt])
        for reader in (signature.user, make_hr(), make_user(permissions=("referents.add_charterversion",))):
            assert signed_in(reader).get(address).status_code == 200
        for outsider in (town.cm, town.expert, make_user(permissions=("referents.audit",))):
            assert signed_in(outsider).get(address).status_code == 404


def test_the_page_shows_the_text_the_words_and_both_digests(signature: CharterSignature) -> None:
    html = signed_in(signature.user).get(reverse("referents:receipt", args=[signature.receipt])).content.decode()
    for shown in (signature.sha256, evidence.document(signature)["digest"], WORDS, "La charte.", "UTC"):
        assert shown in html
