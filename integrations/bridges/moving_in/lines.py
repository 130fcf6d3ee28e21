"""The lines people write, in the terminal or in the file: « EDU ; Éducation ; DGS ». Pure; a refusal is a sentence that says what to write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from referents.actions.calendars import Closing
from referents.forms.lines import ClosuresField, DayHoursField
from referents.models import OfficialAccount

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
ALSACE_MOSELLE = frozenset({"57", "67", "68"})
OVERSEAS: Mapping[str, str] = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
CORSICA = frozenset({"2A", "2B"})


class WrongAnswer(ValidationError):
    """An answer that cannot be read; its sentence says what to write instead."""


@dataclass(frozen=True)
class DepartmentLine:
    code: str
    name: str
    parent: str


@dataclass(frozen=True)
class PatternLine:
    """A named week: weekday "0" to "6" → pairs of hours."""

    name: str
    slots: Mapping[str, list[list[str]]]


@dataclass(frozen=True)
class PersonLine:
    number: str
    first_name: str
    last_name: str
    department: str
    email: str
    job_title: str


@dataclass(frozen=True)
class AccountLine:
    network: str
    identity: str
    label: str
    department: str


def cut(line: str, *, least: int, most: int, shape: str) -> list[str]:
    """The parts of a line, empty ones added at the end. `shape` is how the line should look."""
    parts = [part.strip() for part in line.split(";")]
    if not least <= len(parts) <= most or not all(parts[:least]):
        raise WrongAnswer(_("“%(line)s” cannot be read. Write: %(shape)s") % {"line": line, "shape": shape})
    return parts + [""] * (most - len(parts))


def some_text(text: str) -> str:
    if not text:
        raise WrongAnswer(_("An answer is needed here."))
    if len(text) > 120:
        raise WrongAnswer(_("This is too long: 120 characters at most."))
    return text


def digits(text: str, *, count: int) -> str:
    """A SIREN or an INSEE code (Corsica has a letter), or nothing."""
    compact = text.replace(" ", "").upper()
    plain = compact[:1] + "0" + compact[2:] if compact[:2] in CORSICA else compact
    if compact and not (len(compact) == count and plain.isascii() and plain.isdigit()):
        raise WrongAnswer(_("%(count)d digits are expected, or nothing.") % {"count": count})
    return compact


def departement(text: str) -> str:
    """The number of a département or of an overseas territory: « 35 », « 2A », « 974 »."""
    number = text.strip().upper().zfill(2) if text.strip() else ""
    mainland = number.isascii() and number.isdigit() and len(number) == 2 and "01" <= number <= "95" and number != "20"
    if not (mainland or number in CORSICA or number in OVERSEAS):
        raise WrongAnswer(_("Write the number of your département: 35, 2A, 67, 974…"))
    return number


def time_zone(text: str) -> str:
    """A name of the tz database, or nothing."""
    if text and text not in available_timezones():
        raise WrongAnswer(_("“%(zone)s” is not a time zone: write Europe/Paris, Indian/Reunion…") % {"zone": text})
    return text


def yes_or_no(text: str) -> bool:
    answer = text.strip().lower()
    if answer not in {"oui", "o", "non", "n", "yes", "y", "no"}:
        raise WrongAnswer(_("Answer oui or non."))
    return answer in {"oui", "o", "yes", "y"}


def hours(text: str) -> list[list[str]]:
    """« 08:30–12:00, 13:30–17:30 », « 8 h 30 à 12 h »; nothing when closed."""
    try:
        return DayHoursField().clean(text) or []
    except ValidationError as error:
        raise WrongAnswer(error.messages[0]) from error


def closure(line: str) -> Closing:
    try:
        return ClosuresField().clean(line)[0]
    except (ValidationError, IndexError) as error:
        raise WrongAnswer(_("Write a closure as 24/12/2026 – 31/12/2026 : Pont de Noël. “%(line)s” cannot be read.") % {"line": line}) from error


def day(text: str) -> date | None:
    """« 05/11/2026 », or nothing."""
    if not text:
        return None
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise WrongAnswer(_("Write a day as 05/11/2026.")) from error


def number_of(text: str, *, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise WrongAnswer(_("Write a number between %(least)d and %(most)d.") % {"least": least, "most": most})
    return int(text)


def department(line: str) -> DepartmentLine:
    code, name, parent = cut(line, least=2, most=3, shape=_("CODE ; name ; code of the department above, if any"))
    if len(code) > 12 or len(name) > 120:
        raise WrongAnswer(_("A code has 12 characters at most, a name 120: “%(line)s”.") % {"line": line})
    return DepartmentLine(code.upper(), name, parent.upper())


def pattern(line: str) -> PatternLine:
    name, days, times = cut(line, least=3, most=3, shape=_("Temps plein ; lundi, mardi, mercredi, jeudi, vendredi ; 08:30–12:00, 13:30–17:30"))
    wanted = [word.strip().lower() for word in days.split(",")]
    unknown = [word for word in wanted if word not in DAYS]
    if unknown:
        raise WrongAnswer(_("“%(day)s” is not a day of the week.") % {"day": unknown[0]})
    slots = hours(times)
    if not slots:
        raise WrongAnswer(_("Write the hours of this working pattern."))
    return PatternLine(name, {str(DAYS.index(word)): slots for word in wanted})


def person(line: str) -> PersonLine:
    shape = _("10003 ; Flora ; Quint ; COM ; flora.quint@ville.example ; Community manager (the address and the job may be left out)")
    number, first, last, code, email, job = cut(line, least=4, most=6, shape=shape)
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise WrongAnswer(_("“%(email)s” is not an e-mail address.") % {"email": email}) from error
    return PersonLine(number, first, last, code.upper(), email, job)


def account(line: str) -> AccountLine:
    network, identity, label, code = cut(line, least=4, most=4, shape="facebook ; villedetechniville ; Ville de Techniville ; COM")
    networks = OfficialAccount.Platform.values
    if network.lower() not in networks:
        raise WrongAnswer(_("“%(network)s” is not one of: %(networks)s.") % {"network": network, "networks": ", ".join(networks)})
    return AccountLine(network.lower(), identity.lower().removeprefix("@"), label, code.upper())


def binding(line: str) -> tuple[str, str]:
    """A code of the thesaurus and the department of yours that answers for its subjects."""
    theirs, ours = cut(line, least=2, most=2, shape=_("VOI ; TECH (code of the thesaurus ; code of your department)"))
    return theirs.upper(), ours.upper()
