"""The register as it was on a day, and what changed since: rebuilt from rows never overwritten and their journal."""

import io
from datetime import date, datetime, timedelta

import pytest
import time_machine
from browsing import signed_in
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import make_department, make_hr, make_mandate, make_user
from openpyxl import load_workbook

from referents import register, register_changes
from referents.actions import missions
from referents.actions import register as register_actions
from referents.exceptions import ReferentsError
from referents.models import Mandate, MandateChange
from referents.register import Asked
from referents.register_past import as_of

START = date(2026, 3, 2)


def on(day: int):
    """Noon, some days after the start."""
    return time_machine.travel(timezone.make_aware(datetime(2026, 3, 2, 12)) + timedelta(days=day), tick=False)


def the_day(day: int) -> date:
    return START + timedelta(days=day)


@pytest.fixture
def hr(db: None) -> AbstractUser:
    return make_hr()


@pytest.fixture
def lived(hr: AbstractUser) -> Mandate:
    """Granted on day 0, everything happens to it afterwards, one thing every ten days."""
    person, head = make_user("Marc", "Lefort"), make_user("Rose", "Vidal")
    with on(0):
        mandate = make_mandate(person, "referent", start=START, trained_on=None, departments=(make_department("Sports"),))
    with on(10):
        missions.note_visa(mandate, by=head, actor=hr)
    with on(20):
        missions.note_training(mandate, trained_on=the_day(18), valid_until=the_day(50), actor=hr)
    with on(30):
        missions.note_job_description(mandate, value="done", actor=hr)
    with on(40):
        missions.suspend(person, why="moved", actor=None)
    with on(60):
        missions.resume(mandate, actor=hr)
    with on(70):
        missions.end(mandate, on=the_day(90), actor=hr)
    with on(80):
        register_actions.replace(mandate, user=person, role="referent", start=the_day(85), actor=hr)
    mandate.refresh_from_db()
    return mandate


def was(mandate: Mandate, day: int) -> tuple[str, bool, bool, str, date | None]:
    """State, agreement, training, mention, end as the register had them when that day ended."""
    then = next(one for one in as_of(Mandate.objects.all(), the_day(day)) if one.pk == mandate.pk)
    return register.state_on(then, the_day(day)), then.visa_by_id is not None, then.trained_on is not None, then.job_description, then.end


def test_every_day_of_a_mission_is_found_again(lived: Mandate) -> None:
    assert was(lived, 5) == ("current", False, False, "no", None)
    assert was(lived, 15) == ("current", True, False, "no", None)
    assert was(lived, 25) == ("current", True, True, "no", None)
    assert was(lived, 35) == ("current", True, True, "done", None)
    assert was(lived, 45) == ("suspended", True, True, "done", None)
    assert was(lived, 65) == ("current", True, True, "done", None)
    assert was(lived, 75) == ("current", True, True, "done", the_day(90))
    assert was(lived, 82) == ("current", True, True, "done", the_day(84))
    assert was(lived, 86) == ("over", True, True, "done", the_day(84))


def test_a_mission_recorded_later_was_not_there(lived: Mandate) -> None:
    assert as_of(Mandate.objects.all(), the_day(-1)) == []
    assert [one.pk for one in as_of(Mandate.objects.all(), the_day(79))] == [lived.pk]
    assert Mandate.objects.count() == 2


def test_looking_back_saves_nothing(lived: Mandate, hr: AbstractUser) -> None:
    before = Mandate.objects.order_by("pk").values_list("end", "suspended_at", "job_description", "visa_by")
    kept = list(before)
    signed_in(hr).get(reverse("referents:register"), {"on": the_day(45).isoformat()})
    assert list(before) == kept


def test_filters_answer_as_of_the_day(lived: Mandate, hr: AbstractUser) -> None:
    def found(day: int, **asked: object) -> list[int]:
        return [one.pk for one in register.find(hr, Asked(**asked), on=the_day(day), today=the_day(200)).page()]

    assert found(5, lacks=frozenset({"visa"})) == [lived.pk]
    assert found(15, lacks=frozenset({"visa"})) == []
    assert found(25, lacks=frozenset({"mention"})) == [lived.pk]
    assert found(55, lacks=frozenset({"training"})) == [lived.pk]
    assert found(45, state="suspended") == [lived.pk]
    assert found(65, state="suspended") == []
    assert found(65, ends_before=the_day(100)) == []
    assert found(75, ends_before=the_day(100)) == [lived.pk]


@pytest.mark.parametrize(
    "asked",
    [{}, {"state": "over"}, {"state": "current"}, {"lacks": frozenset({"visa"})}, {"lacks": frozenset({"mention", "training"})}, {"ends_before": the_day(95)}],
)
def test_today_asked_of_the_database_and_of_the_journal_is_the_same(lived: Mandate, hr: AbstractUser, asked: dict) -> None:
    day = the_day(150)
    from_database = register.find(hr, Asked(**asked), on=day, today=day)
    from_journal = register.find(hr, Asked(**asked), on=day, today=day + timedelta(days=1))
    assert [one.pk for one in from_database.page()] == [one.pk for one in from_journal.page()]
    assert from_database.totals() == from_journal.totals()


def test_a_past_day_comes_by_pages_with_as_many_queries_for_sixty_as_for_two(hr: AbstractUser) -> None:
    client, day = signed_in(hr), timezone.localdate() - timedelta(days=1)
    counted = []
    for more in (2, 58):
        with time_machine.travel(timezone.now() - timedelta(days=9), tick=False):
            for n in range(more):
                mandate = make_mandate(make_user(), "referent", start=day - timedelta(days=n), visa_by=hr)
        missions.note_visa(mandate, by=make_user(), actor=hr)
        client.get(reverse("referents:register"), {"on": day})
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse("referents:register"), {"on": day})
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert len(response.context["rows"]) == 50
    second = client.get(reverse("referents:register"), {"on": day, "after": response.context["next"].pk})
    assert len(second.context["rows"]) == 10
    assert not {row.mandate.pk for row in second.context["rows"]} & {row.mandate.pk for row in response.context["rows"]}


def test_what_changed_is_told_in_sentences_the_latest_first(lived: Mandate, hr: AbstractUser) -> None:
    told = register_changes.told(register_changes.since(hr, day=START))
    assert [change.row.code for change in told] == ["granted", "ended", "ended", "resumed", "suspended", "job_description", "training", "visa", "granted"]
    assert all("Marc Lefort" in change.sentence for change in told)
    assert "Rose Vidal" in told[7].sentence
    assert told[0].by == "Hélène Roux"
    assert told[4].by == ""
    assert register_changes.since(hr, day=the_day(65)).count() == 3
    kinds = {kind: register_changes.since(hr, day=START, kind=kind).count() for kind in register_changes.KINDS}
    assert kinds == {"granted": 1, "replaced": 1, "ended": 2, "suspended": 1, "resumed": 1, "visa": 1, "training": 1, "job_description": 1}


def test_changes_come_by_pages_and_as_files(hr: AbstractUser) -> None:
    for _ in range(60):
        make_mandate(make_user("=cmd", "Piège"), "referent")
    client, page = signed_in(hr), reverse("referents:register_changes")
    with CaptureQueriesContext(connection) as queries:
        first = client.get(page)
    assert len(queries) < 20
    assert len(first.context["changes"]) == 50
    second = client.get(page, {"after": first.context["next"].pk})
    assert len(second.context["changes"]) == 10
    text = client.get(reverse("referents:register_changes_export")).content.decode("utf-8-sig")
    assert text.count(";'=cmd") == 120
    assert "\n=" not in text
    book = load_workbook(io.BytesIO(client.get(reverse("referents:register_changes_workbook")).content)).active
    assert book.max_row == 61
    assert all(cell.data_type != "f" for row in book.iter_rows() for cell in row)


def test_a_person_asked_about_themselves_only(lived: Mandate) -> None:
    assert register_changes.since(make_user(), day=START).count() == 0
    assert MandateChange.objects.count() == 9


def test_nobody_agrees_to_their_own_mission_nor_trains_tomorrow(hr: AbstractUser) -> None:
    mandate = make_mandate(make_user(), "referent")
    with pytest.raises(ReferentsError):
        missions.note_visa(mandate, by=mandate.user, actor=hr)
    with pytest.raises(ReferentsError):
        missions.note_training(mandate, trained_on=timezone.localdate() + timedelta(days=1), valid_until=None, actor=hr)
    with pytest.raises(ReferentsError):
        missions.note_training(mandate, trained_on=timezone.localdate(), valid_until=timezone.localdate() - timedelta(days=1), actor=hr)
    assert list(mandate.changes.values_list("code", flat=True)) == ["granted"]


def test_hr_notes_an_agreement_and_a_training_and_nothing_typed_is_lost(hr: AbstractUser) -> None:
    head = make_user("Rose", "Vidal")
    mandate = make_mandate(make_user(), "referent", departments=(make_department("Sports", head=head),))
    client, address = signed_in(hr), reverse("referents:note_training", args=[mandate.pk])
    refused = client.post(address, {"trained_on": "2026-02-31", "valid_until": "2030-01-01"})
    assert refused.status_code == 422
    assert "2026-02-31" in refused.content.decode()
    assert client.post(address, {"trained_on": "2026-02-03", "valid_until": ""}).status_code == 302
    visa = reverse("referents:note_visa", args=[mandate.pk])
    assert client.post(visa, {"by": hr.pk}).status_code == 422
    for _twice in range(2):
        assert client.post(visa, {"by": head.pk}).status_code == 302
    mandate.refresh_from_db()
    assert (mandate.visa_by, mandate.trained_on) == (head, date(2026, 2, 3))
    assert mandate.changes.filter(code="visa").count() == 1


def test_the_letter_says_the_mission_and_is_read_by_its_person(hr: AbstractUser) -> None:
    person, head = make_user("Marc", "Lefort"), make_user("Rose", "Vidal")
    mandate = make_mandate(person, "referent", share="7.5", departments=(make_department("Sports", head=head),))
    for reader in (hr, person):
        html = signed_in(reader).get(reverse("referents:mission_letter", args=[mandate.pk])).content.decode()
        for said in ("Marc Lefort", "Sports", "7,5", "Rose Vidal", person.get_username()):
            assert said in html
    assert signed_in(head).get(reverse("referents:mission_letter", args=[mandate.pk])).status_code == 404
