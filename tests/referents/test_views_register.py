"""The register of missions: HR alone, nothing of the enquiries, a file that no spreadsheet runs."""

import csv
import io
from datetime import timedelta

import pytest
from browsing import signed_in
from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils import timezone
from factories import Town, make_department, make_hr, make_mandate, make_user

from referents import register
from referents.actions import missions
from referents.models import Mandate


@pytest.fixture
def hr(db: None) -> AbstractUser:
    return make_hr()


def rows(hr: AbstractUser, **query: object) -> list[str]:
    return [row.name for row in signed_in(hr).get(reverse("referents:register"), query).context["rows"]]


def today(days: int = 0):
    return timezone.localdate() + timedelta(days=days)


def test_the_register_opens_for_hr_alone(town: Town, hr: AbstractUser) -> None:
    mandate = Mandate.objects.first()
    for user in (make_user(), town.expert, make_user(permissions=("referents.audit",))):
        client = signed_in(user)
        assert client.get(reverse("referents:register")).status_code == 404
        for name in ("register_export", "register_workbook", "register_changes", "register_changes_export", "register_changes_workbook"):
            assert client.get(reverse(f"referents:{name}")).status_code == 404
        for name in ("mission_letter", "mission_receipts"):
            assert client.get(reverse(f"referents:{name}", args=[mandate.pk])).status_code == 404
        for name in ("note_visa", "note_training"):
            assert client.post(reverse(f"referents:{name}", args=[mandate.pk])).status_code == 404
        assert client.get(reverse("referents:mission", args=[mandate.pk])).status_code == 404
        assert client.post(reverse("referents:note_job_description", args=[mandate.pk]), {"value": "done"}).status_code == 404
    assert signed_in(hr).get(reverse("referents:register")).status_code == 200


def test_a_person_reads_their_own_mission_without_the_form(town: Town) -> None:
    mandate = Mandate.objects.get(user=town.cm)
    html = signed_in(town.cm).get(reverse("referents:mission", args=[mandate.pk])).content.decode()
    assert reverse("referents:note_job_description", args=[mandate.pk]) not in html
    assert signed_in(town.cm).post(reverse("referents:note_job_description", args=[mandate.pk]), {"value": "done"}).status_code == 404


def test_hr_reads_nothing_of_the_enquiries(town: Town, hr: AbstractUser) -> None:
    enquiry = town.published(text="Odeur de vernis au gymnase ?")
    client = signed_in(hr)
    pages = [
        reverse("referents:register"),
        reverse("referents:register_export"),
        reverse("referents:register_changes"),
        reverse("referents:register_changes_export"),
        *(reverse("referents:mission_letter", args=[one.pk]) for one in Mandate.objects.all()),
        *(reverse("referents:mission_receipts", args=[one.pk]) for one in Mandate.objects.all()),
        *(reverse("referents:mission", args=[one.pk]) for one in Mandate.objects.all()),
    ]
    for page in pages:
        text = client.get(page).content.decode()
        assert "vernis" not in text
        assert enquiry.number not in text
    assert client.get(reverse("referents:answer", args=[enquiry.pk])).status_code == 404


def test_the_four_states_are_words_and_filters(hr: AbstractUser) -> None:
    for name, fields in {"Cours": {}, "Venir": {"start": today(5)}, "Finie": {"end": today(-1)}, "Suspendue": {}}.items():
        user = make_user("Anne", name)
        make_mandate(user, "referent", **fields)
        if name == "Suspendue":
            missions.suspend(user, why="moved", actor=hr)
    for state, name in {"current": "Cours", "upcoming": "Venir", "over": "Finie", "suspended": "Suspendue"}.items():
        assert rows(hr, state=state) == [f"Anne {name}"]
        assert {register.state_on(mandate, today()) for mandate in Mandate.objects.filter(register.in_state(state, on=today()))} == {state}
    assert len(rows(hr)) == 4


def test_filters_by_name_role_and_department_with_those_below(hr: AbstractUser) -> None:
    top = make_department("Éducation")
    below = make_department("Crèches", parent=top)
    make_mandate(make_user("Élodie", "Péan"), "reviewer", departments=(below,))
    make_mandate(make_user("Marc", "Lefort"), "referent", departments=(make_department("Eau"),))
    assert rows(hr, q="pean elodie") == ["Élodie Péan"]
    assert rows(hr, role="referent") == ["Marc Lefort"]
    assert rows(hr, department=top.pk) == ["Élodie Péan"]
    assert len(rows(hr, role="nonsense", department="x")) == 2


def test_totals_add_up_shares_of_the_missions_in_force(hr: AbstractUser) -> None:
    for _ in range(3):
        make_mandate(make_user(), "referent", share="10.0")
    make_mandate(make_user(), "referent", share="50.0", end=today(-1))
    totals = signed_in(hr).get(reverse("referents:register")).context["totals"]
    assert (totals.missions, totals.current, totals.people, str(totals.full_time), totals.to_mention) == (4, 3, 3, "0.30", 3)


def test_hr_notes_the_job_description_and_comes_back_to_the_same_filters(hr: AbstractUser) -> None:
    mandate = make_mandate(make_user(), "referent")
    back = reverse("referents:register") + "?role=referent"
    address = reverse("referents:note_job_description", args=[mandate.pk])
    assert signed_in(hr).post(address, {"value": "done", "next": back}).url == back
    mandate.refresh_from_db()
    assert mandate.job_description == "done"
    signed_in(hr).post(address, {"value": "peut-être"})
    mandate.refresh_from_db()
    assert mandate.job_description == "done"


def test_the_history_of_a_mission_is_told(hr: AbstractUser) -> None:
    user = make_user("Marc", "Lefort")
    mandate = make_mandate(user, "referent")
    missions.suspend(user, why="moved", actor=hr)
    missions.end(mandate, on=today(), actor=hr)
    response = signed_in(hr).get(reverse("referents:mission", args=[mandate.pk]))
    assert [change.code for change, _name in response.context["changes"]] == ["ended", "suspended", "granted"]
    assert "Hélène Roux" in response.content.decode()


def test_the_file_holds_what_the_filters_found_and_no_formula(hr: AbstractUser) -> None:
    make_mandate(make_user("=HYPERLINK(1)", "Piège"), "referent")
    make_mandate(make_user("Rose", "Vidal"), "reviewer")
    response = signed_in(hr).get(reverse("referents:register_export"), {"role": "referent"})
    text = response.content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert "attachment" in response["Content-Disposition"]
    assert len(lines) == 2
    assert lines[1][0] == "'=HYPERLINK(1) Piège"


def test_the_list_asks_the_database_a_constant_number_of_times_and_comes_by_pages(hr: AbstractUser, django_assert_max_num_queries: object) -> None:
    for n in range(60):
        make_mandate(make_user(), "referent", start=today(-n))
    client = signed_in(hr)
    client.get(reverse("referents:register"))
    with django_assert_max_num_queries(15):
        first = client.get(reverse("referents:register"))
    second = client.get(reverse("referents:register"), {"after": first.context["next"].pk})
    seen = [row.mandate.pk for page in (first, second) for row in page.context["rows"]]
    assert len(seen) == len(set(seen)) == 60
