"""The cards of moderation on the home page, and the lines of the menu."""

from django.utils.translation import gettext_lazy as _

from rse.core import todo
from rse.core.menu import MenuEntry
from rse.core.menu import register as register_entry
from rse.core.todo import TodoCard
from rse.moderation.permissions import can_open_crisis
from rse.moderation.standing import APPEAL, CASE, CRISIS, DECISION, MODERATES, decisions_to_read, standing_of
from rse.people.models import User


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    todo.register(judging_cards, count=count_judging)
    todo.register(decision_cards, count=count_decisions)
    register_entry(
        MenuEntry("moderation", _("Moderation"), "moderation:queue", section="communication", order=60, icon="charter", shown_to=moderates, count=waiting)
    )
    register_entry(MenuEntry("crisis", _("Crisis cell"), "moderation:crises", section="communication", order=70, icon="warning", shown_to=sees_crises))


def moderates(user: User) -> bool:
    return bool(standing_of(user)[MODERATES])


def sees_crises(user: User) -> bool:
    return can_open_crisis(user) or bool(standing_of(user)[CRISIS])


def waiting(user: User) -> int:
    found = standing_of(user)
    return found[CASE] + found[APPEAL]


def count_judging(user: User) -> int:
    return 1 if waiting(user) else 0


def judging_cards(user: User) -> list[TodoCard]:
    """One card however many: how many reports and appeals wait."""
    found = standing_of(user)
    return [TodoCard("moderation/todo/judging.html", {"cases": found[CASE], "appeals": found[APPEAL]}, 15)] if waiting(user) else []


def count_decisions(user: User) -> int:
    return standing_of(user)[DECISION]


def decision_cards(user: User) -> list[TodoCard]:
    """A decision about this person, until they answer it or put the card away. No query when there is none."""
    if not standing_of(user)[DECISION]:
        return []
    return [TodoCard("moderation/todo/decision.html", {"decision": row}, 12) for row in decisions_to_read(user).select_related("community", "case")]
