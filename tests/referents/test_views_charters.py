"""Charters: what is to sign, signing exactly what was read, refusing, the receipt."""

from datetime import timedelta

import pytest
from browsing import signed_in
from django.urls import reverse
from django.utils import timezone
from factories import Town, make_charter_in_force, make_mandate, make_user, sign

from referents import charter_pages, rights
from referents.actions import charters
from referents.models import CharterSignature, CharterVersion


@pytest.fixture
def second(town: Town) -> CharterVersion:
    """The publishing charter changes: signed before stays good until the day said."""
    return charters.publish_version(
        town.charter.charter,
        text="La charte.\nUn article de plus.",
        changes="Un article de plus.",
        effective_at=timezone.now() - timedelta(days=1),
        must_sign_by=timezone.localdate() + timedelta(days=20),
        actor=None,
    )


def address(name: str, version: CharterVersion) -> str:
    return reverse(f"referents:{name}", args=[version.pk])


def test_what_changes_comes_first_and_nothing_changes_until_the_day(town: Town, second: CharterVersion) -> None:
    client = signed_in(town.cm)
    listed = client.get(reverse("referents:charters"))
    assert [one.version for one in listed.context["to_sign"]] == [second]
    assert listed.context["to_sign"][0].still_valid
    html = client.get(address("charter", second)).content.decode()
    assert "<ins>" in html
    assert html.index("Un article de plus.") < html.index("La charte.")


def test_signing_keeps_the_exact_words_shown_and_gives_a_receipt(town: Town, second: CharterVersion) -> None:
    client = signed_in(town.cm)
    shown = client.get(address("charter", second)).context["form"].fields["agree"].label
    response = client.post(address("sign_charter", second), {"agree": "on", "text_sha256": second.sha256})
    assert response.url == reverse("referents:charters")
    signature = CharterSignature.objects.get(version=second, user=town.cm)
    assert signature.words_shown == shown == charter_pages.words_to_sign(second)
    html = client.get(reverse("referents:receipt", args=[signature.receipt])).content.decode()
    for evidence in (second.sha256, signature.receipt, "Flora Quint"):
        assert evidence in html


def test_signing_goes_back_where_the_text_waits_but_never_outside(town: Town, second: CharterVersion) -> None:
    client, data = signed_in(town.cm), {"agree": "on", "text_sha256": second.sha256}
    inside = reverse("referents:my_questions")
    assert client.post(address("sign_charter", second), {**data, "next": inside}).url == inside
    assert client.post(address("sign_charter", second), {**data, "next": "https://ailleurs.example/"}).url == reverse("referents:charters")


def test_without_the_box_nothing_is_signed(town: Town, second: CharterVersion) -> None:
    response = signed_in(town.cm).post(address("sign_charter", second), {"text_sha256": second.sha256})
    assert response.status_code == 422
    assert 'id="id_agree_error"' in response.content.decode()
    assert not CharterSignature.objects.filter(version=second).exists()


def test_another_text_than_the_one_read_is_not_signed_nor_refused(town: Town, second: CharterVersion) -> None:
    client = signed_in(town.cm)
    for name in ("sign_charter", "refuse_charter"):
        response = client.post(address(name, second), {"agree": "on", "text_sha256": "0" * 64})
        assert response.status_code == 422
        assert 'role="alert"' in response.content.decode()
    assert not CharterSignature.objects.filter(version=second).exists()


def test_refusing_is_asked_once_says_what_it_changes_and_stops_the_right(town: Town, second: CharterVersion) -> None:
    client = signed_in(town.cm)
    assert client.get(address("refuse_charter", second)).status_code == 200
    assert not CharterSignature.objects.filter(version=second).exists()
    client.post(address("refuse_charter", second), {"text_sha256": second.sha256})
    assert CharterSignature.objects.get(version=second).verdict == "refused"
    assert rights.valid_signature(town.cm, "publishing", at=timezone.now()) is None


def test_the_publishing_charter_is_asked_only_of_those_with_a_mission(town: Town, second: CharterVersion) -> None:
    agent = make_user()
    assert signed_in(agent).get(reverse("referents:charters")).context["to_sign"] == []
    make_mandate(agent)
    assert [one.version for one in signed_in(agent).get(reverse("referents:charters")).context["to_sign"]] == [second]


def test_the_network_charter_is_asked_of_everybody(db: None) -> None:
    version = make_charter_in_force(audience="network")
    assert [one.version for one in signed_in(make_user()).get(reverse("referents:charters")).context["to_sign"]] == [version]


def test_a_receipt_is_read_by_its_person_and_the_keeper_alone(town: Town) -> None:
    receipt = reverse("referents:receipt", args=[sign(town.expert, town.charter).receipt])
    assert signed_in(town.expert).get(receipt).status_code == 200
    assert signed_in(town.cm).get(receipt).status_code == 404
    assert signed_in(make_user(permissions=("referents.add_charterversion",))).get(receipt).status_code == 200


def test_an_unknown_charter_is_not_found(db: None) -> None:
    assert signed_in(make_user()).get(reverse("referents:charter", args=[999])).status_code == 404
