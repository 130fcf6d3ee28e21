"""Reusable answers: who writes, proposes, confirms, corrects; what holds, what is offered, what is missing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from factories import Town, make_user

from referents import library, permissions, sweeps
from referents.actions import answers, publications, reusable
from referents.exceptions import Conflict, TextRefused
from referents.models import Answer, Enquiry
from referents.sheet import Sheet
from referents.signals import answer_to_confirm

WORDS = reusable.Wordings("Horaires du centre de loisirs", "Bonjour, de 9 h à 17 h.", short="De 9 h à 17 h.")
TODAY = timezone.localdate


def written(town: Town, *, by: object = None, words: reusable.Wordings = WORDS, days: int = 100) -> Answer:
    until = TODAY() + timedelta(days=days)
    return reusable.write(words, topic=town.topic, valid_until=until, submission=uuid4(), actor=by or town.cm)


def expired(answer: Answer, days: int = 1) -> Answer:
    Answer.objects.filter(pk=answer.pk).update(valid_until=TODAY() - timedelta(days=days))
    answer.refresh_from_db()
    return answer


def codes(answer: Answer) -> list[str]:
    return list(answer.changes.order_by("pk").values_list("code", flat=True))


def test_the_desk_keeps_at_once_and_a_second_click_keeps_once(town: Town) -> None:
    key = uuid4()
    first, second = (reusable.write(WORDS, topic=town.topic, valid_until=TODAY(), submission=key, actor=town.cm) for _ in range(2))
    assert first == second
    assert (first.state, first.department) == (Answer.State.KEPT, town.department)
    assert codes(first) == ["kept"]


def test_a_referent_proposes_on_their_subjects_and_the_desk_accepts(town: Town) -> None:
    answer = written(town, by=town.expert)
    assert answer.state == Answer.State.PROPOSED
    with pytest.raises(PermissionDenied):
        reusable.accept(answer, actor=town.expert)
    assert reusable.accept(answer, actor=town.cm).state == Answer.State.KEPT
    reusable.accept(answer, actor=town.cm)
    assert codes(answer) == ["proposed", "accepted"]


def test_nobody_else_proposes(town: Town) -> None:
    with pytest.raises(PermissionDenied):
        written(town, by=make_user("Luc", "Aubry"))


@pytest.mark.parametrize(("words", "field"), [(reusable.Wordings("", "Oui."), "question"), (reusable.Wordings("Quoi ?", " "), "wording")])
def test_an_empty_answer_is_refused(town: Town, words: reusable.Wordings, field: str) -> None:
    with pytest.raises(TextRefused) as refusal:
        written(town, words=words)
    assert field in refusal.value.message_dict


def test_a_day_gone_by_is_refused(town: Town) -> None:
    with pytest.raises(TextRefused) as refusal:
        written(town, days=-1)
    assert "valid_until" in refusal.value.message_dict


def test_confirming_gives_half_a_year_once_and_only_to_those_who_care_for_it(town: Town) -> None:
    answer = expired(written(town, by=town.expert))
    reusable.accept(answer, actor=town.cm)
    with pytest.raises(PermissionDenied):
        reusable.confirm(answer, actor=make_user("Luc", "Aubry"))
    for _click in range(2):
        answer = reusable.confirm(answer, actor=town.expert)
    assert answer.valid_until == reusable.later(TODAY())
    assert codes(answer) == ["proposed", "accepted", "confirmed"]


def test_a_correction_keeps_the_version_before(town: Town) -> None:
    answer = written(town)
    better = reusable.Wordings(WORDS.question, "Bonjour, de 9 h à 18 h.")
    answer = reusable.correct(answer, better, valid_until=TODAY() + timedelta(days=9), number=1, actor=town.cm)
    assert (answer.number, answer.wording) == (2, "Bonjour, de 9 h à 18 h.")
    assert [version.wording for version in answer.versions.all()] == [WORDS.wording]


def test_two_corrections_at_once_are_told_apart(town: Town) -> None:
    answer = written(town)
    until = TODAY() + timedelta(days=9)
    reusable.correct(answer, reusable.Wordings(WORDS.question, "Un."), valid_until=until, number=1, actor=town.cm)
    with pytest.raises(Conflict):
        reusable.correct(answer, reusable.Wordings(WORDS.question, "Deux."), valid_until=until, number=1, actor=town.cm)


def test_the_same_words_only_move_the_date(town: Town) -> None:
    answer = reusable.correct(written(town), WORDS, valid_until=TODAY() + timedelta(days=300), number=1, actor=town.cm)
    assert answer.number == 1
    assert not answer.versions.exists()


def test_everybody_reads_what_is_kept_and_only_its_owner_and_the_desk_the_rest(town: Town) -> None:
    kept, proposed, gone = written(town), written(town, by=town.expert), reusable.withdraw(written(town), actor=town.cm)
    outsider, former = make_user("Luc", "Aubry"), make_user("Ève", "Noël", is_active=False)
    assert set(Answer.objects.visible_to(outsider)) == {kept}
    assert set(Answer.objects.visible_to(town.expert)) == {kept, proposed}
    assert set(Answer.objects.visible_to(town.cm)) == {kept, proposed, gone}
    assert not Answer.objects.visible_to(former).exists()
    for answer in (kept, proposed, gone):
        readers = set(permissions.readers_of_answer(answer))
        for user in (outsider, former, town.expert, town.cm):
            assert (user in readers) == Answer.objects.visible_to(user).filter(pk=answer.pk).exists()


def test_an_expired_answer_is_never_offered_and_stands_last(town: Town) -> None:
    old, young = expired(written(town)), written(town, words=reusable.Wordings("Repas du centre de loisirs", "Oui."))
    sheet = Sheet(town.qualified(), user=town.cm, now=timezone.now())
    assert sheet.reusable == [young]
    page = library.page(town.cm, words=[], topic=None, department=None, state="", mine=False, on=TODAY(), number=1)
    assert list(page) == [young, old]


def test_a_network_gets_the_longest_wording_it_takes() -> None:
    answer = Answer(wording="a" * 600, medium="b" * 400, short="c" * 200)
    taken = [library.fitting(answer, longest)[0] for longest in (None, 2000, 500, 280, 100)]
    assert taken == ["a", "a", "b", "c", "c"]


def test_the_owner_is_asked_once_for_each_end_of_validity(town: Town) -> None:
    told: list[Answer] = []
    answer = written(town, days=10)
    written(town, days=200)

    def listen(answer: Answer, **_payload: object) -> None:
        told.append(answer)

    answer_to_confirm.connect(listen)
    try:
        for _turn in range(2):
            sweeps.ask_owners(TODAY())
        reusable.confirm(answer, actor=town.cm)
        Answer.objects.filter(pk=answer.pk).update(valid_until=TODAY())
        sweeps.ask_owners(TODAY())
    finally:
        answer_to_confirm.disconnect(listen)
    assert told == [answer, answer]


def test_what_is_asked_often_without_a_valid_answer_is_missing(town: Town) -> None:
    for _asked in range(5):
        town.qualified()
    assert [(gap.topic, gap.asked) for gap in library.gaps(now=timezone.now())] == [(town.topic, 5)]
    answer = written(town)
    assert library.gaps(now=timezone.now()) == []
    expired(answer)
    assert len(library.gaps(now=timezone.now())) == 1
    Enquiry.objects.update(received_at=timezone.now() - timedelta(days=91))
    assert library.gaps(now=timezone.now()) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Quels sont les horaires du centre de loisirs ?", True),
        ("Le centre de loisirs, quels horaires", True),
        ("Menus de la cantine", False),
        ("horaires", False),
    ],
)
def test_an_answer_alike_is_found_while_writing(town: Town, typed: str, found: bool) -> None:
    answer = written(town)
    assert library.alike(typed, user=town.cm) == ([answer] if found else [])


def test_where_an_answer_was_used_is_told_by_channel_and_never_by_person(town: Town) -> None:
    answer = written(town)
    enquiry = town.qualified()
    answers.word(enquiry, text=answer.wording, answer=answer, actor=town.cm, version=None)
    publications.publish(Enquiry.objects.get(pk=enquiry.pk), actor=town.cm, version=None)
    publications.attest(enquiry.publications.get(kind="answer"), actor=town.cm)
    answer.refresh_from_db()
    assert answer.reuses == 1
    assert library.sheet(answer, user=town.cm, on=TODAY()).channels == [("Facebook", 1)]
    assert library.sheet(answer, user=town.cm, on=TODAY()).questions == [enquiry]
    assert library.sheet(answer, user=make_user("Luc", "Aubry"), on=TODAY()).questions == []


def test_keeping_a_published_reply_is_journalled(town: Town) -> None:
    answer = answers.keep_answer(town.published(), question="Ouvert samedi ?", valid_until=TODAY(), actor=town.cm)
    assert codes(answer) == ["kept"]
