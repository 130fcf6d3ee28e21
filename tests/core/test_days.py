"""The first of a month is « 1er » in French, and nowhere else."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from rse.core.days import spell_day

FIRST, SECOND = date(2026, 12, 1), date(2026, 12, 2)


@pytest.mark.parametrize(
    ("day", "form", "words"),
    [
        (FIRST, "j F", "1er décembre"),
        (FIRST, "l j F Y", "mardi 1er décembre 2026"),
        (FIRST, "j F, G \\h i", "1er décembre, 0 h 00"),
        (SECOND, "l j F", "mercredi 2 décembre"),
        (date(2026, 12, 11), "j F", "11 décembre"),
    ],
)
def test_a_day_in_french(day, form, words):
    at = datetime(day.year, day.month, day.day) if "h" in form else day  # noqa: DTZ001 - a local hour
    with translation.override("fr"):
        assert spell_day(at, form).lower() == words


def test_another_language_keeps_its_own_way():
    with translation.override("en"):
        assert spell_day(FIRST, "j F") == "1 December"


def test_a_template_says_the_local_day_and_nothing_of_a_day_that_is_not_there():
    asked = '{{ at|spell_day:"l j F" }}{{ none|spell_day:"j F" }}{% blocktranslate with day=at|spell_day:"j F" %}, {{ day }}{% endblocktranslate %}'
    page = Template("{% load i18n shell %}" + asked)
    with translation.override("fr"), timezone.override("Europe/Paris"):
        # 23:30 in London on the 30th of November is half past midnight on the 1st of December in Paris.
        said = page.render(Context({"at": datetime(2026, 11, 30, 23, 30, tzinfo=UTC), "none": None}))
    assert said.lower() == "mardi 1er décembre, 1er décembre"
