"""Moving in: by the terminal, by the file, twice; what is refused and asked again; and a first answer published by the new authority."""

import os
import threading
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from integrations.bridges.moving_in import lines, papers, questions
from integrations.bridges.moving_in.lines import WrongAnswer
from referents.actions import answers, assignments, charters, enquiries, missions, publications
from referents.calendars import usual
from referents.models import Charter, CharterVersion, ClockPolicy, Custody, Enquiry, Mandate, OfficialAccount, ServiceCalendar, Topic
from referents.states import State
from rse.people.models import Agent, Department, Organisation, User, WorkingPattern

pytestmark = pytest.mark.django_db

FILE = """
[organisation]
name = "Ville de Neuville"
departement = "67"
good_friday = "oui"
siren = "123456789"
[calendar]
hours = "08:30–12:00, 13:30–17:30"
saturday = "9 h à 12 h"
closures = ["24/12/2026 – 31/12/2026 : Pont de Noël"]
[departments]
lines = ["DGS ; Direction générale", "COM ; Communication ; DGS", "EDU ; Éducation ; DGS", "TECH ; Services techniques ; DGS"]
[topics]
bindings = ["VOI ; TECH"]
[people]
administrator = ["1 ; Nadia ; Kessler ; DGS"]
hr = ["2 ; Hélène ; Roux ; DGS ; helene.roux@neuville.example"]
community_manager = ["3 ; Flora ; Quint ; COM ; flora.quint@neuville.example ; Community manager"]
dispatcher = ["4 ; Denis ; Marchal ; DGS"]
reviewer = ["2 ; Hélène ; Roux ; DGS"]
[accounts]
lines = ["facebook ; @VilleDeNeuville ; Ville de Neuville ; COM"]
[missions]
trained_on = "05/11/2026"
[delays]
first_contact = "60"
"""
MODELS = (
    Organisation,
    Department,
    User,
    Agent,
    WorkingPattern,
    Topic,
    Charter,
    CharterVersion,
    OfficialAccount,
    Custody,
    Mandate,
    ServiceCalendar,
    ClockPolicy,
)
REPLIES = {
    "Nom de la collectivité": ["", "Ville de Neuville"],
    "Numéro du département": ["Alsace", "67"],
    "Vendredi saint": ["peut-être", "oui"],
    "SIREN": ["12", ""],
    "Code INSEE": [""],
    "du lundi au vendredi": ["midi", "08:30–12:00, 13:30–17:30"],
    "le samedi": [""],
    "Jours de fermeture": ["un jour", "24/12/2026 – 31/12/2026 : Pont de Noël", ""],
    "Services": ["COM ; Communication ; XXX", "", "DGS ; Direction générale", "COM", "COM ; Communication ; DGS", ""],
    "Sujets du thésaurus": [""],
    "Semaines de travail": [""],
    "administre Relais": ["1 ; Nadia", "1 ; Nadia ; Kessler ; ZZZ", "", "1 ; Nadia ; Kessler ; DGS", ""],
    "registre": ["2 ; Hélène ; Roux ; DGS", ""],
    "répond aux habitants": ["3 ; Flora ; Quint ; COM ; flora@", "3 ; Flora ; Quint ; COM", ""],
    "oriente": ["1 ; Denis ; Marchal ; DGS", "", "4 ; Denis ; Marchal ; DGS", ""],
    "relit": [""],
    "Comptes officiels": ["minitel ; neuville ; Neuville ; COM", "facebook ; villedeneuville ; Ville de Neuville ; COM", ""],
    "formés": ["hier", "05/11/2026"],
    "signer les chartes": ["0", ""],
    "Premier mot": ["vite", ""],
    "Réponse": [""],
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "start.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def run(**options: object) -> str:
    out = StringIO()
    call_command("start_organisation", stdout=out, stdin=options.pop("stdin", StringIO()), **options)
    return out.getvalue()


def refused(**options: object) -> CommandError:
    with pytest.raises(CommandError) as caught:
        run(**options)
    return caught.value


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MODELS}


class Terminal:
    """A pseudo-terminal: the command has one end, a person who answers each prompt has the other."""

    def __init__(self, replies: dict[str, list[str]]) -> None:
        self.replies = {prompt: list(lines) for prompt, lines in replies.items()}
        self.master, slave = os.openpty()
        self.input, self.output = os.fdopen(slave, "r", encoding="utf-8"), os.fdopen(os.dup(slave), "w", encoding="utf-8")
        self.seen = ""
        self.asked: list[str] = []
        self.last = ""

    def run(self, **options: object) -> str:
        person = threading.Thread(target=self._answer, daemon=True)
        person.start()
        try:
            call_command("start_organisation", stdin=self.input, stdout=self.output, **options)
        finally:
            self.output.flush()
            self.output.close()
            self.input.close()
            person.join(timeout=10)
        return self.seen

    def _answer(self) -> None:
        waiting = b""
        while True:
            try:
                chunk = os.read(self.master, 4096)
            except OSError:
                return
            if not chunk:
                return
            waiting += chunk
            text = waiting.decode("utf-8", errors="ignore")
            self.seen += chunk.decode("utf-8", errors="ignore")
            line = text.rsplit("\n", 1)[-1]
            if line.endswith(("\u00a0: ", "… ")):
                waiting = b""
                self._reply(line)

    def _reply(self, line: str) -> None:
        if not line.endswith("… "):
            self.last = next(prompt for prompt in self.replies if prompt in line)
            self.asked.append(self.last)
        os.write(self.master, (self.replies[self.last].pop(0) + "\n").encode())


def test_the_file_makes_everything_and_a_second_run_changes_nothing(file: Path) -> None:
    said = run(file=file)
    made = rows()
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.holiday_area, organisation.time_zone) == ("Ville de Neuville", "67", "Europe/Paris")
    assert Department.objects.get(code="EDU").parent.code == "DGS"
    assert "3  Flora Quint" in said
    assert "0 changement" in run(file=file)
    assert "0 changement" in run()
    assert rows() == made


def test_the_people_have_their_roles_their_codes_and_nothing_more(file: Path) -> None:
    run(file=file)
    flora, helene, nadia, denis = (User.objects.get(username=number) for number in "3214")
    assert flora.has_perm("referents.work_desk")
    assert not flora.is_superuser
    assert helene.has_perm("people.manage_people")
    assert not helene.has_perm("referents.work_desk")
    assert nadia.is_superuser
    assert denis.has_perm("referents.dispatch")
    assert all(user.is_active and user.must_choose_password for user in (flora, helene, nadia, denis))
    assert set(Mandate.objects.values_list("user__username", "role")) == {("3", "publisher"), ("2", "reviewer")}
    assert Custody.objects.get().user == flora


def test_the_calendar_knows_alsace_its_good_friday_and_the_closures(file: Path) -> None:
    run(file=file)
    opening = usual()
    assert opening.on(date(2026, 4, 3)) == []  # Good Friday
    assert opening.on(date(2026, 12, 26)) == []
    assert opening.on(date(2026, 12, 28)) == []
    assert len(opening.on(date(2026, 11, 28))) == 1  # a Saturday
    assert ClockPolicy.objects.filter(metric="first_contact").order_by("-version").first().minutes == 60


@pytest.mark.parametrize(("number", "zone"), [("974", "Indian/Reunion"), ("971", "America/Guadeloupe"), ("35", "Europe/Paris")])
def test_the_time_zone_is_that_of_the_departement(tmp_path: Path, number: str, zone: str) -> None:
    path = tmp_path / "start.toml"
    path.write_text(FILE.replace('departement = "67"', f'departement = "{number}"').replace('good_friday = "oui"\n', ""), encoding="utf-8")
    run(file=path)
    assert (Organisation.objects.get().time_zone, ServiceCalendar.objects.get().time_zone) == (zone, zone)


def test_subjects_find_their_department_by_its_code_or_by_the_binding(file: Path) -> None:
    run(file=file)
    assert set(Topic.objects.filter(department_code="EDU").values_list("department__code", flat=True)) == {"EDU"}
    assert set(Topic.objects.filter(department_code="VOI").values_list("department__code", flat=True)) == {"TECH"}
    assert set(Topic.objects.filter(department_code="EAU").values_list("department__code", flat=True)) == {None}


def test_a_dry_run_says_what_would_be_made_and_makes_nothing(file: Path) -> None:
    before = rows()
    said = run(file=file, dry_run=True)
    assert "Serait fait" in said
    assert "Ville de Neuville" in said
    assert "Codes de connexion" not in said
    assert rows() == before


def test_the_terminal_asks_explains_asks_again_and_asks_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "start.toml"
    terminal = Terminal(REPLIES)
    said = terminal.run(file=path, save=True)
    assert not [prompt for prompt, left in terminal.replies.items() if left], said
    for sentence in (
        "Il faut une réponse ici.",
        "Écrivez le numéro de votre département",
        "Répondez par oui ou par non.",
        "9 chiffres sont attendus",
        "Aucun service n’a le code XXX.",
        "Aucun service n’a le code ZZZ.",
        "n’est pas une adresse électronique",
        "Le numéro 1 est donné à deux personnes.",
        "n’est pas dans la liste",
        "Écrivez un jour comme 05/11/2026.",
        "Écrivez un nombre entre 1 et 365.",
    ):
        assert sentence in said, sentence
    made = rows()
    assert papers.read(path)["people.community_manager"] == ["3 ; Flora ; Quint ; COM"]
    assert User.objects.get(username="3").password not in path.read_text(encoding="utf-8")
    again = Terminal({})
    assert "0 changement" in again.run(file=path)
    assert "0 changement" in Terminal({}).run()
    assert again.asked == []
    assert rows() == made


def test_what_the_file_lacks_is_asked_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "start.toml"
    path.write_text(FILE.replace('dispatcher = ["4 ; Denis ; Marchal ; DGS"]\n', ""), encoding="utf-8")
    terminal = Terminal(REPLIES | {"oriente": ["4 ; Denis ; Marchal ; DGS", ""]})
    terminal.run(file=path, save=True)
    assert "oriente" in terminal.asked
    assert not {"Nom de la collectivité", "Services", "Comptes officiels"} & set(terminal.asked)
    assert papers.read(path)["people.dispatcher"] == ["4 ; Denis ; Marchal ; DGS"]


def test_an_interruption_makes_nothing_and_keeps_the_answers(tmp_path: Path) -> None:
    path = tmp_path / "start.toml"
    before = rows()
    replies = {"Nom de la collectivité": ["Ville de Neuville"], "Numéro du département": ["35"], "SIREN": ["\x04"]}
    with pytest.raises(CommandError) as caught:
        Terminal(replies).run(file=path, save=True)
    assert caught.value.returncode == 130
    assert rows() == before
    assert papers.read(path) == {"organisation.name": "Ville de Neuville", "organisation.departement": "35"}


def test_nobody_to_answer_names_the_keys_and_ends_with_status_2(tmp_path: Path) -> None:
    error = refused()
    assert error.returncode == 2
    for key in ("organisation.name", "organisation.departement", "departments.lines", "people.hr", "people.dispatcher"):
        assert key in str(error)
    assert "calendar.hours" not in str(error)
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('departement = "67"', 'departement = "96"', "organisation.departement"),
        ("EDU ; Éducation ; DGS", "EDU ; Éducation ; RIEN", "Aucun service n’a le code RIEN"),
        ("DGS ; Direction générale", "DGS ; Direction générale ; EDU", "au-dessous de lui-même"),
        ("EDU ; Éducation ; DGS", "COM ; Éducation ; DGS", "Deux services ont le code COM"),
        ("2 ; Hélène ; Roux ; DGS ; helene", "3 ; Hélène ; Roux ; DGS ; helene", "donné à deux personnes"),
        ("[delays]", "[delais]", "delais.first_contact"),
        ("[delays]", "[delays", "TOML"),
        ('name = "Ville de Neuville"', "name = 12", "organisation.name"),
    ],
)
def test_a_wrong_file_is_refused_whole_with_the_key(file: Path, before: str, after: str, said: str) -> None:
    file.write_text(FILE.replace(before, after), encoding="utf-8")
    error = refused(file=file)
    assert error.returncode == 2
    assert said in str(error)
    assert Organisation.objects.count() == 0


def test_an_address_already_taken_undoes_everything(file: Path) -> None:
    file.write_text(FILE.replace("flora.quint@", "helene.roux@"), encoding="utf-8")
    assert refused(file=file).returncode == 2
    assert Organisation.objects.count() == 0


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert refused(file=tmp_path / "none.toml").returncode == 2


def test_what_was_changed_on_screen_is_kept(file: Path) -> None:
    run(file=file)
    Department.objects.filter(code="EDU").update(name="Enfance")
    User.objects.get(username="4").groups.clear()
    said = run(file=file)
    assert Department.objects.get(code="EDU").name == "Enfance"
    assert "Denis Marchal" in said  # the file still names the dispatcher


@pytest.mark.parametrize(
    ("reader", "wrong"),
    [
        (lines.departement, "20"),
        (lines.departement, "²"),
        (lines.closure, "x"),
        (lines.pattern, "Nuit ; lundredi ; 08:00–12:00"),
        (lines.pattern, "Nuit ; lundi ; "),
        (lines.account, "facebook ; a ; b"),
        (lines.time_zone, "Lune/Tranquillite"),
        (lines.day, "31/02/2026"),
    ],
)
def test_a_wrong_line_is_refused_with_a_sentence(reader: Callable[[str], object], wrong: str) -> None:
    with pytest.raises(WrongAnswer):
        reader(wrong)


def test_the_answers_are_written_as_they_would_be_typed(tmp_path: Path) -> None:
    path = tmp_path / "start.toml"
    given = {"organisation.name": 'Ville de "Neuville" \\ l’Isle', "departments.lines": ["A ; Un"], "calendar.closures": []}
    papers.write(path, given)
    assert papers.read(path) == given


def test_the_example_of_the_documentation_is_complete_and_works(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs/how-to/start-an-authority.md").read_text(encoding="utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    path = tmp_path / "start.toml"
    path.write_text(example, encoding="utf-8")
    assert set(papers.read(path)) == set(questions.KEYS)
    run(file=path)
    assert "0 changement" in run(file=path)


def test_the_new_authority_publishes_its_first_answer(file: Path) -> None:
    run(file=file)
    flora, denis = User.objects.get(username="3"), User.objects.get(username="4")
    version = CharterVersion.objects.get(charter__audience="publishing")
    charters.sign(version, words_shown="J’ai lu.", text_sha256=version.sha256, actor=flora)
    topic = Topic.objects.filter(department__code="EDU", sensitivity="low", red=False).first()
    referent = missions.volunteer(user=denis, department=topic.department, topics=[topic], actor=None)
    for step in ("agreed", "active"):
        referent = missions.change_state(referent, to=step, actor=None)
    enquiry = enquiries.receive(
        text="Comment s’inscrire à l’accueil du matin ?", channel="facebook", account=OfficialAccount.objects.get(), submission=uuid4(), actor=flora
    )
    Enquiry.objects.filter(pk=enquiry.pk).update(sensitivity="low")
    enquiry = enquiries.qualify(enquiry, topic=topic, actor=flora, version=None)
    publications.hold(enquiry, text="Nous regardons.", promised_at=timezone.now() + timedelta(hours=2), actor=flora, version=None)
    enquiry = assignments.assign(Enquiry.objects.get(pk=enquiry.pk), person=denis, actor=flora, version=None)
    answers.contribute(enquiry, text="Sur le portail famille.", actor=denis, version=None)
    answers.word(Enquiry.objects.get(pk=enquiry.pk), text="Bonjour, sur le portail famille.", actor=flora, version=None)
    publication = publications.publish(Enquiry.objects.get(pk=enquiry.pk), actor=flora, version=None)[0]
    publications.attest(publication, actor=flora, permalink="https://facebook.example/1")
    assert Enquiry.objects.get(pk=enquiry.pk).state == State.PUBLISHED
