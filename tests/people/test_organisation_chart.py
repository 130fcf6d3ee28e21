"""The organisation chart: levels, counts, heads, search, and the same thing as a list."""

import re

import pytest

from rse.people.models import Agent
from rse.people.organisation_chart import Mark, organisation_chart, register_marks, search
from rse.people.organisation_drawing import ACROSS, MIDDLE, SHEET, WIDTH, draw
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(sonia):
    """Direction générale > (Éducation > Jeunesse, Voirie); Sonia is in Éducation."""
    organisation = sonia.organisation
    top = factories.DepartmentFactory(organisation=organisation, name="Direction générale")
    education = sonia.department
    education.name, education.parent = "Éducation", top
    education.save()
    youth = factories.DepartmentFactory(organisation=organisation, name="Jeunesse", parent=education)
    roads = factories.DepartmentFactory(organisation=organisation, name="Voirie", parent=top)
    factories.head_of(roads, first_name="Lucie", last_name="Garnier")
    factories.AgentFactory(organisation=organisation, department=youth)
    factories.AgentFactory(organisation=organisation, department=youth, gone=True)
    factories.AgentFactory(organisation=organisation, department=None, kind=Agent.Kind.ELECTED, last_name="Maire")
    return {"top": top, "education": education, "youth": youth, "roads": roads}


def names(nodes) -> list[str]:
    return [node.department.name for node in nodes]


def test_without_a_choice_the_chart_begins_at_the_top(sonia, town):
    chart = organisation_chart(sonia.user, focus=None)
    assert chart.focus.department == town["top"]
    assert names(chart.children) == ["Éducation", "Voirie"]
    assert (chart.focus.count, chart.elected) == (3, 1)


def test_a_department_stands_between_its_parents_and_its_children(sonia, town):
    chart = organisation_chart(sonia.user, focus=town["education"])
    assert (names(chart.above), names(chart.children)) == (["Direction générale"], ["Jeunesse"])
    assert (chart.focus.count, chart.focus.below, chart.team_size) == (2, 1, 1)


def test_the_head_is_named_and_an_open_place_is_said(as_, sonia, town):
    page = as_(sonia).get("/annuaire/organigramme/").content.decode()
    assert "Lucie Garnier" in page
    assert "sans responsable en ce moment" in page


def test_a_head_whose_account_is_closed_is_no_longer_named(sonia, town):
    head = town["roads"].head
    head.is_active = False
    head.save()
    assert [node.head for node in organisation_chart(sonia.user, focus=None).children] == [None, None]


def test_boxes_stand_in_the_order_of_the_tree_inside_the_sheet(sonia, town):
    for number in range(7):
        factories.DepartmentFactory(organisation=sonia.organisation, name=f"Service {number}", parent=town["top"])
    drawing = draw(organisation_chart(sonia.user, focus=town["top"]))
    assert [box.role for box in drawing.boxes] == ["focus"] + ["child"] * 9
    assert all(0 <= box.x <= SHEET - WIDTH and 0 <= box.y < drawing.height for box in drawing.boxes)
    places = {(box.x, box.y) for box in drawing.boxes}
    assert len(places) == 10
    full_rows = [box for box in drawing.boxes if box.role == "child"][: 2 * ACROSS]
    assert not [box for box in full_rows if box.x < MIDDLE < box.x + WIDTH]


def test_each_box_is_a_link_with_a_whole_sentence(as_, sonia, town):
    page = as_(sonia).get(f"/annuaire/organigramme/?service={town['education'].pk}").content.decode().replace("\N{NO-BREAK SPACE}", " ")
    labels = re.findall(r'<a class="box[^>]*aria-label="([^"]*)"', page)
    assert [label.split(",")[0] for label in labels] == ["Direction générale", "Éducation", "Jeunesse"]
    assert labels[1] == "Éducation, sans responsable en ce moment, 2 personnes"
    assert "<title" in page
    assert "<desc" in page
    assert "style=" not in page


def test_the_list_says_the_whole_tree(as_, sonia, town):
    page = as_(sonia).get("/annuaire/organigramme/?vue=liste").content.decode()
    for name in ("Direction générale", "Éducation", "Jeunesse", "Voirie"):
        assert f"<strong>{name}</strong>" in page
    assert '<svg class="chart-sheet"' not in page


@pytest.mark.parametrize(
    ("query", "departments", "people"), [("voirie", ["Voirie"], 1), ("GARNIER", ["Voirie"], 1), ("diallo", [], None), ("zzz", [], 0), ("  ", [], 0)]
)
def test_the_search_finds_names_jobs_and_departments(sonia, town, query, departments, people):
    found = search(sonia.user, query)
    assert [each.name for each in found.departments] == departments
    if people is not None:
        assert len(found.people) == people
    else:
        assert sonia in found.people


def test_other_rooms_mark_departments(sonia, town, monkeypatch):
    monkeypatch.setattr("rse.people.organisation_chart._providers", [])
    register_marks(lambda _user, departments: {min(departments): Mark("2 référents", "/referents/")})
    marked = organisation_chart(sonia.user, focus=None)
    assert [mark.words for node in [marked.focus, *marked.children] for mark in node.marks] == ["2 référents"]


def test_nonsense_in_the_address_is_as_if_not_asked(as_, sonia, town):
    for asked in ("service=zz", "service=999999", "vue=carte", "q=%00"):
        assert as_(sonia).get(f"/annuaire/organigramme/?{asked}").status_code == 200


def test_the_chart_is_closed_to_strangers(client, town):
    assert client.get("/annuaire/organigramme/").status_code == 302


@pytest.mark.parametrize("view", ["", "?vue=liste"])
def test_a_large_organisation_costs_as_many_queries_as_a_small_one(as_, sonia, town, view, django_assert_max_num_queries):
    browser = as_(sonia)
    for _time in range(2):
        with django_assert_max_num_queries(17):
            assert browser.get(f"/annuaire/organigramme/{view}").status_code == 200
        for number in range(30):
            department = factories.DepartmentFactory(organisation=sonia.organisation, parent=town["top"], name=f"Service {number}")
            factories.head_of(department)
