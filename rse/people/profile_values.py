"""What may be answered to a field that an administrator defines, by kind. Pure: nothing is read but the field."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.dateparse import parse_date

from rse.people.exceptions import AnswerNotADate, AnswerNotAnAddress, AnswerNotInTheList, AnswerTooLong
from rse.people.models import ProfileField

LONGEST = {ProfileField.Kind.TEXT: 200, ProfileField.Kind.URL: 500, ProfileField.Kind.LONG: 2000}
YES_NO = ("yes", "no")
_is_address = URLValidator(schemes=["https", "http"])


def stored(field: ProfileField, answer: str) -> str:
    """`answer` as it is kept, "" when nothing is answered. Raises AnswerNotADate, AnswerNotAnAddress, AnswerNotInTheList, AnswerTooLong."""
    kept = answer.strip()
    if not kept:
        return ""
    if len(kept) > LONGEST.get(ProfileField.Kind(field.kind), 200):
        raise AnswerTooLong
    match field.kind:
        case ProfileField.Kind.TEXT:
            return " ".join(kept.split())
        case ProfileField.Kind.CHOICE:
            return _among(field.options, kept)
        case ProfileField.Kind.YES_NO:
            return _among(YES_NO, kept)
        case ProfileField.Kind.DATE:
            return _day(kept)
        case ProfileField.Kind.URL:
            return _address(kept)
    return kept


def _among(choices: list[str] | tuple[str, ...], answer: str) -> str:
    if answer not in choices:
        raise AnswerNotInTheList
    return answer


def _day(answer: str) -> str:
    try:
        day = parse_date(answer)
    except ValueError as error:
        raise AnswerNotADate from error
    if day is None:
        raise AnswerNotADate
    return day.isoformat()


def _address(answer: str) -> str:
    try:
        _is_address(answer)
    except ValidationError as error:
        raise AnswerNotAnAddress from error
    return answer
