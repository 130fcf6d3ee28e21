"""A person's working hours: slots by weekday, as local half-open intervals. 24:00 is allowed as an end."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

Slots = Mapping[str, Sequence[Sequence[str]]]

OFFICE_WEEK: Slots = {str(day): [["08:30", "12:00"], ["13:30", "17:30"]] for day in range(5)}


def minutes(clock: str) -> int:
    """Minutes after midnight of "HH:MM"; 1440 for "24:00". Raises ValueError for anything else."""
    hours, _colon, rest = clock.partition(":")
    value = int(hours) * 60 + int(rest)
    if len(hours) != 2 or len(rest) != 2 or int(rest) > 59 or not 0 <= value <= 1440:
        raise ValueError(clock)
    return value


def validate_slots(slots: Slots) -> None:
    """Refuse anything but increasing, non-overlapping slots under the keys "0" to "6"."""
    try:
        for day, pairs in slots.items():
            if day not in {"0", "1", "2", "3", "4", "5", "6"}:
                raise ValueError(day)
            last = 0
            for start, end in pairs:
                if not last <= minutes(start) < minutes(end):
                    raise ValueError(start)
                last = minutes(end)
    except (ValueError, TypeError, AttributeError) as error:
        raise ValidationError(_("Write hours as 08:30–12:00, in order, without overlap.")) from error


def hours_on(slots: Slots, day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """The aware intervals worked on `day`, in order; empty when the day is off."""
    midnight = datetime.combine(day, time(), tzinfo=zone)

    def at(clock: str) -> datetime:
        value = minutes(clock)
        if value == 1440:
            return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
        return midnight.replace(hour=value // 60, minute=value % 60)

    return [(at(start), at(end)) for start, end in slots.get(str(day.weekday()), [])]
