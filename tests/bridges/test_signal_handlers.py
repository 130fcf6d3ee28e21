"""Who is told what: the right people, once, in sentences that measure and blame nobody."""

import re
from datetime import timedelta

import pytest
from django.urls import resolve
from django.utils import timezone

from integrations.bridges import kinds, signal_handlers
from referents.actions import answers, assignments, enquiries, missions, publications
from referents.models import Clock, Draft, Enquiry, Mandate, Referent
from referents.signals import citizen_thanked, enquiry_stuck, publication_changed, step_fired
from rse.notifications.kinds import still_allowed
from rse.notifications.models import Notification
from rse.people.actions import leave, move_agent
from tests import factories
from tests.referents import factories as plugin

pytestmark = pytest.mark.django_db


def test_the_person_asked_is_told_and_led_to_their_page(town, told, last, read) -> None:
    enquiry = town.assigned()
    assert told(town.expert) == ["question_asked"]
    assert resolve(last(town.expert).url).view_name == "referents:answer"
    assert last(town.expert).actor == town.cm
    assert enquiry.subject in read(town.expert)
    assert told(town.cm) == ["mission_granted"]


def test_a_stand_in_reads_whom_they_stand_in_for(town, told, read) -> None:
    deputy = plugin.make_user("Paul", "Roche")
    agent = factories.AgentFactory(user=town.expert, department=town.department)
    town.referent.deputy = deputy
    town.referent.save()
    factories.AbsenceFactory(agent=agent, start=timezone.localdate(), end=timezone.localdate())
    town.assigned()
    assert (told(town.expert), told(deputy)) == ([], ["question_asked_instead"])
    assert "Sonia Diallo" in read(deputy)


def test_when_a_question_moves_on_the_one_before_is_told_without_a_reason(town, told) -> None:
    enquiry = town.assigned()
    other = plugin.make_user("Paul", "Roche")
    plugin.make_referent(other, department=town.department, topics=(town.topic,))
    assignments.assign(enquiry, person=other, actor=town.cm, version=None)
    assert told(town.expert) == ["question_asked", "question_moved_on"]
    assert told(other) == ["question_asked"]


def test_a_colleague_brought_in_is_told_by_whom(town, told, read) -> None:
    enquiry, colleague = town.assigned(), plugin.make_user("Karim", "Benali")
    assignments.bring_in(enquiry, person=colleague, actor=town.cm, version=None)
    assert told(colleague) == ["question_brought_in"]
    assert "Flora Quint" in read(colleague)


def test_an_answer_reaches_the_desk_and_not_the_administrators(town, told) -> None:
    other_cm, root = plugin.make_cm(), plugin.make_user(is_superuser=True)
    town.answered()
    assert told(town.cm)[-1] == "colleague_answered"
    assert told(other_cm) == ["colleague_answered"]
    assert told(root) == []


def test_words_noted_by_telephone_are_shown_to_the_person_who_said_them(town, told) -> None:
    answers.contribute(town.assigned(), text="Oui", actor=town.cm, version=None, said_by=town.expert)
    assert told(town.expert) == ["question_asked", "words_noted"]


def test_contributors_see_the_text_before_it_leaves(town, told) -> None:
    town.ready()
    assert told(town.expert) == ["question_asked", "text_written"]


def test_reviewers_are_asked_and_the_author_is_not(town, told, last) -> None:
    reviewer = town.reviewer()
    plugin.make_mandate(town.cm, "reviewer")
    town.in_review()
    assert told(reviewer)[1:] == ["review_asked"]
    assert resolve(last(reviewer).url).view_name == "referents:review"
    assert "review_asked" not in told(town.cm)


def test_without_any_reviewer_the_dispatchers_are_told(town, told) -> None:
    dispatcher = plugin.make_dispatcher()
    town.in_review()
    assert told(dispatcher) == ["no_reviewer"]


def test_without_a_dispatcher_the_desk_is_told(town, told) -> None:
    town.in_review()
    assert told(town.cm)[-1] == "no_reviewer"


@pytest.mark.parametrize(("verdict", "kind"), [("approve", "text_approved"), ("ask_changes", "text_to_correct")])
def test_the_author_learns_what_the_reviewer_decided(town, told, verdict: str, kind: str) -> None:
    reviewer, enquiry = town.reviewer(), town.in_review()
    reason = {"reason": "Préciser le jour."} if verdict == "ask_changes" else {}
    getattr(answers, verdict)(enquiry, draft_sha256=enquiry.drafts.get(current=True).sha256, actor=reviewer, version=None, **reason)
    assert told(town.cm)[-1] == kind


def test_a_corrected_fact_goes_back_to_the_desk(town, told) -> None:
    answers.correct_fact(town.ready(), text="Dès 8 h.", actor=town.expert, version=None)
    assert told(town.cm)[-1] == "fact_corrected"


def test_publication_is_told_to_those_who_helped_and_to_whoever_brought_the_question(town, told, last) -> None:
    agent = plugin.make_user("Nadia", "Petit")
    enquiry = town.received()
    Enquiry.objects.filter(pk=enquiry.pk).update(filed_by=agent)
    enquiry = enquiries.qualify(plugin.fresh(enquiry), topic=town.topic, actor=town.cm, version=None)
    enquiry = assignments.assign(enquiry, person=town.expert, actor=town.cm, version=None)
    answers.contribute(enquiry, text="Oui.", actor=town.expert, version=None)
    answers.word(plugin.fresh(enquiry), text="Bonjour, oui.", actor=town.cm, version=None)
    for row in publications.publish(plugin.fresh(enquiry), actor=town.cm, version=None):
        publications.attest(row, actor=town.cm, permalink="https://reseau.example/p/1")
    assert told(town.expert)[-1] == "answer_published"
    assert told(agent) == ["filed_question_answered"]
    assert resolve(last(agent).url).kwargs == {"pk": enquiry.pk}
    assert "answer_published" not in told(town.cm)


@pytest.mark.parametrize(("state", "kind"), [("failed", "publication_failed"), ("uncertain", "publication_uncertain")])
def test_a_publication_that_did_not_arrive_is_told_to_the_desk(town, told, state: str, kind: str) -> None:
    row = town.publishing().publications.get(kind="answer")
    publication_changed.send(sender=type(row), publication=row, state=state, actor=None)
    assert told(town.cm)[-1] == kind


def test_an_email_that_is_ready_wakes_the_sender_after_the_commit(town, mailoutbox, django_capture_on_commit_callbacks) -> None:
    citizen = enquiries.Citizen(email="parent@exemple.example")
    enquiry = town.ready(channel="email", account=None, citizen=citizen)
    with django_capture_on_commit_callbacks(execute=True):
        publications.publish(enquiry, actor=town.cm, version=None)
    # By day the agents who helped are told too.
    assert [mail.to for mail in mailoutbox].count(["parent@exemple.example"]) == 1
    assert plugin.fresh(enquiry).state == "published"


def test_thanks_reach_everyone_who_helped_once(town, told) -> None:
    enquiry = town.published()
    enquiries.append(enquiry, text="Merci beaucoup !", actor=None)
    message = enquiry.messages.latest("pk")
    citizen_thanked.send(sender=Enquiry, enquiry=enquiry, message=message, actor=None)
    assert told(town.expert).count("citizen_thanked") == 1
    assert told(town.cm).count("citizen_thanked") == 1


def test_a_step_tells_the_people_it_names(town, told, read) -> None:
    clock = Clock.objects.get(enquiry=town.in_progress(), metric="expert_answer")
    step_fired.send(sender=Clock, clock=clock, step="remind_expert", recipients=[town.expert], actor=None)
    step_fired.send(sender=Clock, clock=clock, step="tell_dispatcher", recipients=[town.cm], actor=None)
    assert (told(town.expert)[-1], told(town.cm)[-1]) == ("answer_awaited", "technical_answer_awaited")
    assert "Sonia" not in read(town.cm)


def test_a_review_that_waits_goes_to_those_who_can_read_it_and_to_the_desk(town, told) -> None:
    reviewer = town.reviewer()
    clock = Clock.objects.get(enquiry=town.in_review(), metric="review")
    step_fired.send(sender=Clock, clock=clock, step="ask_deputy_reviewers", recipients=[reviewer, town.cm], actor=None)
    assert (told(reviewer)[-1], told(town.cm)[-1]) == ("review_waits", "question_needs_a_look")


@pytest.mark.parametrize(("why", "kind"), [("no_candidate", "no_candidate"), ("declined_twice", "right_person_sought")])
def test_a_question_nobody_holds_goes_to_the_dispatchers(town, told, why: str, kind: str) -> None:
    dispatcher, enquiry = plugin.make_dispatcher(), town.qualified()
    enquiry_stuck.send(sender=Enquiry, enquiry=enquiry, why=why, actor=None)
    assert told(dispatcher) == [kind]


def test_a_new_charter_is_told_to_those_who_publish(town, told, read, last) -> None:
    plugin.make_charter_in_force(text="La charte, autrement.")
    assert told(town.cm) == ["mission_granted", "charter_changed"]
    assert resolve(last(town.cm).url).view_name == "referents:charter"
    assert told(town.expert) == []


def test_a_person_is_told_of_their_missions_and_not_of_what_they_did_themselves(town, told) -> None:
    hr, person = plugin.make_hr(), plugin.make_user()
    mandate = missions.grant(user=person, role="publisher", start=timezone.localdate(), actor=hr)
    missions.note_job_description(mandate, value="asked", actor=hr)
    missions.suspend(person, why="moved", actor=hr)
    missions.resume(Mandate.objects.get(pk=mandate.pk), actor=hr)
    assert told(person) == ["mission_granted", "mission_job_description", "mission_suspended", "mission_resumed"]
    missions.end(mandate, on=timezone.localdate(), actor=person)
    assert told(person)[-1] == "mission_resumed"


def test_the_head_is_asked_to_agree_and_told_of_changes(town, told) -> None:
    head, volunteer = plugin.make_user(permissions=("referents.change_referent",)), plugin.make_user("Karim", "Benali")
    town.department.head = head
    town.department.save()
    referent = missions.volunteer(user=volunteer, department=town.department, actor=volunteer)
    assert told(head) == ["referent_volunteer"]
    missions.change_state(referent, to="agreed", actor=head)
    assert (told(head), told(volunteer)) == (["referent_volunteer"], ["volunteer_agreed"])
    missions.change_state(referent, to="ended", actor=volunteer)
    assert told(head)[-1] == "referent_changed"


def test_nobody_is_told_of_a_question_they_cannot_open(town, told) -> None:
    outsider, enquiry = plugin.make_user(), town.assigned()
    signal_handlers.tell(enquiry, [outsider, town.expert], kind="question_needs_a_look", key="x", actor=None)
    assert (told(outsider), told(town.expert)[-1]) == ([], "question_needs_a_look")


def test_telling_twice_tells_once(town) -> None:
    enquiry = town.published()
    before = Notification.objects.count()
    for row in enquiry.moves.all():
        signal_handlers.on_enquiry_moved(enquiry=enquiry, row=row)
    for assignment in enquiry.assignments.all():
        signal_handlers.on_person_asked(assignment=assignment, actor=town.cm)
    for contribution in enquiry.contributions.all():
        signal_handlers.on_contribution_added(contribution=contribution, actor=town.expert)
    for draft in Draft.objects.filter(enquiry=enquiry):
        signal_handlers.on_draft_written(draft=draft, actor=town.cm)
    for publication in enquiry.publications.all():
        signal_handlers.on_publication_changed(publication=publication, state=publication.state, actor=town.cm)
    assert Notification.objects.count() == before


def test_an_email_does_not_leave_for_somebody_who_lost_sight_of_the_question(town, last) -> None:
    reviewer = town.reviewer()
    town.in_review()
    notification = last(reviewer)
    assert still_allowed(notification)
    missions.suspend(reviewer, why="moved", actor=None)
    assert not still_allowed(notification)


def test_every_move_is_announced_to_the_audience_and_to_nobody_else(town, frames) -> None:
    outsider, enquiry = plugin.make_user(), town.assigned()
    assert {(town.cm.pk, enquiry.pk), (town.expert.pk, enquiry.pk)} <= frames("enquiry") & frames("desk")
    assert outsider.pk not in {user for user, _enquiry in frames("enquiry") | frames("desk")}


def test_a_reviewer_learns_that_their_turn_is_over(town, frames) -> None:
    reviewer, enquiry = town.reviewer(), town.in_review()
    before = len([pair for pair in frames("enquiry") if pair == (reviewer.pk, enquiry.pk)])
    answers.correct_fact(enquiry, text="Dès 8 h.", actor=town.expert, version=None)
    assert before == 1
    assert not Enquiry.objects.visible_to(reviewer).filter(pk=enquiry.pk).exists()


def test_changing_department_suspends_missions_and_keeps_questions(town, told) -> None:
    agent, hr = factories.AgentFactory(user=town.cm), factories.hr_agent()
    move_agent(agent, department=factories.DepartmentFactory(organisation=agent.organisation), actor=hr.user)
    mandate = Mandate.objects.get(user=town.cm)
    assert (mandate.suspended_why, mandate.changes.first().actor) == ("moved", hr.user)
    assert told(town.cm)[-1] == "mission_suspended"


def test_a_first_posting_suspends_nothing(town) -> None:
    agent = factories.AgentFactory(user=town.cm, department=None, organisation=factories.OrganisationFactory())
    move_agent(agent, department=factories.DepartmentFactory(organisation=agent.organisation), actor=None)
    assert Mandate.objects.get(user=town.cm).suspended_at is None


def test_a_leaver_stops_being_a_referent_and_their_questions_move_on(town, told) -> None:
    agent, dispatcher = factories.AgentFactory(user=town.expert, department=town.department), plugin.make_dispatcher()
    other = plugin.make_user("Paul", "Roche")
    plugin.make_referent(other, department=town.department, topics=(town.topic,))
    waiting, begun = town.assigned(), town.in_progress()
    plugin.make_mandate(town.expert, "referent")
    leave(agent, on=timezone.localdate(), actor=None)
    assert Referent.objects.get(user=town.expert).state == "ended"
    assert Mandate.objects.get(user=town.expert).suspended_why == "left"
    assert plugin.fresh(waiting).assignments.get(active=True).user == other
    assert told(dispatcher)[-1] == "right_person_sought"
    assert plugin.fresh(begun).state == "in_progress"


MEASURES = re.compile(r"retard|rapide|vite|lent|minutes|délai|refus|relance|dépass", re.IGNORECASE)


@pytest.mark.parametrize("sentences", [kinds.TO_A_PERSON, kinds.TO_THE_DESK, kinds.OF_MISSIONS, kinds.OF_REFERENTS, kinds.OF_CHARTERS])
def test_no_sentence_measures_or_blames_a_person(sentences: kinds.Sentences) -> None:
    words = {"subject": "", "who": "", "name": "", "role": "", "day": "", "mention": "", "charter": "", "reason": "", "department": "", "state": ""}
    for label, sentence in sentences.values():
        assert not MEASURES.search(str(label))
        assert not MEASURES.search(str(sentence) % words)


def test_dates_are_written_out_with_the_year_only_when_it_is_another() -> None:
    today = timezone.localdate()
    assert str(today.year) not in signal_handlers.day_in_words(today)
    assert str(today.year + 1) in signal_handlers.day_in_words(today + timedelta(days=366))
