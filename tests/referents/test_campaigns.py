"""The signing of a version: who has to answer, by department, what will stop; names for those who need them, and nobody reminded twice in a week."""

from datetime import timedelta

import pytest
import time_machine
from browsing import signed_in
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import Town, make_account, make_charter_in_force, make_department, make_hr, make_mandate, make_referent, make_user, sign

from referents import campaigns, sweeps
from referents.actions import charters
from referents.exceptions import CharterError
from referents.models import CharterReminder, CharterVersion
from referents.signals import charter_recalled


@pytest.fixture(autouse=True)
def _departments_of_referents(settings: object) -> None:
    """The plugin's own directory: a person's department is the one they are a referent for."""
    settings.REFERENTS = {**getattr(settings, "REFERENTS", {}), "DIRECTORY": "referents.directory.DefaultDirectory"}


@pytest.fixture
def version(town: Town) -> CharterVersion:
    """A new version; five people of one department and two of another have to sign it, beside the community manager."""
    return make_charter_in_force(text="Nouveau texte.")


def publishers(number: int, department: object) -> list:
    people = []
    for _ in range(number):
        person = make_user()
        make_referent(person, department=department)
        make_mandate(person)
        people.append(person)
    return people


def keeper() -> object:
    return make_user("Nora", "Kaci", permissions=("referents.add_charterversion",))


def refuse(version: CharterVersion, person: object) -> None:
    charters.refuse(version, words_shown="Non.", text_sha256=version.sha256, actor=person)


def look(version: CharterVersion, reader: object) -> campaigns.Campaign:
    return campaigns.of(version, reader=reader, on=timezone.localdate())


def test_those_whose_mission_asks_for_it_have_to_sign_and_each_is_counted_once(town: Town, version: CharterVersion) -> None:
    people = publishers(3, town.department)
    make_mandate(people[0])
    make_mandate(make_user(), "referent")
    sign(people[0], version)
    refuse(version, people[1])
    whole = look(version, keeper()).whole
    assert (whole.people, whole.signed, whole.refused, whole.waiting) == (4, 1, 1, 2)
    assert set(campaigns.unanswered(version, on=timezone.localdate())) == {people[2], town.cm}


def test_names_are_for_keepers_and_hr_figures_for_heads_and_nothing_for_colleagues(town: Town, version: CharterVersion) -> None:
    head = make_user("Rose", "Vidal")
    department = make_department("Sports", head=head)
    below = make_department("Piscines", parent=department)
    publishers(5, department)
    publishers(2, below)
    page = reverse("referents:campaign", args=[version.pk])
    for reader in (keeper(), make_hr()):
        response = signed_in(reader).get(page)
        assert "Sonia Diallo" in response.content.decode()
        assert {group.name for group in response.context["campaign"].groups} >= {"Sports", "Piscines"}
    response = signed_in(head).get(page)
    groups = {group.name: group for group in response.context["campaign"].groups}
    assert set(groups) == {"Sports", "Piscines"}
    assert (groups["Sports"].hidden, groups["Piscines"].hidden) == (False, True)
    assert response.context["campaign"].whole.people == 5
    assert "Sonia Diallo" not in response.content.decode()
    for outsider in (town.expert, make_user(permissions=("referents.work_desk",)), make_user(permissions=("referents.audit",))):
        for name in ("campaign", "campaign_export"):
            assert signed_in(outsider).get(reverse(f"referents:{name}", args=[version.pk])).status_code == 404
        assert signed_in(outsider).post(reverse("referents:remind_charter", args=[version.pk])).status_code == 404


def test_the_file_holds_figures_and_no_name(town: Town, version: CharterVersion) -> None:
    publishers(2, make_department("=Sports"))
    text = signed_in(keeper()).get(reverse("referents:campaign_export", args=[version.pk])).content.decode("utf-8-sig")
    assert "'=Sports;2;0;0;2" in text
    assert "Diallo" not in text


def test_hr_sees_no_question_on_the_page(town: Town, version: CharterVersion) -> None:
    from_desk = signed_in(make_hr()).get(reverse("referents:campaign", args=[version.pk]))
    assert from_desk.context["put_back"] == []


def test_the_page_asks_the_database_as_often_for_sixty_people_as_for_three(town: Town, version: CharterVersion) -> None:
    client, page = signed_in(keeper()), reverse("referents:campaign", args=[version.pk])
    publishers(3, town.department)
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(page)
    for _ in range(6):
        publishers(10, make_department())
    with CaptureQueriesContext(connection) as many:
        client.get(page)
    assert len(many) == len(few)


def test_an_account_left_without_anybody_is_named_with_who_could(town: Town, version: CharterVersion) -> None:
    lonely = make_account("x")
    day = campaigns.day_after(version)
    orphans = {orphan.account: orphan.could for orphan in campaigns.without_publisher(version, on=day)}
    assert orphans == {town.account: ["Flora Quint"], lonely: []}
    assert campaigns.without_anybody_now(at=timezone.now()) == [lonely]
    sign(town.cm, version)
    assert [orphan.account for orphan in campaigns.without_publisher(version, on=day)] == [lonely]


def test_refusing_leaves_the_account_without_anybody_at_once(town: Town, version: CharterVersion) -> None:
    refuse(version, town.cm)
    assert campaigns.without_anybody_now(at=timezone.now()) == [town.account]


@pytest.fixture
def told() -> list:
    """What each reminder told, as (occasion, ids)."""
    heard: list = []

    def hear(reminder: CharterReminder, people: list, **_payload: object) -> None:
        heard.append((reminder.occasion, {person.pk for person in people}))

    charter_recalled.connect(hear)
    yield heard
    charter_recalled.disconnect(hear)


def test_a_reminder_reaches_those_who_have_not_answered_and_once_a_week(town: Town, version: CharterVersion, told: list) -> None:
    signed, refused, waiting = publishers(3, town.department)
    sign(signed, version)
    refuse(version, refused)
    actor = make_hr()
    with pytest.raises(CharterError):
        charters.remind(version, actor=actor)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        reminder = charters.remind(version, actor=actor)
        assert charters.remind(version, actor=actor) == reminder
        with pytest.raises(CharterError):
            charters.remind(version, actor=keeper())
    assert told == [("asked", {waiting.pk, town.cm.pk})]
    assert reminder.told == 2


def test_only_those_who_follow_the_signing_remind(town: Town, version: CharterVersion) -> None:
    with pytest.raises(PermissionDenied):
        charters.remind(version, actor=town.cm)


def test_an_older_version_is_recalled_to_nobody(town: Town, version: CharterVersion) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False), pytest.raises(CharterError):
        charters.remind(town.charter, actor=make_hr())


def test_the_sweep_recalls_at_the_opening_and_a_week_before_the_end_once_each(town: Town, told: list) -> None:
    now = timezone.now()
    version = charters.publish_version(
        town.charter.charter, text="Plus tard.", changes="", effective_at=now + timedelta(days=10),
        must_sign_by=timezone.localdate(now) + timedelta(days=40), actor=None,
    )  # fmt: skip
    for day in (5, 11, 11, 20, 34, 34, 41):
        with time_machine.travel(now + timedelta(days=day), tick=False):
            sweeps.recall_charters(timezone.now())
    assert [occasion for occasion, _people in told] == ["opening", "last_week"]
    assert set(version.reminders.values_list("occasion", flat=True)) == {"published", "opening", "last_week"}


def test_the_reminder_is_asked_by_one_click(town: Town, version: CharterVersion) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        client = signed_in(make_hr())
        address = reverse("referents:remind_charter", args=[version.pk])
        assert client.get(address).status_code == 405
        assert client.post(address).url == reverse("referents:campaign", args=[version.pk])
    assert version.reminders.filter(occasion="asked").count() == 1
