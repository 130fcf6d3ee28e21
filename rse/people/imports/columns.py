"""The columns of each file, as the templates name them. Names are French: they are what HR writes in the first line."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rse.people.models import ImportRun
from rse.people.search_key import letters


@dataclass(frozen=True)
class Column:
    """`field` is how the rest of the code calls it; `aliases` are other names met in files; `example` fills the template."""

    name: str
    field: str
    help: str | Promise
    required: bool = False
    max_length: int = 120
    aliases: tuple[str, ...] = ()
    example: str = ""


DAY = _("A day, as 24/11/2026 or 2026-11-24.")

AGENTS = (
    Column("matricule", "number", _("Staff number; it finds the person again."), True, 150, ("numero", "numero d agent", "identifiant"), "20417"),
    Column("nom", "last_name", _("Last name."), True, 80, ("nom de famille", "nom d usage"), "Lemoine"),
    Column("prénom", "first_name", _("First name."), True, 80, (), "Claire"),
    Column("courriel", "email", _("E-mail address of work, or empty."), False, 254, ("email", "e mail", "mail"), "c.lemoine@ville.example"),
    Column("service", "department", _("Code of the department, or its exact name."), False, 120, ("code service", "direction", "code du service"), "EDU"),
    Column("fonction", "job_title", _("Job title."), False, 120, ("poste", "intitule du poste", "emploi"), "Animatrice"),
    Column("type", "kind", _("“agent” or “élu”; empty means agent."), False, 20, ("categorie de personne",), "agent"),
    Column("téléphone", "phone", _("Line of the office."), False, 30, ("tel", "telephone fixe", "fixe"), "01 00 00 00 42"),
    Column("mobile", "mobile", _("Mobile of work."), False, 30, ("portable", "telephone mobile"), ""),
    Column("lieu de travail", "site", _("Workplace."), False, 120, ("site", "lieu"), "Hôtel de ville"),
    Column("rythme de travail", "pattern", _("Name of a working pattern, as in the administration."), False, 80, ("rythme",), ""),
    Column("date d’arrivée", "joined_on", DAY, False, 40, ("date d entree", "arrivee", "entree"), "01/09/2024"),
    Column("date de départ", "left_on", _("A day already past: the account closes. Empty brings back a leaver."), False, 40, ("depart", "sortie"), ""),
)  # fmt: skip
DEPARTMENTS = (
    Column("code", "code", _("Code of the department; it finds it again."), True, 12, ("code service", "code du service"), "PER"),
    Column("nom", "name", _("Name of the department."), True, 120, ("libelle", "nom du service", "service"), "Périscolaire"),
    Column("service parent", "parent", _("Code of the one above; empty at the top."), False, 12, ("parent", "code parent", "code du service parent"), "EDU"),
    Column("responsable", "head", _("Staff number of the head; empty while the place is open."), False, 150, ("matricule du responsable",), ""),
)  # fmt: skip
POSITIONS = (
    Column("matricule", "number", _("Staff number of somebody already in the register."), True, 150, ("numero", "numero d agent", "identifiant"), "20417"),
    Column("service", "department", _("Code of the department, or its exact name."), True, 120, ("code service", "direction", "code du service"), "EDU"),
    Column("intitulé", "title", _("Job title."), True, 120, ("fonction", "poste", "intitule du poste"), "Animatrice"),
    Column("début", "start", DAY, True, 40, ("date de debut", "depuis"), "01/09/2024"),
    Column("fin", "end", _("Last day; empty while it goes on."), False, 40, ("date de fin", "jusqu au"), ""),
    Column("quotité", "share", _("Share of working time, in %; empty means 100."), False, 10, ("part", "temps", "quotite de travail"), "80"),
    Column("principal", "main", _("“oui” or “non”; empty means oui."), False, 10, ("poste principal",), "oui"),
    Column("fiche de poste", "job_description", _("Code of a job description."), False, 20, ("code fiche", "fiche"), ""),
)  # fmt: skip

OF_KIND: dict[str, tuple[Column, ...]] = {
    ImportRun.Kind.AGENTS: AGENTS,
    ImportRun.Kind.DEPARTMENTS: DEPARTMENTS,
    ImportRun.Kind.POSITIONS: POSITIONS,
}


def recognised(header: str, columns: tuple[Column, ...]) -> Column | None:
    """The column a header names, whatever its capitals, accents and punctuation."""
    wanted = letters(header)
    for column in columns:
        if wanted and wanted in {letters(column.name), *column.aliases}:
            return column
    return None


def kind_of(headers: list[str]) -> str | None:
    """The only kind whose required columns are all there; None when none or several fit."""
    fitting = []
    for kind, columns in OF_KIND.items():
        named = {column.field for column in (recognised(header, columns) for header in headers) if column}
        if {column.field for column in columns if column.required} <= named:
            fitting.append(kind)
    return fitting[0] if len(fitting) == 1 else None
