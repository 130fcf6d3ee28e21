"""Files of HR for the tests: thousands of invented people, always the same ones, and the ways in which a spreadsheet goes wrong."""

import csv
import io
from collections.abc import Callable
from random import Random

from openpyxl import Workbook

HEADINGS = [
    "matricule",
    "nom",
    "prénom",
    "courriel",
    "service",
    "fonction",
    "type",
    "téléphone",
    "mobile",
    "lieu de travail",
    "rythme de travail",
    "date d’arrivée",
    "date de départ",
]
FIRST = ("Anaïs", "Bruno", "Chloé", "Driss", "Élodie", "Fanny", "Gaël", "Hawa", "Inès", "Joël", "Kenza", "Loïc", "Maëlle", "Noé", "Océane", "Rémi")
LAST = (
    "Abadie",
    "Bérard",
    "Cordier",
    "Delmas",
    "Esnault",
    "Fauré",
    "Girod",
    "Hébert",
    "Issa",
    "Jourdan",
    "Kone",
    "Lesage",
    "Maurin",
    "N’Diaye",
    "Ollivier",
    "Pons",
)
JOBS = ("Jardinière", "Chargé d’accueil", "Gestionnaire", "Électricien", "Agente d’entretien", "Instructeur")
CODES = [f"S{number:02d}" for number in range(40)]
PATTERN = "Temps plein"

Rows = list[list[str]]


def people(count: int) -> Rows:
    """The heading line, then `count` people of the departments CODES; the same for a given `count`."""
    random = Random(count)
    rows = [list(HEADINGS)]
    for index in range(count):
        number = str(50_000 + index)
        email = f"agent.{number}@ville.example" if index % 6 else ""
        day = f"{random.randint(1, 28):02d}/{random.randint(1, 12):02d}/{random.randint(1990, 2024)}"
        phone = f"01 00 {index // 10_000:02d} {index // 100 % 100:02d} {index % 100:02d}"
        rows.append(
            [
                number,
                random.choice(LAST),
                random.choice(FIRST),
                email,
                random.choice(CODES),
                random.choice(JOBS),
                "agent",
                phone,
                "",
                "Annexe",
                PATTERN,
                day,
                "",
            ]
        )
    return rows


def as_csv(rows: Rows, *, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: list[list[object]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(column: str, value: str) -> Callable[[Rows, int], tuple[int, str]]:
    """Write `value` in that column of a line."""

    def plant(rows: Rows, line: int) -> tuple[int, str]:
        rows[line - 1][HEADINGS.index(column)] = value
        return line, column

    return plant


def copied(column: str, source: int) -> Callable[[Rows, int], tuple[int, str]]:
    """Repeat the cell of line `source`."""

    def plant(rows: Rows, line: int) -> tuple[int, str]:
        rows[line - 1][HEADINGS.index(column)] = rows[source - 1][HEADINGS.index(column)]
        return line, column

    return plant


def spilt(rows: Rows, line: int) -> tuple[int, str]:
    """One cell too many, as a separator in a name does."""
    rows[line - 1].append("de trop")
    return line, "N"


# What a town's spreadsheet holds one day or another; `9001` is the number of an account of another organisation, `prise@…` an address already given.
FAULTS: list[Callable[[Rows, int], tuple[int, str]]] = [
    put("matricule", ""),
    put("matricule", "50 002"),
    put("matricule", "9001"),
    put("matricule", "n°12"),
    put("matricule", "7" * 151),
    copied("matricule", 2),
    copied("matricule", 3),
    put("nom", ""),
    put("nom", "   "),
    put("nom", "x" * 81),
    put("nom", "=1+1"),
    put("nom", "Le\u202egall"),
    put("prénom", ""),
    put("prénom", "p" * 50_000),
    put("prénom", "@SOMME(A1)"),
    put("courriel", "sans-arobase"),
    put("courriel", "deux@@ville.example"),
    put("courriel", "a b@ville.example"),
    put("courriel", "prise@ville.example"),
    put("courriel", "PRISE@ville.example"),
    copied("courriel", 4),
    put("courriel", f"{'l' * 250}@ville.example"),
    put("service", "Z99"),
    put("service", "Direction des licornes"),
    put("service", "s" * 121),
    put("fonction", "f" * 121),
    put("fonction", "=cmd|' /C calc'!A0"),
    put("type", "stagiaire"),
    put("type", "x" * 21),
    put("téléphone", "demander à Paul"),
    put("téléphone", "01"),
    put("téléphone", "0" * 31),
    put("mobile", "06-xx-xx"),
    put("lieu de travail", "l" * 121),
    put("rythme de travail", "37 h"),
    put("rythme de travail", "r" * 81),
    put("date d’arrivée", "hier"),
    put("date d’arrivée", "30/02/2024"),
    put("date d’arrivée", "01/13/2024"),
    put("date d’arrivée", "01/09/24"),
    put("date d’arrivée", "01/09/1024"),
    put("date de départ", "31/12/2099"),
    put("date de départ", "01/01/1980"),
    put("date de départ", "2024-02-30"),
    spilt,
]


def planted(rows: Rows) -> set[tuple[int, str]]:
    """Put every fault somewhere in the file, far from each other; answers where."""
    step = (len(rows) - 20) // len(FAULTS)
    return {plant(rows, 10 + index * step) for index, plant in enumerate(FAULTS)}
