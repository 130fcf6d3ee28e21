import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from rse.people.models import Agent, Department, PersonChange, User
from tests import factories

pytestmark = pytest.mark.django_db
SCREENS = ["agent", "department", "workingpattern", "organisation"]


@pytest.fixture
def keeper(as_, hr):
    hr.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return as_(hr)


@pytest.fixture
def editor(as_, outsider):
    """Enters the admin, holds no register."""
    outsider.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return as_(outsider)


@pytest.mark.parametrize("screen", SCREENS)
def test_hr_opens_the_register_others_do_not(keeper, editor, sonia, screen):
    for page in ("index", "add"):
        assert keeper.get(reverse(f"{screen}:{page}")).status_code == 200
        assert editor.get(reverse(f"{screen}:{page}")).status_code == 302
        assert editor.post(reverse(f"{screen}:{page}")).status_code in (302, 405)


def agent_data(agent, **changes):
    fields = {"first_name": "Sonia", "last_name": "Diallo", "job_title": agent.job_title, "department": agent.department_id, "kind": "agent"}
    return {**fields, "phone": agent.phone, "mobile": "", "site": "", "pattern": "", "joined_on": "", "email": agent.user.email or "", **changes}


def test_hr_enters_a_person_through_the_action(keeper, hr):
    data = agent_data(hr, number="5001", organisation=hr.organisation_id, first_name="Émile", last_name="Brun", email="emile@ville.example")
    assert keeper.post(reverse("agent:add"), data).status_code == 302
    agent = Agent.objects.get(user__username="5001")
    assert agent.folded.startswith("brun emile")
    assert not agent.user.is_active
    assert PersonChange.objects.get(subject=agent.user).actor == hr.user


def test_a_number_or_address_already_taken_is_said_at_the_field(keeper, hr, sonia):
    data = agent_data(hr, number="1001", organisation=hr.organisation_id, email="SONIA@ville.example")
    response = keeper.post(reverse("agent:add"), data)
    assert set(response.context["form"].errors) == {"number", "email"}


def test_hr_moves_renames_and_closes_through_the_actions(keeper, sonia, outsider, journal):
    today = timezone.localdate().isoformat()
    data = agent_data(sonia, department=outsider.department_id, job_title="Régisseuse", email="s.diallo@ville.example", left_on=today)
    assert keeper.post(reverse("agent:edit", args=[sonia.pk]), data).status_code == 302
    assert journal(sonia) == ["email_changed", "moved", "profile_changed", "left"]
    assert keeper.post(reverse("agent:edit", args=[sonia.pk]), {**data, "left_on": ""}).status_code == 302
    assert journal(sonia)[4:] == ["returned"]


def test_a_department_is_changed_through_the_actions_and_never_deleted(keeper, sonia, head):
    department = sonia.department
    data = {"organisation": department.organisation_id, "name": "Éducation", "code": "EDUC", "parent": "", "head": sonia.user_id}
    assert keeper.post(reverse("department:edit", args=[department.pk]), data).status_code == 302
    department.refresh_from_db()
    sonia.refresh_from_db()
    assert (department.name, department.head) == ("Éducation", sonia.user)
    assert "education" in sonia.folded
    assert list(PersonChange.objects.order_by("pk").values_list("code", flat=True)) == ["department_changed", "head_named"]
    keeper.post(reverse("department:delete", args=[department.pk]))
    assert Department.objects.filter(pk=department.pk).exists()


def test_a_department_below_itself_is_said_at_the_field(keeper, sonia):
    low = factories.DepartmentFactory(parent=sonia.department)
    data = {"organisation": sonia.organisation_id, "name": "X", "code": "X", "parent": low.pk, "head": ""}
    assert "parent" in keeper.post(reverse("department:edit", args=[sonia.department_id]), data).context["form"].errors


def test_administrators_give_groups_and_nothing_else(client, sonia, journal):
    client.force_login(User.objects.create_superuser("root", password="x"))
    group = Group.objects.create(name="Communication")
    edit = reverse("wagtailusers_users:edit", args=[sonia.user_id])
    assert client.get(edit).status_code == 200
    assert client.post(edit, {"groups": [group.pk], "username": "hack", "email": "hack@x.example", "first_name": "H", "last_name": "H"}).status_code == 302
    user = User.objects.get(pk=sonia.user_id)
    assert (user.username, user.email, user.first_name, user.is_active) == ("1001", "sonia@ville.example", "Sonia", True)
    assert list(user.groups.all()) == [group]
    assert journal(sonia) == ["rights_changed"]


def test_hr_gives_no_rights(keeper, sonia):
    assert keeper.post(reverse("wagtailusers_users:edit", args=[sonia.user_id]), {"is_superuser": "on"}).status_code == 302
    assert not User.objects.get(pk=sonia.user_id).is_superuser


def test_hr_closes_an_account_without_anybody_leaving(keeper, sonia, journal):
    assert keeper.post(reverse("agent:edit", args=[sonia.pk]), agent_data(sonia, close_account="on")).status_code == 302
    assert not User.objects.get(pk=sonia.user_id).is_active
    assert journal(sonia) == ["deactivated"]


@pytest.mark.parametrize("door", ["/admin/login/", "/django-admin/login/"])
def test_there_is_one_door_for_all(client, sonia, door):
    assert client.post(f"{door}?next=/admin/", {"username": "1001", "password": factories.PASSWORD}).url == "/compte/connexion/?next=/admin/"


@pytest.mark.parametrize("door", ["/admin/", "/django-admin/"])
def test_whoever_may_not_administer_is_refused_and_not_sent_round_in_circles(as_, sonia, client, door):
    refused = as_(sonia).get(door, follow=True)
    assert refused.status_code == 403
    assert len(refused.redirect_chain) <= 2
    stranger = client.get(door, follow=True)
    assert stranger.redirect_chain[-1][0].startswith("/compte/connexion/")
