"""What a profile said before: the page « Historique de la fiche », for the person and HR."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from rse.people.models import Agent, ProfileChange, ProfileField, User

SHOWN = 200


@dataclass(frozen=True)
class Change:
    """One line that changed. `by` is empty when the program did it (an import, a position that begins)."""

    label: str
    old: str
    new: str
    by: str
    at: datetime


def history_of(user: User, agent: Agent) -> list[Change]:
    """The newest changes first, as far back as they are kept; two queries."""
    labels = {field.name: field.label for field in ProfileField.objects.all()}
    rows = ProfileChange.objects.visible_to(user).filter(agent=agent).select_related("actor")[:SHOWN]
    return [Change(labels.get(row.field) or label_of(row.field), row.old, row.new, str(row.actor or ""), row.at) for row in rows]


def label_of(line: str) -> str:
    """A line of the profile in words; a field the organisation no longer asks has none left."""
    named = {"portrait": _("Photograph"), "email": _("E-mail address"), "skills": _("Skills"), "languages": _("Languages")}
    if line in named:
        return named[line]
    columns = {field.name: field for field in Agent._meta.concrete_fields}
    return capfirst(str(columns[line].verbose_name)) if line in columns else _("A field no longer asked")
