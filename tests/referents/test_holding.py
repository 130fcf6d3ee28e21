"""Holding replies: the hour promised, models by channel and tone, the one used last."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from factories import Town, fresh, make_calendar

from referents import clocks, holding, hours, shipped
from referents.actions import publications
from referents.forms.word_admin import HoldingModelForm
from referents.models import Acronym, ClockPolicy, HoldingChoice, HoldingModel, ServiceCalendar
from referents.models.calendars import Metric
from referents.models.enquiries import Channel
from referents.wording.remarks import NETWORKS

NOW = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)  # a Tuesday, 10:05 in Paris


def office() -> ServiceCalendar:
    hours_open = {str(day): [["08:30", "12:00"], ["13:30", "17:30"]] for day in range(5)}
    calendar = ServiceCalendar.objects.create(name="Bureau", hours=hours_open)
    ClockPolicy.objects.filter(metric=Metric.FIRST_CONTACT).update(calendar=calendar)
    return calendar


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 24, 11, 30, tzinfo=UTC), "avant 12 h 30"),
        (datetime(2026, 11, 25, 9, 0, tzinfo=UTC), "demain avant 10 h"),
        (datetime(2026, 11, 27, 9, 0, tzinfo=UTC), "vendredi avant 10 h"),
        (datetime(2026, 12, 8, 9, 0, tzinfo=UTC), "le 8 décembre avant 10 h"),
    ],
)
def test_the_hour_promised_reads_as_people_say_it(at: datetime, said: str) -> None:
    assert hours.promised(at, now=NOW).replace("\xa0", " ") == said


def test_the_policy_and_the_calendar_decide_the_hour(town: Town) -> None:
    office()
    at = timezone.localtime(holding.hour_to_promise(town.received(), now=NOW))
    assert (at.day, at.hour, at.minute) == (24, 14, 0)  # 1 h 55 before noon, five minutes after half past one, rounded up


def test_late_in_the_day_the_hour_is_tomorrow(town: Town) -> None:
    office()
    at = timezone.localtime(holding.hour_to_promise(town.received(), now=datetime(2026, 11, 24, 15, 50, tzinfo=UTC)))
    assert (at.day, at.hour, at.minute) == (25, 10, 0)


def test_an_urgent_question_is_promised_sooner(town: Town) -> None:
    enquiry = town.received()
    usual = holding.hour_to_promise(enquiry, now=NOW)
    enquiry.urgent = True
    assert holding.hour_to_promise(enquiry, now=NOW) < usual


def test_a_host_without_policies_promises_two_hours(db: None, town: Town) -> None:
    enquiry = town.received()
    for clock in enquiry.clocks.all():
        clock.delete()
    ClockPolicy.objects.all().delete()
    assert holding.hour_to_promise(enquiry, now=NOW) >= NOW + timedelta(hours=2)
    clocks.install_policies(make_calendar())


def test_models_are_shipped_once_and_what_the_town_changed_is_kept(db: None) -> None:
    assert shipped.install() > 60
    HoldingModel.objects.filter(slug="reseaux-simple").update(text="Bonjour, {hour}.")
    Acronym.objects.filter(letters="CCAS").update(meaning="le CCAS")
    assert shipped.install() == 0
    assert HoldingModel.objects.get(slug="reseaux-simple").text == "Bonjour, {hour}."
    assert Acronym.objects.get(letters="CCAS").meaning == "le CCAS"


@pytest.mark.parametrize("channel", Channel.values)
def test_every_channel_has_a_model_in_several_tones_that_fits(town: Town, channel: str) -> None:
    shipped.install()
    enquiry = town.qualified(channel=channel, account=None)
    found = holding.offered(enquiry, user=town.cm, at=NOW + timedelta(hours=2), now=NOW)
    assert len({one.model.tone for one in found}) > 1
    assert found[0].length <= NETWORKS.get(channel, 2000)
    for one in found:
        assert "{" not in one.text
        assert "12 h" in one.text.replace("\xa0", " ")
        assert one.blank.count("{promise}") == 1


def test_without_a_department_nothing_is_left_in_braces(town: Town) -> None:
    shipped.install()
    found = holding.offered(town.received(), user=town.cm, at=NOW + timedelta(hours=2), now=NOW)
    assert all("{" not in one.text and "None" not in one.text and "()" not in one.text for one in found)


def test_the_model_used_last_on_a_channel_comes_first_for_that_person_only(town: Town) -> None:
    shipped.install()
    warm = HoldingModel.objects.get(slug="reseaux-chaleureux")
    enquiry = town.received()
    publications.hold(enquiry, text="Merci !", promised_at=timezone.now() + timedelta(hours=1), model=warm, actor=town.cm, version=None)
    again = {"at": NOW + timedelta(hours=2), "now": NOW}
    assert holding.offered(fresh(enquiry), user=town.cm, **again)[0].model == warm
    assert holding.offered(fresh(enquiry), user=town.expert, **again)[0].model != warm
    assert HoldingChoice.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "right"),
    [("Bonjour, réponse {hour}.", True), ("Bonjour, réponse {heure}.", False), ("Bonjour, à bientôt.", False), ("Bonjour {hour} {name}", False)],
)
def test_a_model_that_would_show_braces_to_a_citizen_is_refused(db: None, text: str, right: bool) -> None:
    form = HoldingModelForm({"name": "Essai", "tone": "simple", "text": text, "channels": ["x"], "active": "on"})
    assert form.is_valid() is right
