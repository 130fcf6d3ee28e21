"""Cells that mean something: days, telephone numbers, shares, yes and no. None when the cell is empty or wrong; wrong is told to the sheet."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from rse.people.imports.sheets import Line, Sheet
from rse.people.models import Agent

NUMBER = re.compile(r"[\w.@+-]+")
PHONE = re.compile(r"\+?[\d(][\d\s().-]{3,}")
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 00:00)?")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
FIRST_YEAR, LAST_YEAR = 1940, 2100
KINDS = {"agent": Agent.Kind.AGENT, "agente": Agent.Kind.AGENT, "élu": Agent.Kind.ELECTED, "élue": Agent.Kind.ELECTED, "elu": Agent.Kind.ELECTED}
YES, NO = {"oui", "o", "vrai", "1", "x"}, {"non", "n", "faux", "0"}


def number(sheet: Sheet, line: Line) -> str:
    value = line["number"]
    if value and not NUMBER.fullmatch(value):
        sheet.refuse(line, "number", "number_letters", value=value)
    return value


def day(sheet: Sheet, line: Line, name: str) -> date | None:
    value = line[name]
    if not value or name in line.wrong:
        return None
    french, iso = DAY.fullmatch(value), ISO.fullmatch(value)
    if french is None and iso is None:
        sheet.refuse(line, name, "date", value=value)
        return None
    parts = [int(part) for part in (iso.groups() if iso else french.groups()[::-1])]  # type: ignore[union-attr]  # one of the two matched
    try:
        found = date(*parts)
    except ValueError:
        sheet.refuse(line, name, "no_such_day", value=value)
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        sheet.refuse(line, name, "date_far", value=value)
        return None
    return found


def phone(sheet: Sheet, line: Line, name: str) -> str:
    value = line[name]
    if value and not PHONE.fullmatch(value):
        sheet.refuse(line, name, "phone", value=value)
    return value


def email(sheet: Sheet, line: Line) -> str | None:
    value = line["email"]
    if not value or "email" in line.wrong:
        return None
    try:
        validate_email(value)
    except ValidationError:
        sheet.refuse(line, "email", "email", value=value)
        return None
    local, _at, domain = value.rpartition("@")
    return f"{local}@{domain.lower()}"


def kind(sheet: Sheet, line: Line) -> str:
    value = line["kind"]
    if value and value.lower() not in KINDS:
        sheet.refuse(line, "kind", "kind_unknown", value=value)
    return KINDS.get(value.lower(), Agent.Kind.AGENT)


def share(sheet: Sheet, line: Line) -> Decimal:
    value = line["share"].replace("%", "").replace(",", ".").strip()
    if not value:
        return Decimal(100)
    try:
        found = Decimal(value)
    except InvalidOperation:
        found = Decimal(0)
    if not found.is_finite() or not 1 <= found <= 100 or found != found.quantize(Decimal("0.1")):
        sheet.refuse(line, "share", "share", value=line["share"])
        return Decimal(100)
    return found


def yes(sheet: Sheet, line: Line, name: str) -> bool:
    value = line[name].lower()
    if value and value not in YES | NO:
        sheet.refuse(line, name, "yes_or_no", value=line[name])
    return value not in NO
