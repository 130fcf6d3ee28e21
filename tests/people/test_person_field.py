import pytest
from django import forms

from rse.people.forms import PersonField
from rse.people.models import Absence, Agent
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_of(outsider, sonia):
    """`form_of(data)`: a form that asks for a colleague of `outsider`, Sonia being listed."""

    class ColleagueForm(forms.Form):
        person = PersonField()

        def __init__(self, data=None, **options):
            super().__init__(data, **options)
            self.fields["person"].offer(outsider.user, among=Agent.objects.visible_to(outsider.user), listed=[sonia], besides=outsider)

    return ColleagueForm


def test_the_list_and_the_name_lead_to_the_same_person(form_of, sonia):
    for data in ({"person": str(sonia.pk)}, {"person_text": "diallo"}, {"person": str(sonia.pk), "person_text": "somebody else"}):
        form = form_of(data)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["person"] == sonia


def test_a_name_that_several_bear_offers_them_and_is_kept(form_of):
    namesake = factories.AgentFactory(first_name="Paul", last_name="Diallo")
    form = form_of({"person_text": "diallo"})
    assert not form.is_valid()
    html = str(form["person"])
    assert 'value="diallo"' in html
    assert f'value="{namesake.pk}"' in html
    assert "choisissez" in str(form.errors)


def test_a_close_name_is_offered_never_taken(form_of, sonia):
    form = form_of({"person_text": "dialo"})
    assert not form.is_valid()
    assert f'value="{sonia.pk}"' in str(form["person"])


@pytest.mark.parametrize("data", [{}, {"person_text": "zzzz"}, {"person": "x"}, {"person": "9" * 30}, {"person": "²"}])
def test_nobody_is_refused_at_the_field(form_of, data):
    form = form_of(data)
    assert not form.is_valid()
    assert form.errors["person"]
    str(form["person"])


def test_a_leaver_and_oneself_cannot_be_chosen(form_of, outsider):
    for agent in (outsider, factories.AgentFactory(gone=True)):
        assert not form_of({"person": str(agent.pk)}).is_valid()


def test_the_person_already_chosen_is_shown(form_of, sonia, hr):
    html = str(form_of(initial={"person": hr.pk})["person"])
    assert f'value="{hr.pk}" selected' in html


def test_a_substitute_of_another_department_is_found_by_name(as_, sonia, outsider):
    response = as_(sonia).post(f"/annuaire/{sonia.pk}/absence/", {"start": "2027-02-01", "end": "2027-02-05", "substitute_text": "petit omar"})
    assert response.status_code == 302
    assert Absence.objects.get().substitute == outsider


def test_a_refused_absence_keeps_the_name_that_was_typed(as_, sonia, outsider):
    response = as_(sonia).post(f"/annuaire/{sonia.pk}/absence/", {"start": "2027-02-05", "end": "2027-02-01", "substitute_text": "petit omar"})
    assert response.status_code == 422
    assert "petit omar" in response.content.decode()
