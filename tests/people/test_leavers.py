"""Departures planned and executed; after a while nothing of the person remains anywhere, and what points at them holds."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from guardian.shortcuts import assign_perm
from PIL import Image
from wagtail.log_actions import log

from rse.notifications.actions import notify
from rse.notifications.models import Notification
from rse.people import actions
from rse.people.exceptions import DataErased, StillInPost
from rse.people.leavers import erase_when_due, leave_when_due
from rse.people.models import Agent, Department, PersonChange, User
from tests import factories

pytestmark = pytest.mark.django_db
CANARY = "Zzcanarizz"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def texts_holding(word: str) -> list[str]:
    """Every text or JSON column of the database where `word` stands, whatever the case."""
    found = []
    tables = connection.introspection.table_names()
    for model in apps.get_models(include_auto_created=True):
        columns = [
            field.column
            for field in model._meta.local_concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField | models.FileField)
        ]
        if model._meta.db_table not in tables:
            continue
        for column in columns:
            quoted = connection.ops.quote_name(column)
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT COUNT(*) FROM {connection.ops.quote_name(model._meta.db_table)} WHERE LOWER(CAST({quoted} AS TEXT)) LIKE %s", [f"%{word.lower()}%"]
                )
                if cursor.fetchone()[0]:
                    found.append(f"{model._meta.label}.{column}")
    return found


@pytest.fixture
def known(hr) -> Agent:
    """Somebody who has written their name in every corner of the house."""
    agent = factories.AgentFactory(
        first_name=CANARY,
        last_name=f"{CANARY}-Né",
        job_title=f"Tisserand {CANARY}",
        phone="0600009999",
        site=CANARY,
        about=CANARY,
        user__username=f"n{CANARY}",
        user__email=f"{CANARY}@ville.example",
    )
    field = actions.create_field(label="Bureau", kind="text", actor=None)
    out = BytesIO()
    Image.new("RGB", (50, 50)).save(out, "PNG")
    actions.set_answers(agent, answers={field: CANARY}, actor=agent.user)
    actions.set_languages(agent, codes=["ar"], actor=agent.user)
    actions.set_skills(agent, names=["Vannerie"], actor=agent.user)
    actions.change_profile(agent, changes={"about": f"{CANARY} encore"}, actor=agent.user)
    actions.show_portrait(agent, upload=SimpleUploadedFile(f"{CANARY}.png", out.getvalue()), agreed=True, actor=agent.user)
    actions.record_absence(agent, start=date.today(), end=date.today(), actor=agent.user)
    EmailAddress.objects.create(user=agent.user, email=f"{CANARY}@ville.example", verified=True)
    agent.user.groups.add(Group.objects.create(name="Groupe"))
    assign_perm("people.change_department", agent.user, agent.department)
    log(instance=agent, action="wagtail.edit", user=hr.user, content_changed=True)
    log(instance=agent.user, action="wagtail.edit", user=hr.user, content_changed=True)
    notify([hr.user], kind="colleague_answered", key="old-news", url="/", params={"who": agent.full_name, "enquiry": "1", "subject": "x"}, actor=None)
    return agent


def gone_for(agent: Agent, days: int, hr: Agent) -> Agent:
    actions.leave(agent, on=date.today() - timedelta(days=days), actor=hr.user)
    return agent


def test_a_departure_to_come_closes_nothing_until_the_last_day_is_over(sonia, hr, journal):
    last = date.today() + timedelta(days=3)
    for _click in range(2):
        actions.plan_departure(sonia, last_day=last, actor=hr.user)
    assert leave_when_due() == 0
    assert User.objects.get(pk=sonia.user_id).is_active
    assert journal(sonia) == ["departure_planned"]


def test_the_sweep_closes_the_account_the_day_after_and_once(sonia, head, hr):
    Department.objects.filter(pk=sonia.department_id).update(head=sonia.user)
    actions.plan_departure(sonia, last_day=date.today(), actor=hr.user)
    assert leave_when_due() == 0
    Agent.objects.filter(pk=sonia.pk).update(leaving_on=date.today() - timedelta(days=1))
    assert [leave_when_due(), leave_when_due()] == [1, 0]
    sonia.refresh_from_db()
    assert (sonia.state, sonia.left_on, sonia.leaving_on) == ("left", date.today() - timedelta(days=1), None)
    assert not User.objects.get(pk=sonia.user_id).is_active
    assert Department.objects.get(pk=sonia.department_id).head is None


def test_a_day_already_over_closes_at_once(sonia, hr):
    assert actions.plan_departure(sonia, last_day=date.today() - timedelta(days=1), actor=hr.user).state == "left"


def test_a_planned_departure_is_cancelled(as_, sonia, hr):
    actions.plan_departure(sonia, last_day=date.today() + timedelta(days=3), actor=hr.user)
    for _click in range(2):
        assert as_(hr).post(f"/annuaire/{sonia.pk}/depart/annuler/").status_code == 302
    assert Agent.objects.get(pk=sonia.pk).leaving_on is None


def test_only_hr_records_a_departure(as_, sonia, head, outsider):
    for other in (sonia, head, outsider):
        assert as_(other).get(f"/annuaire/{sonia.pk}/depart/").status_code == 403
        assert as_(other).post(f"/annuaire/{sonia.pk}/depart/", {"last_day": "2020-01-01"}).status_code == 403
        with pytest.raises(PermissionDenied):
            actions.plan_departure(sonia, last_day=date.today(), actor=other.user)
    assert not PersonChange.objects.exists()


def test_the_page_says_what_a_departure_brings_about(as_, sonia, hr, head):
    factories.AbsenceFactory(agent=sonia, substitute=head)
    page = as_(hr).get(f"/annuaire/{head.pk}/depart/").content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert f"Le service {sonia.department.name} n’a plus de responsable" in page
    assert "1 collègue perd son remplaçant" in page
    assert "Après 90 jours" in page
    response = as_(hr).post(f"/annuaire/{head.pk}/depart/", {"last_day": (date.today() + timedelta(days=9)).isoformat()})
    assert response.url == f"/annuaire/{head.pk}/"
    assert as_(hr).post(f"/annuaire/{head.pk}/depart/", {"last_day": "hier"}).status_code == 422


def test_nothing_of_the_person_is_left_anywhere(known, hr, tmp_path, django_capture_on_commit_callbacks):
    assert len(texts_holding(CANARY)) > 12
    gone_for(known, 91, hr)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_when_due() == 1
    assert texts_holding(CANARY) == []
    assert texts_holding("0600009999") == []
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not Notification.objects.exists()


def test_the_account_stays_nameless_and_what_points_at_it_holds(known, hr):
    gone_for(known, 91, hr)
    erase_when_due()
    user = User.objects.get(pk=known.user_id)
    agent = Agent.objects.get(pk=known.pk)
    assert str(user) == agent.full_name == "Ancien agent"
    assert (user.is_active, user.email, user.has_usable_password(), user.groups.count()) == (False, None, False, 0)
    assert PersonChange.objects.filter(subject=user, code="erased").count() == 1
    assert agent.skills.count() == agent.languages.count() == agent.values.count() == agent.absences.count() == 0


def test_erasing_is_harmless_twice_and_cannot_be_undone(known, hr):
    gone_for(known, 91, hr)
    assert [erase_when_due(), erase_when_due()] == [1, 0]
    actions.anonymise(known, actor=None)
    assert PersonChange.objects.filter(subject=known.user_id, code="erased").count() == 1
    with pytest.raises(DataErased):
        actions.rejoin(Agent.objects.get(pk=known.pk), department=None, actor=hr.user)


def test_a_recent_leaver_keeps_their_data_and_may_come_back(known, hr, settings):
    gone_for(known, 20, hr)
    assert erase_when_due() == 0
    settings.PEOPLE_LEAVERS_KEPT_DAYS = 10
    assert erase_when_due() == 1


def test_somebody_in_post_is_never_erased_and_only_hr_erases(sonia, hr, outsider):
    with pytest.raises(StillInPost):
        actions.anonymise(sonia, actor=hr.user)
    actions.leave(sonia, on=date.today(), actor=hr.user)
    with pytest.raises(PermissionDenied):
        actions.anonymise(sonia, actor=outsider.user)
