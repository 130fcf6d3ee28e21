"""Words noted on the telephone: confirmed or corrected by whoever said them; a sensitive reply waits for it, a routine one does not."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from factories import Town, fresh, make_user

from referents import rights, timeline
from referents.actions import answers, publications, telephone
from referents.exceptions import TextRefused, WordsToConfirm
from referents.models import Contribution, Enquiry
from referents.models.topics import Sensitivity
from referents.states import State


def noted(town: Town, *, sensitive: bool = False) -> tuple[Enquiry, Contribution]:
    enquiry = town.assigned()
    if sensitive:
        Enquiry.objects.filter(pk=enquiry.pk).update(sensitivity=Sensitivity.HIGH)
    row = answers.contribute(enquiry, text="Oui, samedi.", said_by=town.expert, actor=town.cm, version=None)
    return fresh(enquiry), row


def approved(town: Town, enquiry: Enquiry) -> Enquiry:
    draft = answers.word(enquiry, text="Bonjour, oui, samedi de 9 h à 17 h.", actor=town.cm, version=None)
    if fresh(enquiry).state == State.IN_REVIEW:
        answers.approve(fresh(enquiry), draft_sha256=draft.sha256, actor=town.reviewer(), version=None)
    return fresh(enquiry)


def note_of(enquiry: Enquiry) -> str:
    return next(entry.note for entry in timeline.told(enquiry, now=timezone.now()) if entry.code == "contribute")


def test_the_person_confirms_once_and_nobody_does_it_for_them(town: Town) -> None:
    enquiry, row = noted(town)
    assert "À confirmer" in note_of(enquiry)
    for other in (town.cm, make_user("Luc", "Aubry")):
        with pytest.raises(PermissionDenied):
            telephone.confirm(row, actor=other)
    first = telephone.confirm(row, actor=town.expert).confirmed_at
    assert first == telephone.confirm(row, actor=town.expert).confirmed_at
    assert "Confirmé" in note_of(enquiry)


def test_the_person_corrects_once_and_the_desk_sees_it(town: Town) -> None:
    enquiry, row = noted(town)
    first = telephone.correct(row, text="Non, dimanche.", actor=town.expert)
    assert telephone.correct(row, text="Autre chose.", actor=town.expert) == first
    assert first.replaces == row
    assert fresh(enquiry).state == State.ANSWERED
    assert "Corrigé" in note_of(enquiry)
    assert telephone.confirm(row, actor=town.expert).confirmed_at is None


def test_correcting_stops_a_wording_already_written(town: Town) -> None:
    enquiry, row = noted(town)
    approved(town, enquiry)
    correction = telephone.correct(row, text="Non, dimanche.", actor=town.expert)
    assert fresh(enquiry).state == State.ANSWERED
    assert correction.corrects is not None


def test_once_the_reply_has_left_the_person_is_told_to_call(town: Town) -> None:
    enquiry, row = noted(town)
    publications.publish(approved(town, enquiry), actor=town.cm, version=None)
    with pytest.raises(TextRefused):
        telephone.correct(row, text="Non, dimanche.", actor=town.expert)


def test_an_empty_correction_is_refused(town: Town) -> None:
    _enquiry, row = noted(town)
    with pytest.raises(TextRefused):
        telephone.correct(row, text="  ", actor=town.expert)


def test_a_routine_reply_leaves_without_confirmation(town: Town) -> None:
    enquiry, _row = noted(town)
    assert rights.words_to_confirm(enquiry) == []
    assert publications.publish(approved(town, enquiry), actor=town.cm, version=None)


@pytest.mark.parametrize("sensitive", ["question", "subject"])
def test_a_sensitive_reply_waits_for_the_person(town: Town, sensitive: str) -> None:
    enquiry, row = noted(town, sensitive=sensitive == "question")
    if sensitive == "subject":
        town.topic.red = True
        town.topic.save()
    enquiry = approved(town, enquiry)
    assert rights.words_to_confirm(enquiry) == [row]
    with pytest.raises(WordsToConfirm, match="Sonia Diallo"):
        publications.publish(enquiry, actor=town.cm, version=None)
    telephone.confirm(row, actor=town.expert)
    assert publications.publish(enquiry, actor=town.cm, version=None)


def test_a_colleague_who_writes_the_answer_stands_for_the_absent_one(town: Town) -> None:
    enquiry, row = noted(town, sensitive=True)
    assert rights.words_to_confirm(enquiry) == [row]
    Contribution.objects.create(enquiry=enquiry, author=town.expert, said_by=town.expert, text="Je confirme par écrit.", at=row.at)
    assert rights.words_to_confirm(enquiry) == []
