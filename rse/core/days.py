"""A day as it is said: in French the first of a month is « 1er »."""

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language

DAY_OF_MONTH = re.compile(r"(?<!\\)j")


def spell_day(day: date, form: str = "j F") -> str:
    """`day` (or a local hour) in the format `form` of Django: « 30 novembre », « mardi 1er décembre 2026 »."""
    if day.day == 1 and (get_language() or "").startswith("fr"):
        form = DAY_OF_MONTH.sub(r"j\\e\\r", form)
    return date_format(day, form)
