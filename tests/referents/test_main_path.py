"""The main job through the actions: received, held, asked, answered, worded, published; and each refusal beside its success."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from factories import Town, fresh, lower_sensitivity, make_department, make_enquiry, make_mandate, make_referent, make_topic, make_user

from referents import permissions
from referents.actions import answers, assignments, enquiries, moves, publications, telephone
from referents.exceptions import AlreadyDone, Conflict, MoveRefused, NoRightToPublish, OutOfScope, TextRefused
from referents.models import Assignment, Decision, Enquiry, Mandate, OutsideBody, Publication
from referents.models.topics import Sensitivity
from referents.states import State


def codes(enquiry: Enquiry) -> list[str]:
    return list(enquiry.moves.order_by("version").values_list("move", flat=True))


def test_a_question_is_answered_and_published_on_the_signed_charter_without_validation(town: Town) -> None:
    enquiry = town.published()
    assert enquiry.state == State.PUBLISHED
    assert codes(enquiry) == ["receive", "qualify", "assign", "accept", "contribute", "word", "publish", "confirm"]
    decision = Decision.objects.get(draft__enquiry=enquiry)
    assert decision.verdict == Decision.Verdict.STANDING
    assert decision.reviewer is None
    assert decision.charter_version == town.charter
    publication = enquiry.publications.get()
    assert publication.state == Publication.State.DONE
    assert publication.charter_version == town.charter
    assert publication.permalink == "https://reseau.example/p/1"


def test_the_journal_is_chained_and_one_changed_byte_names_its_row(town: Town) -> None:
    enquiry = town.published()
    assert moves.first_broken_row(enquiry) is None
    row = enquiry.moves.get(version=3)
    enquiry.moves.filter(pk=row.pk).update(actor=None)
    assert moves.first_broken_row(enquiry) == row


def test_the_journal_holds_no_personal_text(town: Town) -> None:
    enquiry = town.published()
    said = [
        *enquiry.messages.values_list("text", flat=True),
        *enquiry.contributions.values_list("text", flat=True),
        *enquiry.drafts.values_list("text", flat=True),
    ]
    journal = " ".join(str(row.detail) for row in enquiry.moves.all())
    assert not [text for text in said if text in journal]


def test_an_empty_message_is_refused_at_its_field(town: Town) -> None:
    with pytest.raises(TextRefused) as refusal:
        make_enquiry("   ", actor=town.cm)
    assert "text" in refusal.value.message_dict


def test_the_same_submission_opens_one_enquiry(town: Town) -> None:
    key = uuid4()
    first = enquiries.receive(text="Bonjour", channel="phone", submission=key, actor=town.cm)
    second = enquiries.receive(text="Bonjour", channel="phone", submission=key, actor=town.cm)
    assert first.pk == second.pk
    assert Enquiry.objects.count() == 1


def test_a_person_out_of_scope_is_not_asked(town: Town) -> None:
    elsewhere = make_referent(make_user("Paul", "Roche"), department=make_department("Bâtiments"))
    with pytest.raises(OutOfScope):
        assignments.assign(town.qualified(), person=elsewhere.user, actor=town.cm, version=None)


def test_only_the_person_asked_accepts(town: Town) -> None:
    enquiry = town.assigned()
    with pytest.raises(PermissionDenied):
        assignments.accept(enquiry, actor=make_user("Paul", "Roche"), version=None)
    assert assignments.accept(enquiry, actor=town.expert, version=None).state == State.IN_PROGRESS


def test_an_outsider_can_do_nothing(town: Town) -> None:
    outsider = make_user("Olive", "Petit")
    enquiry = town.qualified()
    with pytest.raises(PermissionDenied):
        assignments.assign(enquiry, person=town.expert, actor=outsider, version=None)
    with pytest.raises(PermissionDenied):
        enquiries.drop(enquiry, reason="remark", actor=outsider, version=None)
    assert not Enquiry.objects.visible_to(outsider).exists()


def test_a_second_person_is_told_who_was_first(town: Town) -> None:
    enquiry = town.qualified()
    seen = enquiry.version
    assignments.assign(enquiry, person=town.expert, actor=town.cm, version=seen)
    other = make_user("Denis", "Marchal", permissions=("referents.work_desk",))
    with pytest.raises(Conflict) as refusal:
        enquiries.drop(fresh(enquiry), reason="remark", actor=other, version=seen)
    assert not isinstance(refusal.value, AlreadyDone)
    assert "Flora Quint" in str(refusal.value)


def test_a_double_click_is_a_success(town: Town) -> None:
    enquiry = town.qualified()
    seen = enquiry.version
    assignments.assign(enquiry, person=town.expert, actor=town.cm, version=seen)
    with pytest.raises(AlreadyDone):
        assignments.assign(fresh(enquiry), person=town.expert, actor=town.cm, version=seen)
    assert Assignment.objects.count() == 1


def test_answering_twice_with_a_double_click_answers_once(town: Town) -> None:
    enquiry = town.assigned()
    seen = enquiry.version
    answers.contribute(enquiry, text="Oui.", actor=town.expert, version=seen)
    answers.contribute(fresh(enquiry), text="Oui.", actor=town.expert, version=seen)
    assert enquiry.contributions.count() == 1
    assert codes(enquiry).count("contribute") == 1


def test_declining_gives_the_question_back_and_leaves_no_measure(town: Town) -> None:
    enquiry = assignments.decline(town.assigned(), knows=True, actor=town.expert, version=None)
    assert enquiry.state == State.QUALIFIED
    assert not enquiry.assignments.filter(active=True).exists()


def test_missed_acceptance_asks_the_next_candidate_then_nobody(town: Town) -> None:
    second = make_referent(make_user("Paul", "Roche"), department=town.department, topics=(town.topic,))
    enquiry = enquiries_missed(town.assigned())
    assert enquiry.state == State.ASSIGNED
    assert enquiry.assignments.get(active=True).user == second.user
    assert enquiries_missed(enquiry).state == State.QUALIFIED


def enquiries_missed(enquiry: Enquiry) -> Enquiry:
    return assignments.miss_acceptance(enquiry, actor=None)


def test_holding_promises_an_hour_and_changes_no_state(town: Town) -> None:
    enquiry = town.qualified()
    hour = timezone.now() + timedelta(hours=2)
    publications.hold(enquiry, text="Nous nous renseignons.", promised_at=hour, actor=town.cm, version=None)
    enquiry = fresh(enquiry)
    assert enquiry.state == State.QUALIFIED
    assert enquiry.promised_at == hour
    assert enquiry.held_at is not None


def test_an_hour_gone_by_is_not_promised(town: Town) -> None:
    with pytest.raises(TextRefused) as refusal:
        publications.hold(town.qualified(), text="…", promised_at=timezone.now() - timedelta(minutes=1), actor=town.cm, version=None)
    assert "promised_at" in refusal.value.message_dict


def test_a_sensitive_subject_waits_for_a_reviewer_who_is_not_its_author(town: Town) -> None:
    reviewer = town.reviewer()
    enquiry = town.in_review()
    assert enquiry.state == State.IN_REVIEW
    draft = enquiry.drafts.get(current=True)
    with pytest.raises(PermissionDenied):
        answers.approve(enquiry, draft_sha256=draft.sha256, actor=town.cm, version=None)
    answers.approve(enquiry, draft_sha256=draft.sha256, actor=reviewer, version=None)
    assert fresh(enquiry).state == State.READY
    publications.publish(fresh(enquiry), actor=town.cm, version=None)
    assert fresh(enquiry).state == State.PUBLISHING


def test_an_author_does_not_review_their_own_version(town: Town) -> None:
    make_mandate(town.cm, "reviewer")
    enquiry = town.in_review()
    with pytest.raises(PermissionDenied):
        answers.approve(enquiry, draft_sha256=enquiry.drafts.get(current=True).sha256, actor=town.cm, version=None)


def test_a_red_topic_waits_for_a_reviewer(town: Town) -> None:
    type(town.topic).objects.filter(pk=town.topic.pk).update(red=True)
    enquiry = town.answered()
    answers.word(enquiry, text="Bonjour.", actor=town.cm, version=None)
    assert fresh(enquiry).state == State.IN_REVIEW


def test_an_edit_voids_the_approval(town: Town) -> None:
    reviewer = town.reviewer()
    enquiry = town.in_review()
    old = enquiry.drafts.get(current=True)
    answers.word(enquiry, text="Bonjour, un autre texte.", actor=town.cm, version=None)
    with pytest.raises(Conflict):
        answers.approve(fresh(enquiry), draft_sha256=old.sha256, actor=reviewer, version=None)
    with pytest.raises(MoveRefused):
        publications.publish(fresh(enquiry), actor=town.cm, version=None)


def test_a_contributor_stops_a_wording_whose_fact_is_wrong(town: Town) -> None:
    enquiry = town.ready()
    answers.correct_fact(enquiry, text="De 10 h à 17 h, pas 9 h.", actor=town.expert, version=None)
    enquiry = fresh(enquiry)
    assert enquiry.state == State.ANSWERED
    with pytest.raises(MoveRefused):
        publications.publish(enquiry, actor=town.cm, version=None)


def test_somebody_who_did_not_contribute_corrects_nothing(town: Town) -> None:
    with pytest.raises(PermissionDenied):
        answers.correct_fact(town.ready(), text="Faux.", actor=make_user("Paul", "Roche"), version=None)


def test_a_text_longer_than_the_network_takes_is_refused(town: Town) -> None:
    town.account.max_length = 20
    town.account.save()
    with pytest.raises(TextRefused):
        answers.word(town.answered(), text="x" * 21, actor=town.cm, version=None)


def test_technical_text_is_never_publishable_itself(town: Town) -> None:
    with pytest.raises(MoveRefused):
        publications.publish(town.answered(), actor=town.cm, version=None)


def test_a_mission_that_ended_yesterday_publishes_nothing(town: Town) -> None:
    enquiry = town.ready()
    Mandate.objects.filter(user=town.cm).update(end=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NoRightToPublish):
        publications.publish(enquiry, actor=town.cm, version=None)
    assert fresh(enquiry).state == State.READY


def test_an_account_suspended_since_stops_the_publication(town: Town) -> None:
    enquiry = town.ready()
    type(town.account).objects.filter(pk=town.account.pk).update(state="suspended")
    with pytest.raises(NoRightToPublish):
        publications.publish(enquiry, actor=town.cm, version=None)


def test_two_joined_citizens_get_one_wording_and_one_reply_each(town: Town) -> None:
    first = town.qualified()
    second = enquiries.join(town.received("Même question samedi ?"), into=first, actor=town.cm, version=None)
    assert second.state == State.JOINED
    first = assignments.assign(first, person=town.expert, actor=town.cm, version=None)
    answers.contribute(first, text="Oui.", actor=town.expert, version=None)
    answers.word(fresh(first), text="Bonjour, oui.", actor=town.cm, version=None)
    rows = publications.publish(fresh(first), actor=town.cm, version=None)
    assert {row.enquiry_id for row in rows} == {first.pk, second.pk}
    publications.attest(rows[0], actor=town.cm)
    assert fresh(first).state == State.PUBLISHING
    publications.attest(rows[1], actor=town.cm)
    assert fresh(first).state == State.PUBLISHED


def test_a_question_is_not_joined_to_itself_nor_to_a_joined_one(town: Town) -> None:
    first, second, third = town.received("a"), town.received("b"), town.received("c")
    enquiries.join(second, into=first, actor=town.cm, version=None)
    with pytest.raises(MoveRefused):
        enquiries.join(first, into=first, actor=town.cm, version=None)
    with pytest.raises(MoveRefused):
        enquiries.join(third, into=second, actor=town.cm, version=None)


@pytest.mark.parametrize("ending", ["drop", "hand_over", "join"])
def test_an_ending_is_undone_to_the_state_the_journal_kept(town: Town, ending: str) -> None:
    enquiry = town.assigned() if ending != "join" else town.received("b")
    before = enquiry.state
    if ending == "drop":
        enquiries.drop(enquiry, reason="thanks", actor=town.cm, version=None)
    elif ending == "hand_over":
        body = OutsideBody.objects.create(slug="dep", name="Conseil départemental", kind="departement", where="…", say="…")
        enquiries.hand_over(enquiry, body=body, actor=town.cm, version=None)
    else:
        enquiries.join(enquiry, into=town.received("a"), actor=town.cm, version=None)
    enquiries.undo(fresh(enquiry), actor=town.cm, version=None)
    enquiry = fresh(enquiry)
    assert enquiry.state == before
    assert enquiry.merged_into is None
    assert enquiry.handed_to is None
    assert enquiry.assignments.filter(active=True).exists() == (before == State.ASSIGNED)


def test_thanks_do_not_reopen_but_a_new_question_does(town: Town) -> None:
    enquiry = town.published()
    enquiries.append(enquiry, text="Merci beaucoup !", actor=town.cm)
    assert fresh(enquiry).state == State.PUBLISHED
    enquiries.append(enquiry, text="Et dimanche, c’est ouvert aussi ?", actor=town.cm)
    enquiry = fresh(enquiry)
    assert enquiry.state == State.REOPENED
    assert enquiry.cycle == 2


def test_a_citizen_asked_for_more_resumes_the_enquiry(town: Town) -> None:
    enquiry = town.in_progress()
    publications.ask_citizen(enquiry, text="Quel gymnase ?", actor=town.cm, version=None)
    assert fresh(enquiry).state == State.WAITING
    enquiries.append(fresh(enquiry), text="Celui du stade.", actor=town.cm)
    assert fresh(enquiry).state == State.IN_PROGRESS


def test_the_desk_notes_an_answer_given_by_telephone_and_the_person_confirms(town: Town) -> None:
    enquiry = town.assigned()
    contribution = answers.contribute(enquiry, text="Oui, samedi.", actor=town.cm, said_by=town.expert, version=None)
    assert fresh(enquiry).state == State.ANSWERED
    assert contribution.confirmed_at is None
    assert Enquiry.objects.visible_to(town.expert).filter(pk=enquiry.pk).exists()
    with pytest.raises(PermissionDenied):
        telephone.confirm(contribution, actor=town.cm)
    assert telephone.confirm(contribution, actor=town.expert).confirmed_at


def test_the_topic_raises_the_sensitivity_and_never_lowers_it(town: Town) -> None:
    enquiry = town.received()
    sensitive = make_topic("Accident", department=town.department, sensitivity=Sensitivity.HIGH)
    enquiries.qualify(enquiry, topic=sensitive, actor=town.cm, version=None)
    enquiries.qualify(fresh(enquiry), topic=town.topic, actor=town.cm, version=None)
    assert fresh(enquiry).sensitivity == Sensitivity.HIGH


def test_visibility_and_audience_are_each_other_s_inverse(town: Town) -> None:
    reviewer, outsider, hr = town.reviewer(), make_user("Olive", "Petit"), make_user(permissions=("referents.keep_register",))
    filer = make_user("Agathe", "Simon")
    seen = [town.received(), town.assigned(), town.in_review(), town.published(), lower_sensitivity(make_enquiry("Trou", actor=filer, channel="street"))]
    for enquiry in seen:
        people = set(permissions.audience(enquiry))
        for user in [town.cm, town.expert, reviewer, outsider, hr, filer]:
            assert (user in people) == Enquiry.objects.visible_to(user).filter(pk=enquiry.pk).exists(), (user, enquiry.state)
    assert not Enquiry.objects.visible_to(hr).exists()


def test_a_matter_of_others_ends_handed_over_and_the_citizen_has_the_words(town: Town) -> None:
    body = OutsideBody.objects.create(slug="departement", name="Conseil départemental", kind="departement", where="…", say="Adressez-vous au département.")
    enquiry = town.qualified()
    publication = publications.redirect(enquiry, body=body, text=body.say, actor=town.cm, version=None)
    assert fresh(enquiry).state == State.HANDED_OVER
    assert publication.state == Publication.State.DONE
    assert enquiry.messages.filter(direction="out", text=body.say).exists()
    town.cm.charter_signatures.update(expires_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NoRightToPublish):
        publications.redirect(town.qualified(), body=body, text=body.say, actor=town.cm, version=None)


def test_a_used_reusable_answer_counts_its_reuse(town: Town) -> None:
    answer = answers.keep_answer(town.published(), question="Samedi ?", valid_until=timezone.localdate() + timedelta(days=30), actor=town.cm)
    enquiry = town.qualified()
    answers.word(enquiry, text=answer.wording, actor=town.cm, version=None, answer=answer)
    rows = publications.publish(fresh(enquiry), actor=town.cm, version=None)
    publications.attest(rows[0], actor=town.cm)
    answer.refresh_from_db()
    assert answer.reuses == 1


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Bonjour,\n\nles poubelles de la rue Haute débordent.\nMerci", "Les poubelles de la rue Haute débordent."),
        ("Bonsoir à tous, où jeter un matelas ?", "Où jeter un matelas ?"),
        ("Madame, monsieur, où jeter un matelas ?", "Où jeter un matelas ?"),
        ("Madame Durand attend son bac", "Madame Durand attend son bac"),
        ("Bonjour !", "Bonjour !"),
    ],
)
def test_a_question_without_a_subject_is_named_after_its_greeting(text: str, subject: str) -> None:
    assert enquiries.first_words(text) == subject
