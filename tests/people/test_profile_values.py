"""What may be answered to the organisation's own questions."""

import pytest

from rse.people.exceptions import AnswerNotADate, AnswerNotAnAddress, AnswerNotInTheList, AnswerTooLong
from rse.people.models import ProfileField
from rse.people.profile_values import stored


def field(kind: str, choices: str = "") -> ProfileField:
    return ProfileField(label="Question", kind=kind, choices=choices)


@pytest.mark.parametrize(
    ("asked", "answer", "kept"),
    [
        (field("text"), "  2e   étage ", "2e étage"),
        (field("long"), "une ligne\n\nune autre ", "une ligne\n\nune autre"),
        (field("choice", "B\nB et C"), "B et C", "B et C"),
        (field("url"), "https://ville.example/equipe", "https://ville.example/equipe"),
        (field("date"), "2027-02-01", "2027-02-01"),
        (field("yes_no"), "no", "no"),
        (field("date"), "   ", ""),
    ],
)
def test_an_answer_is_kept_in_one_form(asked, answer, kept):
    assert stored(asked, answer) == kept


@pytest.mark.parametrize(
    ("asked", "answer", "refusal"),
    [
        (field("choice", "B\nB et C"), "A", AnswerNotInTheList),
        (field("yes_no"), "peut-être", AnswerNotInTheList),
        (field("url"), "javascript:alert(1)", AnswerNotAnAddress),
        (field("url"), "ville", AnswerNotAnAddress),
        (field("date"), "2027-02-31", AnswerNotADate),
        (field("date"), "demain", AnswerNotADate),
        (field("text"), "x" * 201, AnswerTooLong),
    ],
)
def test_an_answer_of_another_kind_is_refused(asked, answer, refusal):
    with pytest.raises(refusal):
        stored(asked, answer)
