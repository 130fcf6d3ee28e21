"""HR's pages: « Personnel », job descriptions, positions, files, codes in batches. Whoever is not HR finds nothing there."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from rse.people import actions
from rse.people.actions.code_batches import AT_ONCE
from rse.people.exceptions import ChangedMeanwhile, CodeOfJobTaken, HasLeft, TooManyCodes
from rse.people.models import Agent, ImportRun, JobDescription, PersonChange, User
from rse.people.permissions import audience_of_import, audience_of_job_description
from tests import factories
from tests.people import files

pytestmark = pytest.mark.django_db
LISTS = ("personnel", "codes", "job_descriptions", "write_job_description", "imports")


@pytest.fixture
def job(sonia: Agent, hr: Agent) -> JobDescription:
    return actions.write_job_description(
        sonia.organisation, code="EDU-01", title="Animatrice", department=sonia.department, text="Accueillir les enfants.", actor=hr.user
    )


@pytest.fixture
def held(sonia: Agent, hr: Agent, job: JobDescription):
    return actions.add_position(
        sonia, department=sonia.department, title="Animatrice", start=timezone.localdate(), main=True, job_description=job, actor=hr.user
    )


@pytest.mark.parametrize("name", LISTS)
def test_the_pages_of_hr_exist_for_hr_alone(as_, hr, head, outsider, name):
    assert as_(hr).get(reverse(f"people:{name}")).status_code == 200
    for other in (head, outsider):
        assert as_(other).get(reverse(f"people:{name}")).status_code == 404
        assert as_(other).post(reverse(f"people:{name}"), {}).status_code in {404, 405}


def test_personnel_costs_the_same_for_few_and_many(as_, hr, django_assert_max_num_queries):
    for _each in range(30):
        agent = factories.AgentFactory(user__is_active=False, joined_on=timezone.localdate(), department=hr.department, organisation=hr.organisation)
        actions.add_position(agent, department=agent.department, title="Agent", start=timezone.localdate(), end=timezone.localdate(), actor=hr.user)
    browser = as_(hr)
    with django_assert_max_num_queries(32):
        answer = browser.get(reverse("people:personnel"))
    assert "Postes qui se terminent" in answer.content.decode()


# Job descriptions


def test_hr_writes_changes_and_finds_a_job_description(as_, hr, sonia, job):
    browser = as_(hr)
    data = {"title": "Animatrice", "code": "EDU-01", "department": sonia.department_id, "contributor_role": "asked", "text": "Animer.", "version": 1}
    assert browser.post(reverse("people:change_job_description", args=[job.pk]), data).status_code == 302
    job.refresh_from_db()
    assert (job.contributor_role, job.version, job.updated_by) == ("asked", 2, hr.user)
    assert PersonChange.objects.filter(code="job_description_changed", detail__job_description=job.pk).count() == 1
    found = browser.get(reverse("people:job_descriptions"), {"mention": "asked", "q": "anim"}).content.decode()
    assert "EDU-01" in found
    assert "EDU-01" not in browser.get(reverse("people:job_descriptions"), {"mention": "done"}).content.decode()


def test_two_people_do_not_overwrite_each_other_and_nothing_typed_is_lost(as_, hr, job):
    actions.change_job_description(job, changes={"text": "Autre."}, actor=hr.user, version=1)
    with pytest.raises(ChangedMeanwhile):
        actions.change_job_description(job, changes={"text": "Encore."}, actor=hr.user, version=1)
    data = {"title": "Animatrice", "code": "EDU-01", "contributor_role": "no", "text": "Mon long texte.", "version": 1}
    answer = as_(hr).post(reverse("people:change_job_description", args=[job.pk]), data)
    assert answer.status_code == 422
    assert "Mon long texte." in answer.content.decode()


def test_a_code_serves_once(as_, hr, sonia, job):
    with pytest.raises(CodeOfJobTaken):
        actions.write_job_description(sonia.organisation, code="EDU-01", title="Autre", actor=hr.user)
    answer = as_(hr).post(reverse("people:write_job_description"), {"title": "Autre", "code": "EDU-01", "contributor_role": "no", "text": ""})
    assert answer.status_code == 422
    assert JobDescription.objects.count() == 1


def test_a_job_description_is_read_by_its_holder_the_head_and_hr(as_, sonia, head, hr, outsider, job, held):
    url = reverse("people:job_description", args=[job.pk])
    for agent, seen in ((sonia, True), (head, True), (hr, True), (outsider, False)):
        assert as_(agent).get(url).status_code == (200 if seen else 404)
        assert audience_of_job_description(job).filter(pk=agent.user_id).exists() is seen
    with pytest.raises(PermissionDenied):
        actions.change_job_description(job, changes={"text": ""}, actor=head.user)
    assert as_(sonia).get(reverse("people:change_job_description", args=[job.pk])).status_code == 404


# Positions


def test_positions_are_read_by_the_person_the_head_and_hr(as_, sonia, head, hr, outsider, held):
    url = reverse("people:positions", args=[sonia.pk])
    for agent, status in ((sonia, 200), (head, 200), (hr, 200), (outsider, 404)):
        assert as_(agent).get(url).status_code == status
    profile = reverse("people:agent", args=[sonia.pk])
    assert "Tous les postes" in as_(sonia).get(profile).content.decode()
    assert url not in as_(outsider).get(profile).content.decode()


def test_hr_plans_and_gives_up_a_change(as_, sonia, hr, head, held):
    browser, library = as_(hr), factories.DepartmentFactory(organisation=sonia.organisation, name="Bibliothèque")
    day = timezone.localdate().replace(year=timezone.localdate().year + 1).isoformat()
    data = {"department": library.pk, "title": "Bibliothécaire", "share": "100", "start": day, "end": ""}
    assert as_(head).post(reverse("people:transfer", args=[sonia.pk]), data).status_code == 404
    assert browser.post(reverse("people:transfer", args=[sonia.pk]), data).status_code == 302
    assert browser.post(reverse("people:transfer", args=[sonia.pk]), data).status_code == 302
    planned = sonia.positions.get(department=library)
    for _click in range(2):
        assert browser.post(reverse("people:cancel_position", args=[sonia.pk]), {"position": planned.pk}).status_code == 302
    assert sonia.positions.get().end is None


def test_a_refused_position_keeps_what_was_typed(as_, sonia, hr, held):
    data = {"department": sonia.department_id, "title": "Conteuse", "share": "20", "start": "2026-02-01", "end": "2026-01-01"}
    answer = as_(hr).post(reverse("people:add_position", args=[sonia.pk]), data)
    assert answer.status_code == 422
    assert "Conteuse" in answer.content.decode()
    assert "id_end_error" in answer.content.decode()


def test_hr_corrects_and_ends_a_position_and_others_do_not(as_, sonia, hr, head, held):
    correct, end = (reverse(f"people:{name}", args=[held.pk]) for name in ("correct_position", "end_position"))
    assert as_(head).post(end, {"on": timezone.localdate().isoformat()}).status_code == 404
    assert as_(hr).post(correct, {"title": "Coordinatrice", "share": "80", "job_description": "", "end": ""}).status_code == 302
    assert as_(hr).post(end, {"on": timezone.localdate().isoformat()}).status_code == 302
    held.refresh_from_db()
    assert (held.title, held.end, held.job_description) == ("Coordinatrice", timezone.localdate(), None)


# Files


@pytest.fixture
def ready(hr):
    for code in files.CODES:
        factories.DepartmentFactory(organisation=hr.organisation, code=code, name=f"Service {code}")
    factories.WorkingPatternFactory(organisation=hr.organisation, name=files.PATTERN)


def sent(rows, name="agents.csv"):
    return {"kind": "agents", "file": SimpleUploadedFile(name, files.as_csv(rows))}


def test_a_clean_file_is_sent_read_confirmed_and_applied_once(as_, hr, outsider, ready):
    browser = as_(hr)
    answer = browser.post(reverse("people:imports"), sent(files.people(12)))
    run = ImportRun.objects.get()
    assert answer["Location"] == reverse("people:import_run", args=[run.pk])
    page = browser.get(answer["Location"]).content.decode()
    assert "Rien n’est encore écrit" in page
    assert not Agent.objects.filter(user__username="50000").exists()
    for name in ("import_run", "apply_import", "drop_import", "import_faults"):
        for send in (as_(outsider).get, as_(outsider).post):
            assert send(reverse(f"people:{name}", args=[run.pk])).status_code in {404, 405}
    for _click in range(2):
        assert browser.post(reverse("people:apply_import", args=[run.pk])).status_code == 302
    assert PersonChange.objects.filter(code="created").count() == 12
    browser.post(reverse("people:imports"), sent(files.people(12)))
    assert ImportRun.objects.exclude(state="applied").count() <= 1
    assert set(audience_of_import(run)) == {hr.user}


def test_a_faulty_file_shows_its_lines_and_gives_them_all_as_csv(as_, hr, ready):
    rows = files.people(5)
    rows[2][1], rows[3][4] = "=2+2", "=Z9"
    browser = as_(hr)
    answer = browser.post(reverse("people:imports"), sent(rows), follow=True)
    assert "ligne 3" in answer.content.decode()
    run = ImportRun.objects.get()
    assert run.content is None
    told = browser.get(reverse("people:import_faults", args=[run.pk])).content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[:2] for line in told[1:]] == [["3", "nom"], ["4", "service"]]
    browser.post(reverse("people:apply_import", args=[run.pk]))
    assert not Agent.objects.filter(user__username="50000").exists()
    browser.post(reverse("people:drop_import", args=[run.pk]))
    run.refresh_from_db()
    assert (run.state, run.report) == ("dropped", {})


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"PK\x03\x04 broken", b"%PDF-1.7", b'a;b\n"open;1\n'])
def test_a_file_that_is_no_table_is_refused_at_its_field(as_, hr, content):
    answer = as_(hr).post(reverse("people:imports"), {"kind": "agents", "file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code in {302, 422}
    assert not ImportRun.objects.exclude(state="faulty").exists()


def test_templates_are_files_that_the_reader_reads(as_, hr):
    for kind in ImportRun.Kind.values:
        for form in ("csv", "xlsx"):
            answer = as_(hr).get(reverse("people:import_template", args=[kind, form]))
            assert answer.status_code == 200
            assert f"modele-{kind}.{form}" in answer["Content-Disposition"]
    assert as_(hr).get("/personnel/imports/modele-agents.exe").status_code == 404


# Codes


def test_codes_are_made_for_everybody_ticked_and_shown_once(as_, hr, django_assert_max_num_queries):
    people = [factories.AgentFactory(user__is_active=False, organisation=hr.organisation) for _each in range(5)]
    browser = as_(hr)
    assert people[0].full_name in browser.get(reverse("people:codes")).content.decode()
    with django_assert_max_num_queries(40):
        answer = browser.post(reverse("people:codes"), {"agents": [agent.pk for agent in people]})
    page = answer.content.decode()
    assert page.count('class="slip"') == 5
    assert "no-store" in answer["Cache-Control"]
    for agent in people:
        user = User.objects.get(pk=agent.user_id)
        code = page.split(f">{user.username}<")[1].split('class="code">')[1].split("<")[0]
        assert user.check_password(code)
        assert (user.is_active, user.must_choose_password) == (True, True)
        assert code not in user.password
    assert PersonChange.objects.filter(code="code_issued", detail__batch=5).count() == 5
    assert people[0].full_name not in browser.get(reverse("people:codes")).content.decode()


def test_a_fragment_gives_slips_alone_and_a_long_list_waits_for_the_next_sheet(as_, hr):
    people = [factories.AgentFactory(user__is_active=False, organisation=hr.organisation) for _each in range(AT_ONCE + 2)]
    fragment = as_(hr).post(reverse("people:codes"), {"agents": [people[0].pk]}, headers={"x-fragment": "slips"}).content.decode()
    assert "<html" not in fragment
    page = as_(hr).post(reverse("people:codes"), {"agents": [agent.pk for agent in people]}).content.decode()
    assert page.count('class="slip"') == AT_ONCE
    assert page.count('type="hidden" name="agents"') == 2


def test_nobody_gets_a_code_in_a_batch_who_would_not_get_one_alone(as_, hr, head, outsider):
    administrator = factories.AgentFactory(user__is_superuser=True, organisation=hr.organisation)
    answer = as_(hr).post(reverse("people:codes"), {"agents": [administrator.pk]})
    assert answer.status_code == 422
    for actor in (head, outsider):
        with pytest.raises(PermissionDenied):
            actions.issue_sign_in_codes([outsider], actor=actor.user)
    with pytest.raises(PermissionDenied):
        actions.issue_sign_in_codes([hr], actor=hr.user)
    with pytest.raises(TooManyCodes):
        actions.issue_sign_in_codes([outsider] * (AT_ONCE + 1), actor=hr.user)
    actions.leave(outsider, on=timezone.localdate(), actor=None)
    with pytest.raises(HasLeft):
        actions.issue_sign_in_codes([outsider], actor=hr.user)
