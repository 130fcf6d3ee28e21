"""Files of HR: every wrong line is named by number and column, nothing is written until the file is clean, and a second run changes nothing."""

from time import perf_counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rse.people import actions
from rse.people.imports.checking import check
from rse.people.imports.exceptions import ChangedSinceChecked, FileIsEmpty, NotClean, NothingWaits
from rse.people.models import Agent, Department, ImportRun, JobDescription, Organisation, PersonChange, Position, User
from tests import factories
from tests.people import files

pytestmark = pytest.mark.django_db
FULL_SIZE = 5_000


@pytest.fixture
def organisation(db) -> Organisation:
    """Forty departments, a working pattern, an address already given, and a number that belongs elsewhere."""
    organisation = factories.OrganisationFactory()
    for code in files.CODES:
        factories.DepartmentFactory(organisation=organisation, code=code, name=f"Service {code}")
    factories.WorkingPatternFactory(organisation=organisation, name=files.PATTERN)
    department = Department.objects.get(code="S00")
    factories.AgentFactory(organisation=organisation, department=department, user__username="9000", user__email="prise@ville.example")
    factories.AgentFactory(organisation=factories.OrganisationFactory(name="CCAS"), user__username="9001")
    return organisation


def plan_of(rows, organisation, *, kind="agents", **how):
    return check(files.as_csv(rows, **how), kind=kind, organisation=organisation)


def where(plan) -> set[tuple[int, str]]:
    return {(fault.line, fault.column) for fault in plan.faults}


def import_(tmp_path, capsys, content: bytes, *arguments: str, name: str = "agents.csv") -> str:
    path = tmp_path / name
    path.write_bytes(content)
    call_command("import_people", str(path), "--organisation", "Technopole-sur-Loire", *arguments)
    return capsys.readouterr().out


def test_every_fault_of_five_thousand_lines_is_named_by_line_and_column_and_nothing_is_written(organisation, tmp_path, capsys):
    rows = files.people(FULL_SIZE)
    expected = files.planted(rows)
    assert len(expected) == len(files.FAULTS) >= 40
    before = (User.objects.count(), PersonChange.objects.count(), ImportRun.objects.count())
    started = perf_counter()
    with pytest.raises(SystemExit) as stopped:
        import_(tmp_path, capsys, files.as_csv(rows), "--dry-run")
    taken = perf_counter() - started
    told = capsys.readouterr().out
    assert stopped.value.code == 1
    assert {
        tuple(line.split("\N{NO-BREAK SPACE}:")[0].removeprefix("ligne ").split(", colonne ", 1)) for line in told.splitlines() if line.startswith("ligne ")
    } == {(str(line), column) for line, column in expected}
    assert f"{len(expected)} erreurs sur {len(expected)} lignes" in told
    assert (User.objects.count(), PersonChange.objects.count(), ImportRun.objects.count()) == before
    assert taken < 10


def test_the_same_faults_are_found_in_a_workbook(organisation):
    rows = files.people(400)
    expected = files.planted(rows)
    plan = check(files.as_xlsx(rows), kind="agents", organisation=organisation)
    assert where(plan) == expected
    assert plan.how == "XLSX"


def test_a_clean_file_of_five_thousand_is_applied_and_a_second_run_changes_nothing(organisation, tmp_path, capsys):
    content = files.as_csv(files.people(FULL_SIZE))
    started = perf_counter()
    assert "5000 créées" in import_(tmp_path, capsys, content)
    first = perf_counter() - started
    assert Agent.objects.filter(organisation=organisation).count() == FULL_SIZE + 1
    assert Position.objects.filter(main=True, taken_up=True).count() == FULL_SIZE
    assert PersonChange.objects.filter(code="created").count() == FULL_SIZE
    before = (PersonChange.objects.count(), ImportRun.objects.count(), list(User.objects.order_by("pk").values_list("username", "password", "email")))
    started = perf_counter()
    assert "5000 inchangées" in import_(tmp_path, capsys, content)
    again = perf_counter() - started
    assert (PersonChange.objects.count(), ImportRun.objects.count(), list(User.objects.order_by("pk").values_list("username", "password", "email"))) == before
    assert first < 30
    assert again < 10


def test_the_number_of_queries_does_not_grow_with_the_file(organisation):
    def queries(count: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            plan_of(files.people(count), organisation)
        return len(captured)

    assert queries(40) == queries(400) <= 6


@pytest.mark.parametrize(
    ("delimiter", "encoding", "how"), [(";", "cp1252", "Windows-1252, point-virgule"), (",", "utf-8", "UTF-8, virgule"), ("\t", "utf-16", "UTF-16, tabulation")]
)
def test_what_spreadsheets_write_is_recognised(organisation, delimiter, encoding, how):
    plan = plan_of(files.people(30), organisation, delimiter=delimiter, encoding=encoding)
    assert plan.clean
    assert (len(plan.created), plan.how) == (30, how)


def test_headings_are_recognised_whatever_their_capitals_and_missing_or_unknown_ones_are_told(organisation):
    plan = plan_of([["MATRICULE", "Nom de famille", "Prenom", "N° Siret", "nom"], ["1", "Roy", "Ana", "3", ""]], organisation)
    assert where(plan) == {(1, "N° Siret"), (1, "nom")}
    plan = plan_of([["Prénom", "nom"], ["Ana", "Roy"]], organisation)
    assert [(fault.line, fault.column, fault.sentence) for fault in plan.faults] == [
        (1, "matricule", "La colonne «\N{NO-BREAK SPACE}matricule\N{NO-BREAK SPACE}» manque.")
    ]


def test_headings_alone_are_refused_rather_than_making_everybody_absent(organisation):
    with pytest.raises(FileIsEmpty):
        plan_of([files.HEADINGS], organisation)
    assert plan_of([["prénom", "nom"]], organisation).faults


def test_blank_lines_count_as_in_the_spreadsheet(organisation):
    rows = files.people(3)
    rows.insert(2, [""] * 5)
    rows[4][4] = "Z99"
    assert where(plan_of(rows, organisation)) == {(5, "service")}


def test_a_changed_line_is_shown_from_old_to_new_and_the_absent_are_left_alone(organisation, hr):
    rows = files.people(20)
    actions.apply_plan(plan_of(rows, organisation), content=b"1", file_name="un.csv", actor=hr.user)
    rows[3][5], rows[3][4], rows[5][3] = "Directrice", "S07" if rows[3][4] != "S07" else "S08", ""
    plan = plan_of(rows[:15], organisation)
    changed = {entry.key: [(heading, new) for heading, _old, new in entry.words] for entry in plan.changed}
    assert set(changed[rows[3][0]]) == {("fonction", "Directrice"), ("service", f"Service {rows[3][4]} ({rows[3][4]})")}
    assert changed[rows[5][0]] == [("courriel", "")]
    assert (plan.unchanged, len(plan.created)) == (12, 0)
    assert {entry.key for entry in plan.absent} >= {row[0] for row in rows[15:]}
    run = actions.apply_plan(plan, content=b"2", file_name="deux.csv", actor=hr.user)
    agent = Agent.objects.get(user__username=rows[3][0])
    assert (agent.job_title, agent.department.code) == ("Directrice", rows[3][4])
    assert (run.changed, run.unchanged, run.left, run.report, run.content) == (2, 12, 0, {}, None)
    assert Agent.objects.filter(state="left").count() == 0


def test_the_position_that_ends_keeps_its_title(organisation, hr):
    rows = files.people(1)
    actions.apply_plan(plan_of(rows, organisation), content=b"1", file_name="un.csv", actor=hr.user)
    old = rows[1][5]
    rows[1][5], rows[1][4] = "Directrice", next(code for code in files.CODES if code != rows[1][4])
    actions.apply_plan(plan_of(rows, organisation), content=b"2", file_name="deux.csv", actor=hr.user)
    assert list(Position.objects.filter(agent__user__username=rows[1][0]).order_by("start").values_list("title", flat=True)) == [old, "Directrice"]


def test_the_absent_leave_only_when_ticked_and_never_whoever_applies_the_file(organisation, hr):
    hr.organisation = organisation
    hr.save()
    rows = files.people(10)
    actions.apply_plan(plan_of(rows, organisation), content=b"1", file_name="un.csv", actor=hr.user)
    run = actions.apply_plan(plan_of(rows[:6], organisation), content=b"2", file_name="deux.csv", actor=hr.user, absent_leave=True)
    assert run.left == 6  # five of the file and the one whose address was taken; not Hélène, who applies it
    assert Agent.objects.get(pk=hr.pk).state == "active"


def test_an_empty_day_of_departure_brings_back_and_a_leaver_is_not_changed_otherwise(organisation, hr):
    rows = files.people(2)
    actions.apply_plan(plan_of(rows, organisation), content=b"1", file_name="un.csv", actor=hr.user)
    gone = Agent.objects.select_related("user", "department", "organisation").get(user__username=rows[1][0])
    actions.leave(gone, on=timezone.localdate(), actor=hr.user)
    without = [row[:-1] for row in rows]
    without[1][5] = "Directrice"
    assert where(plan_of(without, organisation)) == {(2, "matricule")}
    actions.apply_plan(plan_of(rows, organisation), content=b"2", file_name="deux.csv", actor=hr.user)
    gone.refresh_from_db()
    assert gone.state == "active"


def test_departments_are_created_whatever_their_order_and_loops_are_named_on_each_line(organisation, hr):
    rows = [["code", "nom", "service parent", "responsable"], ["B2", "Périscolaire", "B1", "9000"], ["B1", "Enfance", "", ""]]
    plan = plan_of(rows, organisation, kind="departments")
    actions.apply_plan(plan, content=b"1", file_name="services.csv", actor=hr.user)
    assert Department.objects.get(code="B2").parent.code == "B1"
    assert Department.objects.get(code="B2").head.username == "9000"
    assert plan_of(rows, organisation, kind="departments").idle
    swapped = [rows[0], ["B2", "Périscolaire", "", ""], ["B1", "Enfance", "B2", ""]]
    actions.apply_plan(plan_of(swapped, organisation, kind="departments"), content=b"2", file_name="services.csv", actor=hr.user)
    assert Department.objects.get(code="B1").parent.code == "B2"
    loop = [rows[0], ["B1", "A", "B3", ""], ["B2", "B", "B1", ""], ["B3", "C", "B2", ""], ["B4", "D", "B4", ""], ["B5", "E", "X9", "1"], ["B5", "", "", ""]]
    assert where(plan_of(loop, organisation, kind="departments")) == {
        (2, "service parent"),
        (3, "service parent"),
        (4, "service parent"),
        (5, "service parent"),
        (6, "service parent"),
        (6, "responsable"),
        (7, "code"),
        (7, "nom"),
    }


POSITIONS = ["matricule", "service", "intitulé", "début", "fin", "quotité", "principal", "fiche de poste"]


def test_positions_mend_the_one_written_on_entering_and_move_the_person(organisation, hr):
    actions.apply_plan(plan_of(files.people(3), organisation), content=b"1", file_name="un.csv", actor=hr.user)
    sheet = actions.write_job_description(organisation, code="FP-1", title="Jardinier", actor=hr.user)
    agent = Agent.objects.select_related("department").get(user__username="50000")
    rows = [POSITIONS, ["50000", agent.department.code, agent.job_title, "01/02/1989", "31/12/2025", "100 %", "oui", ""]]
    rows.append(["50000", "S01" if agent.department.code != "S01" else "S02", "Cheffe d’équipe", "01/01/2026", "", "80", "", "fp-1"])
    rows.append(["50000", "S03", "Formatrice", "01/05/2024", "", "20", "non", ""])
    plan = plan_of(rows, organisation, kind="positions")
    assert plan.clean, plan.faults
    assert (len(plan.created), len(plan.changed)) == (2, 1)
    actions.apply_plan(plan, content=b"2", file_name="postes.csv", actor=hr.user)
    agent.refresh_from_db()
    assert agent.job_title == "Cheffe d’équipe"
    assert agent.positions.get(title="Cheffe d’équipe").job_description == sheet
    assert PersonChange.objects.filter(subject=agent.user, code="moved").count() == 1
    assert plan_of(rows, organisation, kind="positions").idle


def test_wrong_positions_are_named(organisation, hr):
    actions.apply_plan(plan_of(files.people(3), organisation), content=b"1", file_name="un.csv", actor=hr.user)
    actions.leave(Agent.objects.select_related("user").get(user__username="50002"), on=timezone.localdate(), actor=hr.user)
    rows = [
        POSITIONS,
        ["404", "S01", "A", "01/01/2020", "", "", "", ""],
        ["50002", "S01", "A", "01/01/2020", "", "", "", ""],
        ["50000", "S39", "A", "01/01/2025", "", "", "", ""],
        ["50001", "Z9", "", "x", "", "120", "peut-être", "FP-404"],
        ["50001", "S01", "A", "02/01/2020", "01/01/2020", "", "non", ""],
        ["50001", "S01", "A", "03/01/2020", "", "", "non", ""],
        ["50001", "S01", "B", "03/01/2020", "", "", "non", ""],
    ]
    assert where(plan_of(rows, organisation, kind="positions")) == {
        (2, "matricule"),
        (3, "matricule"),
        (4, "début"),
        *((5, column) for column in POSITIONS if column not in {"matricule", "fin"}),
        (6, "fin"),
        (8, "début"),
    }


def test_a_file_waits_for_a_confirmation_and_is_then_forgotten(organisation, hr):
    content = files.as_csv(files.people(5))
    run = actions.keep_file(plan_of(files.people(5), organisation), content=content, file_name="agents.csv", actor=hr.user)
    assert (run.state, run.created) == ("ready", 5)
    assert not Agent.objects.filter(user__username="50000").exists()
    assert actions.keep_file(plan_of(files.people(5), organisation), content=content, file_name="agents.csv", actor=hr.user) == run
    applied = actions.apply_file(run, actor=hr.user)
    assert actions.apply_file(run, actor=hr.user) == applied
    assert (applied.state, applied.content, applied.report, applied.created) == ("applied", None, {}, 5)
    assert PersonChange.objects.filter(code="created").count() == 5
    dropped = actions.drop_file(applied, actor=hr.user)
    assert dropped.state == "applied"
    with pytest.raises(NothingWaits):
        actions.recheck_file(applied, actor=hr.user)


def test_a_register_changed_meanwhile_asks_for_a_second_reading(organisation, hr):
    content = files.as_csv(files.people(5))
    run = actions.keep_file(plan_of(files.people(5), organisation), content=content, file_name="agents.csv", actor=hr.user)
    actions.create_agent(organisation, number="50000", first_name="Ana", last_name="Roy", actor=hr.user)
    with pytest.raises(ChangedSinceChecked):
        actions.apply_file(run, actor=hr.user)
    assert Agent.objects.filter(user__username__startswith="5000").count() == 1
    run = actions.recheck_file(run, actor=hr.user)
    assert (run.created, run.changed) == (4, 1)
    assert actions.apply_file(run, actor=hr.user).state == "applied"


def test_a_faulty_file_is_never_applied_nor_kept(organisation, hr):
    rows = files.people(3)
    rows[1][4] = "Z99"
    run = actions.keep_file(plan_of(rows, organisation), content=files.as_csv(rows), file_name="agents.csv", actor=hr.user)
    assert (run.state, run.content, run.faults) == ("faulty", None, 1)
    with pytest.raises(NotClean):
        actions.apply_file(run, actor=hr.user)


def test_a_file_nobody_confirms_is_forgotten_after_a_day(organisation, hr, time_machine):
    from rse.people import sweeps  # noqa: PLC0415

    run = actions.keep_file(plan_of(files.people(3), organisation), content=b"x", file_name="agents.csv", actor=hr.user)
    assert sweeps.forget_files() == 0
    time_machine.move_to(timezone.now() + 2 * sweeps.FILE_WAITS)
    assert sweeps.forget_files() == 1
    run.refresh_from_db()
    assert (run.state, run.content, run.report) == ("dropped", None, {})


def test_the_command_guesses_what_the_lines_are_or_asks(organisation, tmp_path, capsys):
    assert "1 créées" in import_(tmp_path, capsys, files.as_csv([["code", "nom"], ["B7", "Archives"]]))
    with pytest.raises(CommandError):
        import_(tmp_path, capsys, files.as_csv([["a", "b"], ["1", "2"]]))
    assert JobDescription.objects.count() == 0
