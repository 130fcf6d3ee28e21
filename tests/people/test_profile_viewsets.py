"""The admin of profile fields and skills: HR keeps them through the actions, others do not enter."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from rse.people import actions
from rse.people.models import PersonChange, ProfileField, Skill

pytestmark = pytest.mark.django_db
FIELD = {"label": "Bureau", "help": "", "kind": "text", "choices": "", "editor": "self", "shown": "on", "order": "10"}


@pytest.fixture
def keeper(as_, hr):
    hr.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return as_(hr)


@pytest.fixture
def editor(as_, outsider):
    """Enters the admin, holds no register."""
    outsider.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return as_(outsider)


@pytest.mark.parametrize("screen", ["profilefield", "skill"])
def test_hr_opens_the_screens_others_do_not(keeper, editor, screen):
    Skill.objects.create(name="Excel", folded="excel")
    for page in ("index", "add"):
        assert keeper.get(reverse(f"{screen}:{page}")).status_code == 200
        assert editor.get(reverse(f"{screen}:{page}")).status_code == 302


def test_hr_defines_changes_and_deletes_a_field_through_the_actions(keeper):
    assert keeper.post(reverse("profilefield:add"), FIELD).status_code == 302
    field = ProfileField.objects.get()
    assert keeper.post(reverse("profilefield:edit", args=[field.pk]), {**FIELD, "help": "Étage et porte"}).status_code == 302
    assert keeper.post(reverse("profilefield:delete", args=[field.pk])).status_code == 302
    assert list(PersonChange.objects.order_by("pk").values_list("code", flat=True)) == ["field_created", "field_changed", "field_deleted"]


def test_a_list_without_choices_and_a_label_taken_are_said_at_the_field(keeper):
    actions.create_field(label="Bureau", kind="text", actor=None)
    response = keeper.post(reverse("profilefield:add"), {**FIELD, "label": "BUREAU", "kind": "choice"})
    assert set(response.context["form"].errors) == {"label", "choices"}


def test_the_kind_of_an_answered_field_is_settled(keeper, sonia):
    field = actions.create_field(label="Bureau", kind="text", actor=None)
    actions.set_answers(sonia, answers={field: "12"}, actor=None)
    response = keeper.post(reverse("profilefield:edit", args=[field.pk]), {**FIELD, "kind": "date"})
    assert set(response.context["form"].errors) == {"kind"}


def test_hr_renames_and_merges_skills(keeper, sonia):
    actions.set_skills(sonia, names=["SST", "Exel"], actor=None)
    first_aid = actions.create_skill(name="Secourisme", synonyms="", actor=None)
    typo = Skill.objects.get(folded="exel")
    assert keeper.post(reverse("skill:edit", args=[typo.pk]), {"name": "Excel", "synonyms": "Tableur", "into": ""}).status_code == 302
    other = Skill.objects.get(folded="sst")
    assert keeper.post(reverse("skill:edit", args=[other.pk]), {"name": "SST", "synonyms": "", "into": first_aid.pk}).status_code == 302
    assert [skill.name for skill in sonia.skills.all()] == ["Excel", "Secourisme"]


def test_a_skill_already_there_is_said_at_the_field(keeper):
    actions.create_skill(name="Excel", synonyms="", actor=None)
    assert set(keeper.post(reverse("skill:add"), {"name": "EXCEL", "synonyms": ""}).context["form"].errors) == {"name"}
