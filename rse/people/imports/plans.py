"""What a file would do: create, change from old to new, leave unchanged; and who or what the file does not name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rse.people.imports.faults import Fault
from rse.people.models import Organisation

MOST_FAULTS = 5_000


@dataclass(frozen=True)
class Entry:
    """One line of the file, or one row of the register. `words` are (heading, old, new) as people read them; `values` what an action writes."""

    key: str
    label: str
    line: int = 0
    pk: int = 0
    words: tuple[tuple[str, str, str], ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Plan:
    kind: str
    organisation: Organisation
    how: str = ""
    lines: int = 0
    faults: list[Fault] = field(default_factory=list)
    created: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    absent: list[Entry] = field(default_factory=list)
    unchanged: int = 0

    @property
    def clean(self) -> bool:
        return not self.faults

    @property
    def idle(self) -> bool:
        """Whether the register already says what the file says."""
        return self.clean and not self.created and not self.changed

    def settle(self) -> "Plan":
        """Faults in the order of the file; a file with a fault creates and changes nothing."""
        self.faults.sort(key=lambda each: (each.line, each.column))
        if self.faults:
            self.created, self.changed, self.absent, self.unchanged = [], [], [], 0
        return self

    def as_json(self) -> dict[str, Any]:
        """What the confirmation page shows. Two equal reports do the same thing."""
        return {
            "how": self.how,
            "faults": [[each.line, each.column, each.sentence] for each in self.faults[:MOST_FAULTS]],
            "created": [[each.line, each.key, each.label] for each in self.created],
            "changed": [[each.line, each.key, each.label, [list(words) for words in each.words]] for each in self.changed],
            "absent": [[each.key, each.label] for each in self.absent],
        }
