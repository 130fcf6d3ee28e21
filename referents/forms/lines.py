"""Lists, hours and closures as people type them: one line each."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from referents.actions.calendars import Closing
from referents.calendars import HoursUnreadable, OpeningTime

_CLOCK = re.compile(r"(\d{1,2})\s*(?:[:hH]\s*(\d{2})?)?")
_SPAN = re.compile(r"\s*[-–—]\s*|\s+à\s+")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


class LinesField(forms.CharField):
    """A list of short texts, one a line; empty lines and repetitions are dropped."""

    def __init__(self, *, rows: int = 8, max_line: int = 300, **options: Any) -> None:
        self.max_line = max_line
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(line) for line in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = list(dict.fromkeys(line.strip() for line in (value or "").splitlines() if line.strip()))
        for line in lines:
            if len(line) > self.max_line:
                raise ValidationError(_("Too long (%(most)d characters at most): “%(line)s…”") % {"most": self.max_line, "line": line[:40]})
        return lines

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


class DayHoursField(forms.CharField):
    """The hours of one day: « 08:30–12:00, 13:30–17:30 », also « 8 h 30 à 12 h »; empty when closed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}), **options)

    def prepare_value(self, value: Any) -> Any:
        return spelled(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        pairs = [_pair(part) for part in re.split(r"[,;]|\s+et\s+", value or "") if part.strip()]
        try:
            OpeningTime.from_hours({"0": pairs})
        except HoursUnreadable as error:
            raise ValidationError(error.messages) from error
        return pairs


def spelled(pairs: Sequence[Sequence[str]]) -> str:
    """Pairs of hours as the field shows them."""
    return ", ".join(f"{start}–{end}" for start, end in pairs)


def _pair(text: str) -> list[str]:
    ends = [_clock(end) for end in _SPAN.split(text.strip())]
    if len(ends) != 2:
        raise ValidationError(_("Write hours as 08:30–12:00, in order: “%(what)s” cannot be read.") % {"what": text.strip()})
    return ends


def _clock(text: str) -> str:
    found = _CLOCK.fullmatch(text.strip())
    return f"{int(found[1]):02d}:{found[2] or '00'}" if found else text.strip()


class ClosuresField(forms.CharField):
    """Closures, one a line: « 24/12/2026 – 31/12/2026 : Pont de Noël », or one day « 15/05/2027 : Pont »."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 6}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(_closing_line(one) for one in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [_closing(line.strip()) for line in (value or "").splitlines() if line.strip()]


def _closing_line(one: Closing) -> str:
    days = f"{one.start:%d/%m/%Y}" if one.start == one.end else f"{one.start:%d/%m/%Y} – {one.end:%d/%m/%Y}"
    return f"{days} : {one.label}"


def _closing(line: str) -> Closing:
    days, _colon, label = line.partition(":")
    ends = [_day(end) for end in _SPAN.split(days.strip())]
    if not label.strip() or len(ends) not in {1, 2} or not all(ends):
        raise ValidationError(_("Write a closure as 24/12/2026 – 31/12/2026 : label. “%(line)s” cannot be read.") % {"line": line})
    start, end = ends[0], ends[-1]
    if start is None or end is None or end < start:
        raise ValidationError(_("The end comes before the beginning: “%(line)s”.") % {"line": line})
    return Closing(start, end, label.strip()[:80])


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text.strip())
    try:
        return datetime.strptime("/".join(found.groups()), "%d/%m/%Y").date() if found else parse_date(text.strip())  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
