"""« Aujourd’hui » on the home page: what one comes to or organises today."""

from rse.core.todo import TodoCard
from rse.events.agenda import today
from rse.people.models import User


def today_card(user: User) -> list[TodoCard]:
    """Nothing today, no card. Two queries."""
    lines = today(user)
    return [TodoCard("events/aside/today.html", {"event_lines": lines}, order=20)] if lines else []
