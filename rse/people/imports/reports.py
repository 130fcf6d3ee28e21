"""The report of a file as its page shows it: the first of each, and how many."""

from dataclasses import dataclass

from rse.people.models import ImportRun

SHOWN = 100


@dataclass(frozen=True)
class Created:
    line: int
    key: str
    label: str


@dataclass(frozen=True)
class Changed:
    line: int
    key: str
    label: str
    words: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Report:
    """`faults` are all of them; the page shows the first SHOWN, the others are in the download."""

    how: str
    faults: list[tuple[int, str, str]]
    created: list[Created]
    changed: list[Changed]
    absent: list[tuple[str, str]]

    @property
    def shown_faults(self) -> list[tuple[int, str, str]]:
        return self.faults[:SHOWN]

    @property
    def shown_created(self) -> list[Created]:
        return self.created[:SHOWN]

    @property
    def shown_changed(self) -> list[Changed]:
        return self.changed[:SHOWN]

    @property
    def shown_absent(self) -> list[tuple[str, str]]:
        return self.absent[:SHOWN]


def report_of(run: ImportRun) -> Report:
    """Empty lists once the file is settled: only counts are left."""
    told = run.report or {}
    return Report(
        how=told.get("how", ""),
        faults=[(line, column, sentence) for line, column, sentence in told.get("faults", [])],
        created=[Created(*row) for row in told.get("created", [])],
        changed=[Changed(line, key, label, [tuple(each) for each in words]) for line, key, label, words in told.get("changed", [])],
        absent=[(key, label) for key, label in told.get("absent", [])],
    )
