from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from rse.people import actions
from rse.people.exceptions import (
    AbsenceIsOver,
    AlreadyAway,
    BelowItself,
    CannotReplaceOneself,
    CodeTaken,
    EmailTaken,
    EndsBeforeItStarts,
    HasLeft,
    NotYet,
    NumberTaken,
    OtherOrganisation,
    SamePassword,
    SubstituteUnavailable,
    UnknownField,
)
from rse.people.models import Absence, Agent, PersonChange, User
from rse.people.signals import agent_created, agent_moved, sign_in_code_issued
from tests import factories

pytestmark = pytest.mark.django_db


def enter(organisation, actor, **kwargs):
    return actions.create_agent(organisation, number="7001", first_name="Émile", last_name="Lœuvre", actor=actor, **kwargs)


@pytest.fixture
def heard():
    """`heard(signal)`: the payloads received from now on."""
    receivers = []

    def listen(signal):
        payloads = []

        def receive(sender, signal, **payload):
            payloads.append(payload)

        signal.connect(receive, weak=False)
        receivers.append((signal, receive))
        return payloads

    yield listen
    for signal, receive in receivers:
        signal.disconnect(receive)


def test_hr_enters_a_person_whose_account_stays_closed(hr, journal, heard):
    payloads = heard(agent_created)
    agent = enter(hr.organisation, hr.user, department=hr.department, job_title="Bibliothécaire", phone="+33 1 00 00 00 77")
    assert not agent.user.is_active
    assert not agent.user.has_usable_password()
    assert agent.folded == f"loeuvre emile bibliothecaire {hr.department.name.lower()} 0100000077"
    assert journal(agent) == ["created"]
    assert payloads == [{"agent": agent, "actor": hr.user}]


def test_nobody_else_enters_a_person(outsider):
    with pytest.raises(PermissionDenied):
        enter(outsider.organisation, outsider.user)
    assert not User.objects.filter(username="7001").exists()


def test_a_number_and_an_address_belong_to_one_person(hr, sonia):
    with pytest.raises(EmailTaken):
        enter(hr.organisation, hr.user, email="SONIA@ville.example")
    enter(hr.organisation, hr.user)
    with pytest.raises(NumberTaken):
        enter(hr.organisation, hr.user)


def test_a_department_of_another_organisation_is_refused(hr):
    elsewhere = factories.DepartmentFactory(organisation=factories.OrganisationFactory(name="Métropole"))
    with pytest.raises(OtherOrganisation):
        enter(hr.organisation, hr.user, department=elsewhere)


def test_people_without_an_address_are_many(hr):
    enter(hr.organisation, hr.user, email="")
    actions.create_agent(hr.organisation, number="7002", first_name="A", last_name="B", email=None, actor=hr.user)
    assert User.objects.filter(email=None, username__in=["7001", "7002"]).count() == 2


def test_a_code_opens_the_account_and_is_not_in_the_journal(hr, sonia, journal, heard):
    payloads = heard(sign_in_code_issued)
    code = actions.issue_sign_in_code(sonia, actor=hr.user)
    assert sonia.user.check_password(code)
    assert sonia.user.must_choose_password
    assert journal(sonia) == ["code_reset"]
    assert code not in str(PersonChange.objects.get(subject=sonia.user).detail)
    assert "code" not in payloads[0]


def test_the_head_gives_a_code_the_outsider_does_not(head, outsider, sonia):
    assert actions.issue_sign_in_code(sonia, actor=head.user)
    with pytest.raises(PermissionDenied):
        actions.issue_sign_in_code(sonia, actor=outsider.user)


def test_nobody_gives_themselves_a_code(hr):
    with pytest.raises(PermissionDenied):
        actions.issue_sign_in_code(hr, actor=hr.user)


def test_a_leaver_gets_no_code(hr):
    with pytest.raises(HasLeft):
        actions.issue_sign_in_code(factories.AgentFactory(gone=True), actor=hr.user)


def test_choosing_a_password_forgets_the_code(sonia, journal):
    code = actions.issue_sign_in_code(sonia, actor=None)
    actions.choose_password(sonia.user, password="les platanes du mail", actor=sonia.user)
    assert not sonia.user.check_password(code)
    assert not sonia.user.must_choose_password
    assert sonia.user.code_issued_at is None
    assert journal(sonia) == ["code_reset", "password_chosen"]


def test_the_code_is_not_a_password_to_keep(sonia):
    code = actions.issue_sign_in_code(sonia, actor=None)
    with pytest.raises(SamePassword):
        actions.choose_password(sonia.user, password=code.lower().replace("-", " "), actor=sonia.user)


def test_nobody_chooses_the_password_of_another(sonia, hr):
    with pytest.raises(PermissionDenied):
        actions.choose_password(sonia.user, password="les platanes du mail", actor=hr.user)


def test_hr_closes_an_account_the_head_does_not(hr, head, sonia, journal):
    with pytest.raises(PermissionDenied):
        actions.deactivate(sonia, actor=head.user)
    actions.deactivate(sonia, actor=hr.user)
    actions.deactivate(sonia, actor=hr.user)
    assert not User.objects.get(pk=sonia.user_id).is_active
    assert journal(sonia) == ["deactivated"]


def test_leaving_takes_away_every_place_held(hr, head, sonia, journal):
    absence = factories.AbsenceFactory(agent=sonia, substitute=head)
    actions.leave(head, on=date.today(), actor=hr.user)
    head.department.refresh_from_db()
    absence.refresh_from_db()
    assert head.department.head is None
    assert absence.substitute is None
    assert not Agent.objects.visible_to(sonia.user).filter(pk=head.pk).exists()
    assert journal(head) == ["left"]


def test_a_departure_to_come_is_refused(hr, sonia):
    with pytest.raises(NotYet):
        actions.leave(sonia, on=date.today() + timedelta(days=9), actor=hr.user)


def test_who_comes_back_is_in_the_directory_with_a_closed_account(hr, journal):
    agent = factories.AgentFactory(gone=True)
    actions.rejoin(agent, department=agent.department, actor=hr.user)
    assert agent.state == Agent.State.ACTIVE
    assert agent.left_on is None
    assert not agent.user.is_active
    assert journal(agent) == ["returned"]


def test_a_person_changes_own_words_and_is_found_by_the_new_number(sonia, journal):
    actions.change_profile(sonia, changes={"phone": "01 22 33 44 55", "about": "Je connais les cantines."}, actor=sonia.user)
    sonia.refresh_from_db()
    assert "0122334455" in sonia.folded
    assert journal(sonia) == ["profile_changed"]
    assert PersonChange.objects.get(subject=sonia.user).detail == {"fields": ["about", "phone"]}


def test_a_person_does_not_change_own_job_title_hr_does(sonia, hr):
    with pytest.raises(UnknownField):
        actions.change_profile(sonia, changes={"job_title": "Maire"}, actor=sonia.user)
    actions.change_profile(sonia, changes={"job_title": "Régisseuse", "last_name": "Diallo-Roy"}, actor=hr.user)
    assert sonia.folded.startswith("diallo roy sonia regisseuse")
    assert str(User.objects.get(pk=sonia.user_id)) == "Sonia Diallo-Roy"


def test_an_outsider_changes_nothing(sonia, outsider):
    with pytest.raises(PermissionDenied):
        actions.change_profile(sonia, changes={"phone": "17"}, actor=outsider.user)


def test_nothing_changed_leaves_no_trace(sonia, journal):
    actions.change_profile(sonia, changes={"phone": sonia.phone}, actor=sonia.user)
    assert journal(sonia) == []


def test_a_new_address_forgets_the_old_one_everywhere(sonia, hr):
    EmailAddress.objects.create(user=sonia.user, email="sonia@ville.example", primary=True)
    actions.change_email(sonia, email="s.diallo@ville.example", actor=hr.user)
    assert not EmailAddress.objects.filter(user=sonia.user).exists()


def test_the_address_that_resets_passwords_is_given_by_hr_alone(sonia):
    with pytest.raises(PermissionDenied):
        actions.change_email(sonia, email="autre@ailleurs.example", actor=sonia.user)


def test_moving_tells_where_from(sonia, hr, outsider, journal, heard):
    payloads, previous = heard(agent_moved), sonia.department
    actions.move_agent(sonia, department=outsider.department, actor=hr.user)
    assert payloads == [{"agent": sonia, "previous": previous, "actor": hr.user}]
    assert outsider.department.name.lower() in sonia.folded
    assert journal(sonia) == ["moved"]


def test_the_head_moves_nobody(sonia, head, outsider):
    with pytest.raises(PermissionDenied):
        actions.move_agent(sonia, department=outsider.department, actor=head.user)


def test_an_absence_sent_twice_is_recorded_once(sonia, outsider, journal):
    days = {"start": date(2027, 2, 1), "end": date(2027, 2, 5), "substitute": outsider}
    first = actions.record_absence(sonia, actor=sonia.user, **days)
    assert actions.record_absence(sonia, actor=sonia.user, **days) == first
    assert journal(sonia) == ["absence_recorded"]


def test_self_head_and_hr_record_an_absence_the_outsider_does_not(sonia, head, hr, outsider):
    for week, actor in enumerate([sonia, head, hr]):
        day = date(2027, 3, 1) + timedelta(weeks=week)
        assert actions.record_absence(sonia, start=day, end=day, actor=actor.user)
    with pytest.raises(PermissionDenied):
        actions.record_absence(sonia, start=date(2027, 5, 3), end=date(2027, 5, 3), actor=outsider.user)


def test_the_head_above_counts_the_head_beside_does_not(sonia):
    top = factories.DepartmentFactory(organisation=sonia.organisation)
    sonia.department.parent = top
    sonia.department.save()
    above, beside = factories.head_of(top), factories.head_of(factories.DepartmentFactory())
    assert actions.record_absence(sonia, start=date(2027, 3, 1), end=date(2027, 3, 1), actor=above.user)
    with pytest.raises(PermissionDenied):
        actions.record_absence(sonia, start=date(2027, 4, 1), end=date(2027, 4, 1), actor=beside.user)


def test_days_in_disorder_or_already_taken_are_refused(sonia):
    actions.record_absence(sonia, start=date(2027, 2, 1), end=date(2027, 2, 5), actor=None)
    with pytest.raises(AlreadyAway):
        actions.record_absence(sonia, start=date(2027, 2, 5), end=date(2027, 2, 8), actor=None)
    with pytest.raises(EndsBeforeItStarts):
        actions.record_absence(sonia, start=date(2027, 3, 5), end=date(2027, 3, 1), actor=None)


def test_a_substitute_is_somebody_else_who_is_there(sonia, outsider):
    days = {"start": date(2027, 2, 1), "end": date(2027, 2, 5), "actor": None}
    with pytest.raises(CannotReplaceOneself):
        actions.record_absence(sonia, substitute=sonia, **days)
    factories.AbsenceFactory(agent=outsider, start=date(2027, 1, 20), end=date(2027, 2, 1))
    for unavailable in (outsider, factories.AgentFactory(gone=True)):
        with pytest.raises(SubstituteUnavailable):
            actions.record_absence(sonia, substitute=unavailable, **days)
    assert not sonia.absences.exists()


def test_an_absence_to_come_is_cancelled_and_a_running_one_ends_yesterday(sonia, journal):
    today = timezone.localdate()
    coming = factories.AbsenceFactory(agent=sonia, start=today + timedelta(days=30))
    running = factories.AbsenceFactory(agent=sonia, start=today - timedelta(days=2), end=today + timedelta(days=2))
    actions.cancel_absence(coming, actor=sonia.user)
    actions.cancel_absence(running, actor=sonia.user)
    assert list(Absence.objects.values_list("end", flat=True)) == [today - timedelta(days=1)]
    assert journal(sonia) == ["absence_cancelled", "absence_cancelled"]


def test_what_is_over_stays_written(sonia):
    past = factories.AbsenceFactory(agent=sonia, start=date(2026, 1, 5), end=date(2026, 1, 9))
    with pytest.raises(AbsenceIsOver):
        actions.cancel_absence(past, actor=sonia.user)


def test_an_outsider_cancels_nothing(sonia, outsider):
    absence = factories.AbsenceFactory(agent=sonia)
    with pytest.raises(PermissionDenied):
        actions.cancel_absence(absence, actor=outsider.user)


def test_hr_draws_the_chart_and_a_new_name_is_searchable(hr, sonia):
    actions.change_department(sonia.department, name="Éducation", code="EDUC", actor=hr.user)
    sonia.refresh_from_db()
    assert "education" in sonia.folded
    assert PersonChange.objects.get(department=sonia.department).code == "department_changed"


def test_nobody_else_draws_the_chart(head, sonia):
    for draw in (
        lambda: actions.create_department(sonia.organisation, code="X", name="X", actor=head.user),
        lambda: actions.change_department(sonia.department, name="X", code="X", actor=head.user),
        lambda: actions.move_department(sonia.department, parent=None, actor=outsider_of(head)),
        lambda: actions.name_head(sonia.department, head=None, actor=outsider_of(head)),
    ):
        with pytest.raises(PermissionDenied):
            draw()


def outsider_of(agent):
    return factories.AgentFactory(organisation=agent.organisation).user


def test_a_department_hangs_neither_below_itself_nor_in_another_organisation(hr):
    top = actions.create_department(hr.organisation, code="TOP", name="Haut", actor=hr.user)
    low = actions.create_department(hr.organisation, code="LOW", name="Bas", parent=top, actor=hr.user)
    with pytest.raises(BelowItself):
        actions.move_department(top, parent=low, actor=hr.user)
    with pytest.raises(OtherOrganisation):
        actions.move_department(low, parent=factories.DepartmentFactory(organisation=factories.OrganisationFactory(name="CCAS")), actor=hr.user)
    with pytest.raises(CodeTaken):
        actions.create_department(hr.organisation, code="TOP", name="Autre", actor=hr.user)


def test_the_named_head_may_act_at_once(hr, sonia, outsider):
    actions.name_head(sonia.department, head=outsider.user, actor=hr.user)
    assert actions.issue_sign_in_code(sonia, actor=outsider.user)


def test_a_theme_is_ones_own(sonia, hr):
    actions.set_theme(sonia.user, theme=User.Theme.DARK, actor=sonia.user)
    assert User.objects.get(pk=sonia.user_id).theme == "dark"
    with pytest.raises(PermissionDenied):
        actions.set_theme(sonia.user, theme=User.Theme.LIGHT, actor=hr.user)
