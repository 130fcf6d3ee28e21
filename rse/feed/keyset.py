"""Pages by key: where a page ends is an hour and an id, never a number of rows to skip."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime


@dataclass(frozen=True)
class Key:
    """The hour and the id of the last row of a page."""

    at: datetime
    pk: int

    @classmethod
    def read(cls, text: str | None) -> "Key | None":
        """A key from the address; None when there is none or it cannot be read."""
        hour, _sign, pk = (text or "").rpartition("_")
        try:
            at = parse_datetime(hour)
        except ValueError:
            return None
        return cls(at, int(pk)) if at and at.tzinfo and pk.isascii() and pk.isdigit() and len(pk) < 18 else None

    def __str__(self) -> str:
        return f"{self.at.isoformat().replace('+00:00', 'Z')}_{self.pk}"
