"""The Wagtail admin of the plugin: what can be kept, what goes through an action, what never changes."""

from datetime import date, timedelta
from io import StringIO

import factories
import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from referents import groups, permissions
from referents.actions.calendars import Closing, keep_calendar, new_policy
from referents.actions.register import describe, replace
from referents.exceptions import ReferentsError
from referents.forms.lines import ClosuresField, DayHoursField, LinesField
from referents.models import (
    Area,
    CharterVersion,
    Clock,
    ClockPolicy,
    Custody,
    Mandate,
    MandateChange,
    OfficialAccount,
    PreElectionPeriod,
    Referent,
    SensitiveWord,
    ServiceCalendar,
    Topic,
)
from referents.viewsets import ReferentsViewSetGroup

pytestmark = pytest.mark.django_db
SCREENS = [viewset().name for viewset in ReferentsViewSetGroup.items]


@pytest.fixture
def admin() -> Client:
    """A browser where an administrator is signed in, in French."""
    browser = Client()
    browser.force_login(factories.make_user("Ada", "Blanc", is_superuser=True, is_staff=True))
    return browser


def address(screen: str, page: str, *args: object) -> str:
    return reverse(f"referents_{screen}:{page}", args=args)


def member(group: str) -> Client:
    groups.install()
    user = factories.make_user()
    user.groups.add(Group.objects.get(name=group))
    browser = Client()
    browser.force_login(user)
    return browser


def one_of_each(town: factories.Town) -> None:
    Area.objects.create(name="Les Tilleuls", aliases=["la cité"])
    SensitiveWord.objects.create(term="tribunal", kind="legal", level="high")
    PreElectionPeriod.objects.create(label="Municipales", start=date(2026, 1, 1), end=date(2026, 3, 22))
    Custody.objects.create(account=town.account, user=town.cm, role="holder")


@pytest.mark.parametrize("screen", SCREENS)
def test_every_list_and_every_form_open(admin: Client, town: factories.Town, screen: str) -> None:
    one_of_each(town)
    assert admin.get(reverse(f"{screen}:index")).status_code == 200
    page = admin.get(reverse(f"{screen}:add"))
    assert page.status_code == 200
    assert 'name="csrfmiddlewaretoken"' in page.content.decode()
    assert admin.get(reverse(f"{screen}:index"), {"q": "a"}).status_code == 200


def test_every_row_opens(admin: Client, town: factories.Town) -> None:
    one_of_each(town)
    for viewset in ReferentsViewSetGroup.items:
        row = viewset.model.objects.order_by("pk").first()
        if row is not None:
            assert admin.get(reverse(f"{viewset().name}:edit", args=[row.pk])).status_code == 200, viewset


@pytest.mark.parametrize("screen", SCREENS)
def test_an_agent_without_the_right_opens_nothing(town: factories.Town, screen: str) -> None:
    agent = factories.make_user(permissions=("wagtailadmin.access_admin",))
    browser = Client()
    browser.force_login(agent)
    assert browser.get(reverse(f"{screen}:index")).status_code == 302
    assert browser.post(reverse(f"{screen}:add"), {}).status_code == 302


# Topics ---------------------------------------------------------------------------------------------------------------


def test_a_topic_is_written_a_line_an_expression(admin: Client) -> None:
    department = factories.make_department()
    form = {"name": "Piscine municipale", "department": department.pk, "sensitivity": "low", "terms": "piscine\n\n grand bain \npiscine", "active": "on"}
    admin.post(address("topic", "add"), form)
    topic = Topic.objects.get(name="Piscine municipale")
    assert (topic.terms, topic.examples, topic.slug) == (["piscine", "grand bain"], [], "piscine-municipale")
    assert (topic.origin, topic.department_code) == ("local", department.code)


def test_a_topic_changed_here_is_the_towns_own(admin: Client) -> None:
    topic = factories.make_topic(origin="thesaurus", terms=("bain",))
    page = admin.get(address("topic", "edit", topic.pk)).content.decode()
    assert ">\nbain</textarea>" in page
    form = {"name": topic.name, "department": topic.department.pk, "sensitivity": "high", "terms": "bain\nplongeoir", "active": "on"}
    admin.post(address("topic", "edit", topic.pk), form)
    topic.refresh_from_db()
    assert (topic.origin, topic.sensitivity, topic.terms) == ("local", "high", ["bain", "plongeoir"])


def test_a_topic_belongs_to_the_town_or_to_somebody_else_not_both(admin: Client) -> None:
    body = factories.make_topic(outside_body=None, department=factories.make_department()).outside_body
    assert body is None
    form = {"name": "Caf", "slug": "caf", "kind": "state", "where": "caf.fr", "say": "Voyez la Caf."}
    admin.post(address("outsidebody", "add"), form)
    outside = Topic._meta.get_field("outside_body").related_model.objects.get(slug="caf")
    page = admin.post(
        address("topic", "add"), {"name": "Allocations", "department": factories.make_department().pk, "outside_body": outside.pk, "sensitivity": "low"}
    )
    assert page.status_code == 200
    assert "outside_body" in page.context["form"].errors
    assert not Topic.objects.filter(name="Allocations").exists()


def test_a_topic_does_not_stand_below_itself(admin: Client) -> None:
    top = factories.make_topic("Haut")
    low = factories.make_topic("Bas", parent=top)
    page = admin.post(address("topic", "edit", top.pk), {"name": "Haut", "parent": low.pk, "sensitivity": "low"})
    assert "parent" in page.context["form"].errors


def test_two_topics_of_the_same_name_get_two_slugs(admin: Client) -> None:
    for _time in range(2):
        admin.post(address("topic", "add"), {"name": "Piscine", "sensitivity": "low"})
    assert sorted(Topic.objects.values_list("slug", flat=True)) == ["piscine", "piscine-2"]


def test_what_others_hang_on_is_not_deleted(admin: Client, town: factories.Town) -> None:
    for screen, row in (("topic", town.topic), ("officialaccount", town.account), ("mandate", Mandate.objects.first()), ("referent", town.referent)):
        assert admin.post(address(screen, "delete", row.pk)).status_code == 302
        assert type(row).objects.filter(pk=row.pk).exists()


def test_a_neighbourhood_is_deleted(admin: Client) -> None:
    area = Area.objects.create(name="Les Tilleuls")
    admin.post(address("area", "delete", area.pk))
    assert not Area.objects.exists()


# Charters -------------------------------------------------------------------------------------------------------------


def version_form(town: factories.Town, **fields: object) -> dict[str, object]:
    return {
        "charter": town.charter.charter_id,
        "text": "La charte,\nautrement <b>.",
        "changes": "Un mot.",
        "effective_at": "2030-01-01 09:00",
        "must_sign_by": "2030-02-01",
        **fields,
    }


def test_a_version_is_published_by_the_action_numbered_and_hashed(admin: Client, town: factories.Town) -> None:
    admin.post(address("charterversion", "add"), version_form(town))
    version = CharterVersion.objects.latest("number")
    assert (version.number, version.immediate) == (2, False)
    assert len(version.sha256) == 64
    assert version.sha256 != town.charter.sha256


def test_a_refusal_of_the_action_stands_at_its_field_and_nothing_typed_is_lost(admin: Client, town: factories.Town) -> None:
    page = admin.post(address("charterversion", "add"), version_form(town, must_sign_by="2029-12-31"))
    assert "must_sign_by" in page.context["form"].errors
    assert "autrement" in page.content.decode()
    assert CharterVersion.objects.count() == 1


def test_a_published_version_is_shown_with_its_hash_and_never_changes(admin: Client, town: factories.Town) -> None:
    admin.post(address("charterversion", "add"), version_form(town))
    version = CharterVersion.objects.latest("number")
    page = admin.get(address("charterversion", "edit", version.pk)).content.decode()
    assert version.sha256 in page
    assert "autrement &lt;b&gt;." in page
    assert "<textarea" not in page
    admin.post(address("charterversion", "edit", version.pk), version_form(town, text="Changée."))
    assert CharterVersion.objects.get(pk=version.pk).text == version.text


def test_a_new_version_starts_from_the_text_of_the_last(admin: Client, town: factories.Town) -> None:
    page = admin.get(address("charterversion", "copy", town.charter.pk)).content.decode()
    assert town.charter.text in page


# Accounts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["@VilleTest", "villetest", "https://x.com/VilleTest", "https://www.x.com/VilleTest/"])
def test_the_identity_of_an_account_is_normalised(admin: Client, typed: str) -> None:
    form = {"platform": "x", "identity": typed, "label": "Ville", "department": factories.make_department().pk, "state": "live", "max_length": 280}
    admin.post(address("officialaccount", "add"), form)
    assert OfficialAccount.objects.get().identity == "villetest"


def test_the_same_account_is_not_registered_twice(admin: Client, town: factories.Town) -> None:
    form = {"platform": town.account.platform, "identity": f"@{town.account.identity}", "label": "Ville", "department": town.department.pk}
    page = admin.post(address("officialaccount", "add"), {**form, "state": "live", "max_length": 280})
    assert page.status_code == 200
    assert OfficialAccount.objects.count() == 1


def test_custody_says_who_holds_the_keys(admin: Client, town: factories.Town) -> None:
    admin.post(address("custody", "add"), {"account": town.account.pk, "user": town.cm.pk, "role": "holder", "two_factor": "on"})
    assert Custody.objects.get().two_factor


# Calendars ------------------------------------------------------------------------------------------------------------


def calendar_form(**fields: object) -> dict[str, object]:
    days = {f"day_{day}": "08:30–12:00, 13:30–17:30" for day in range(5)}
    return {"name": "Mairie", "time_zone": "Europe/Paris", "holiday_area": "", "is_default": "on", **days, "day_5": "", "day_6": "", "closures": "", **fields}


@pytest.mark.parametrize(
    ("typed", "pairs"),
    [
        ("08:30–12:00, 13:30–17:30", [["08:30", "12:00"], ["13:30", "17:30"]]),
        ("8h30-12h", [["08:30", "12:00"]]),
        ("8 h 30 à 12 h et 13 h 30 à 17 h", [["08:30", "12:00"], ["13:30", "17:00"]]),
        ("22:00 - 24:00", [["22:00", "24:00"]]),
        ("", []),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, pairs: list[list[str]]) -> None:
    assert DayHoursField().clean(typed) == pairs


@pytest.mark.parametrize("typed", ["12:00–08:30", "08:30", "8h30-12h, 11h-14h", "25:00–26:00", "08:75–12:00", "midi", "08:30–12:00–14:00"])
def test_hours_that_cannot_be_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        DayHoursField().clean(typed)


def test_closures_are_read_a_line_each() -> None:
    typed = "24/12/2026 – 31/12/2026 : Pont de Noël\n\n15/05/2027 : Pont"
    assert ClosuresField().clean(typed) == [
        Closing(date(2026, 12, 24), date(2026, 12, 31), "Pont de Noël"),
        Closing(date(2027, 5, 15), date(2027, 5, 15), "Pont"),
    ]


@pytest.mark.parametrize("typed", ["Noël", "31/12/2026 – 24/12/2026 : Pont", "32/12/2026 : Pont", "24/12/2026 :", "24/12/2026"])
def test_closures_that_cannot_be_read_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        ClosuresField().clean(typed)


def test_a_list_refuses_a_line_too_long_and_says_which() -> None:
    with pytest.raises(ValidationError, match="aaaa"):
        LinesField(max_line=10).clean("court\n" + "a" * 11)


def test_a_calendar_is_kept_with_its_closures_and_shown_again_as_typed(admin: Client) -> None:
    admin.post(address("servicecalendar", "add"), calendar_form(closures="24/12/2026 – 31/12/2026 : Noël"))
    calendar = ServiceCalendar.objects.get()
    assert calendar.hours == {str(day): [["08:30", "12:00"], ["13:30", "17:30"]] for day in range(5)}
    assert calendar.is_default is True
    page = admin.get(address("servicecalendar", "edit", calendar.pk)).content.decode()
    assert "24/12/2026 – 31/12/2026 : Noël" in page
    assert 'value="08:30–12:00, 13:30–17:30"' in page


def test_closures_kept_are_not_written_again(admin: Client) -> None:
    admin.post(address("servicecalendar", "add"), calendar_form(closures="24/12/2026 : Noël"))
    calendar = ServiceCalendar.objects.get()
    kept = calendar.closures.get().pk
    admin.post(address("servicecalendar", "edit", calendar.pk), calendar_form(closures="24/12/2026 : Noël\n02/01/2027 : Pont"))
    assert set(calendar.closures.values_list("label", flat=True)) == {"Noël", "Pont"}
    assert calendar.closures.get(label="Noël").pk == kept
    admin.post(address("servicecalendar", "edit", calendar.pk), calendar_form())
    assert not calendar.closures.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"day_0": "midi"}, "day_0"), ({"time_zone": "Europe/Nulle-Part"}, "time_zone"), ({f"day_{day}": "" for day in range(7)}, "__all__")],
)
def test_a_calendar_that_cannot_be_is_refused_at_its_field(admin: Client, wrong: dict[str, str], field: str) -> None:
    page = admin.post(address("servicecalendar", "add"), calendar_form(**wrong))
    assert field in page.context["form"].errors
    assert not ServiceCalendar.objects.exists()


def test_the_default_is_taken_over_and_never_lost(admin: Client) -> None:
    admin.post(address("servicecalendar", "add"), calendar_form())
    first = ServiceCalendar.objects.get()
    page = admin.post(address("servicecalendar", "edit", first.pk), {**calendar_form(), "is_default": ""})
    assert "is_default" in page.context["form"].errors
    admin.post(address("servicecalendar", "add"), calendar_form(name="Été"))
    assert ServiceCalendar.objects.get(is_default=True).name == "Été"


def test_new_hours_move_the_due_times_of_open_clocks(town: factories.Town) -> None:
    clock = Clock.objects.get(enquiry=town.received(), metric="answer")
    calendar = clock.policy.calendar
    nights = {str(day): [["00:00", "02:00"]] for day in range(7)}
    keep_calendar(calendar, hours=nights, closures=[], is_default=True, actor=None)
    assert Clock.objects.get(pk=clock.pk).due_at > clock.due_at


def test_a_policy_is_a_new_version_and_open_clocks_keep_theirs(admin: Client, town: factories.Town) -> None:
    clock = Clock.objects.get(enquiry=town.received(), metric="first_contact")
    calendar = clock.policy.calendar
    form = {"metric": "first_contact", "minutes": 60, "urgent_minutes": 15, "calendar": calendar.pk, "remind_cm": 50, "missed": 100}
    admin.post(address("clockpolicy", "add"), form)
    policy = ClockPolicy.objects.filter(metric="first_contact").latest("version")
    assert (policy.version, policy.steps) == (2, [[50, "remind_cm"], [100, "missed"]])
    assert Clock.objects.get(pk=clock.pk).policy.version == 1
    assert Clock.objects.get(enquiry=town.received(), metric="first_contact").policy == policy


def test_a_policy_refuses_a_step_of_another_clock_and_a_longer_urgency(admin: Client, town: factories.Town) -> None:
    calendar = ServiceCalendar.objects.get()
    form = {"metric": "review", "minutes": 60, "urgent_minutes": 90, "calendar": calendar.pk, "pass_on": 100}
    page = admin.post(address("clockpolicy", "add"), form)
    assert {"urgent_minutes", "pass_on"} <= set(page.context["form"].errors)


def test_the_steps_of_a_policy_are_read_in_words(admin: Client, town: factories.Town) -> None:
    policy = ClockPolicy.objects.get(metric="review")
    page = admin.get(address("clockpolicy", "edit", policy.pk)).content.decode()
    assert "100 % :" in page
    assert "ask_deputy_reviewers" not in page


# Referents and missions -----------------------------------------------------------------------------------------------


def test_a_referent_is_enrolled_as_a_volunteer_and_moves_by_the_cycle(admin: Client, town: factories.Town) -> None:
    person = factories.make_user("Karim", "Benali")
    admin.post(address("referent", "add"), {"user": person.pk, "department": town.department.pk, "topics": [town.topic.pk], "capacity": 3})
    referent = Referent.objects.get(user=person)
    assert (referent.state, referent.capacity, list(referent.topics.all())) == ("volunteer", 3, [town.topic])
    admin.post(address("referent", "edit", referent.pk), {"to": "agreed", "topics": [], "capacity": 4})
    referent.refresh_from_db()
    assert (referent.state, referent.capacity, referent.topics.count()) == ("agreed", 4, 0)
    assert list(referent.changes.order_by("pk").values_list("to_state", flat=True)) == ["volunteer", "agreed"]


def test_only_the_next_steps_are_offered(admin: Client, town: factories.Town) -> None:
    page = admin.get(address("referent", "edit", town.referent.pk))
    assert {value for value, _label in page.context["form"].fields["to"].choices} == {"active", "paused", "ended"}
    answer = admin.post(address("referent", "edit", town.referent.pk), {"to": "volunteer", "capacity": 5})
    assert "to" in answer.context["form"].errors


def test_nobody_stands_in_for_themselves(admin: Client, town: factories.Town) -> None:
    answer = admin.post(address("referent", "edit", town.referent.pk), {"to": "active", "capacity": 5, "deputy": town.expert.pk})
    assert "deputy" in answer.context["form"].errors
    with pytest.raises(ReferentsError):
        describe(town.referent, topics=[], areas=[], deputy=town.expert, capacity=5, actor=None)


def mission_form(town: factories.Town, **fields: object) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "user": town.expert.pk,
        "role": "publisher",
        "accounts": [town.account.pk],
        "start": today.isoformat(),
        "share": "5.0",
        "job_description": "no",
        **fields,
    }


def test_a_mission_is_granted_by_the_action_and_journalled(admin: Client, town: factories.Town) -> None:
    admin.post(address("mandate", "add"), mission_form(town))
    mandate = Mandate.objects.get(user=town.expert)
    assert list(mandate.accounts.all()) == [town.account]
    assert MandateChange.objects.get(mandate=mandate).code == "granted"


def test_a_mission_of_publication_names_its_accounts(admin: Client, town: factories.Town) -> None:
    page = admin.post(address("mandate", "add"), mission_form(town, accounts=[]))
    assert "accounts" in page.context["form"].errors


def test_a_mission_is_replaced_and_never_overwritten(admin: Client, town: factories.Town) -> None:
    old = Mandate.objects.get(user=town.cm)
    page = admin.get(address("mandate", "copy", old.pk)).content.decode()
    assert f'name="replaces" value="{old.pk}"' in page
    start = timezone.localdate() + timedelta(days=10)
    admin.post(address("mandate", "add"), mission_form(town, user=town.cm.pk, start=start.isoformat(), replaces=old.pk))
    new = Mandate.objects.get(replaces=old)
    old.refresh_from_db()
    assert (old.end, new.start) == (start - timedelta(days=1), start)
    assert old.share == new.share
    with pytest.raises(ReferentsError):
        replace(old, actor=None, user=town.cm, role="publisher", start=start)


def test_a_mission_ends_or_resumes_and_nothing_else_of_it_changes(admin: Client, town: factories.Town) -> None:
    mandate = Mandate.objects.get(user=town.cm)
    today = timezone.localdate()
    admin.post(address("mandate", "edit", mandate.pk), {"last_day": today.isoformat(), "role": "reviewer", "share": "50"})
    mandate.refresh_from_db()
    assert (mandate.end, mandate.role, mandate.share) == (today, "publisher", 5)
    Mandate.objects.filter(pk=mandate.pk).update(suspended_at=timezone.now(), suspended_why="moved")
    admin.post(address("mandate", "edit", mandate.pk), {"last_day": today.isoformat(), "resume": "on"})
    mandate.refresh_from_db()
    assert mandate.suspended_at is None
    assert list(mandate.changes.order_by("pk").values_list("code", flat=True)) == ["granted", "ended", "resumed"]


def test_the_history_of_a_mission_is_read_on_its_page(admin: Client, town: factories.Town) -> None:
    mandate = Mandate.objects.get(user=town.cm)
    page = admin.get(address("mandate", "inspect", mandate.pk)).content.decode()
    assert "Mission enregistrée" in page


# Groups and first installation ----------------------------------------------------------------------------------------


def test_groups_open_the_doors_of_each_role_and_no_other(town: factories.Town) -> None:
    groups.install()
    doors = (permissions.works_desk, permissions.dispatches, permissions.keeps_register, permissions.reads_desk, permissions.may_keep_charters)
    opened = {}
    for name in groups.GROUPS:
        user = factories.make_user()
        user.groups.add(Group.objects.get(name=name))
        opened[name] = [door(user) for door in doors]
    assert opened == {
        "Communication": [True, False, False, True, True],
        "Répartition": [False, True, False, True, False],
        "Ressources humaines": [False, False, True, False, False],
        "Audit": [False, False, False, True, False],
    }


def test_installing_groups_twice_keeps_what_was_added() -> None:
    groups.install()
    extra = Permission.objects.get(content_type__app_label="referents", codename="audit")
    Group.objects.get(name="Communication").permissions.add(extra)
    groups.install()
    assert Group.objects.filter(name="Communication").count() == 1
    assert extra in Group.objects.get(name="Communication").permissions.all()


def test_every_permission_named_exists() -> None:
    for group, labels in zip(groups.install(), groups.GROUPS.values(), strict=True):
        found = {f"{row.content_type.app_label}.{row.codename}" for row in group.permissions.select_related("content_type")}
        assert found == set(labels), group


def test_human_resources_keeps_missions_and_not_topics(town: factories.Town) -> None:
    browser = member("Ressources humaines")
    assert browser.get(address("mandate", "add")).status_code == 200
    assert browser.get(address("topic", "index")).status_code == 302
    browser.post(address("mandate", "add"), mission_form(town))
    assert Mandate.objects.filter(user=town.expert).exists()


def test_communication_reads_missions_and_grants_none(town: factories.Town) -> None:
    browser = member("Communication")
    assert browser.get(address("mandate", "index")).status_code == 200
    assert browser.post(address("mandate", "add"), mission_form(town)).status_code == 302
    assert not Mandate.objects.filter(user=town.expert).exists()


def test_a_new_host_is_installed_in_one_command_and_twice_changes_nothing() -> None:
    said = StringIO()
    for _time in range(2):
        call_command("referents_install", "--holiday-area", "67", stdout=said)
    calendar = ServiceCalendar.objects.get()
    assert (calendar.is_default, calendar.holiday_area) == (True, "67")
    assert ClockPolicy.objects.count() == 5
    assert Group.objects.filter(name__in=groups.GROUPS).count() == 4
    assert Topic.objects.count() > 200


def test_new_policies_start_at_one_in_a_host_without_any() -> None:
    calendar = ServiceCalendar.objects.create(name="Mairie", hours={"0": [["08:00", "12:00"]]})
    made = new_policy(metric="review", minutes=60, urgent_minutes=30, steps=[[100, "ask_deputy_reviewers"]], calendar=calendar, actor=None)
    assert made.version == 1
    assert made.calendar.hours == {"0": [["08:00", "12:00"]]}
