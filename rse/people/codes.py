"""Printed sign-in codes: four groups of four letters or digits that nobody can misread."""

import secrets
from datetime import datetime, timedelta

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
GROUPS, GROUP_LENGTH = 4, 4
VALIDITY = timedelta(days=90)


def generate_code() -> str:
    """A fresh code such as K7PM-3XQD-ZZ84-HRTB: 80 bits of randomness."""
    return "-".join("".join(secrets.choice(ALPHABET) for _letter in range(GROUP_LENGTH)) for _group in range(GROUPS))


def canonical(password: str) -> str:
    """The printed form of a code typed in lower case, without hyphens or with spaces; any other password unchanged."""
    letters = "".join(password.split()).replace("-", "").upper()
    if len(letters) != GROUPS * GROUP_LENGTH or not set(letters) <= set(ALPHABET):
        return password
    return "-".join(letters[start : start + GROUP_LENGTH] for start in range(0, len(letters), GROUP_LENGTH))


def has_expired(issued_at: datetime | None, *, at: datetime) -> bool:
    """Whether a code given at `issued_at` no longer opens the door at `at`."""
    return issued_at is None or at >= issued_at + VALIDITY
