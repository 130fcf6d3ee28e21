"""The plugin's entries in the menu: what each role needs, nothing more."""

from django.utils.translation import gettext_lazy as _

from integrations.bridges import todo
from referents import permissions
from rse.core.menu import MenuEntry, register
from rse.people.models import User


def has_questions(user: User) -> bool:
    """Somebody who was asked once, helped, or brought a question: the page has something to show."""
    return bool(todo.ties(user) & {todo.ASKED_ONCE, todo.BROUGHT})


def reads_indicators(user: User) -> bool:
    """As `permissions.reads_indicators`, from the ties already read: the menu of every page costs no query more."""
    return permissions.reads_desk(user) or (todo.LEADS in todo.ties(user) and not permissions.keeps_register(user))


ENTRIES = [
    MenuEntry("file_question", _("A citizen asks…"), "referents:file_question", order=10, icon="add"),
    MenuEntry("my_questions", _("My questions"), "referents:my_questions", section="answers", order=20, icon="answers", shown_to=has_questions),
    MenuEntry("answers", _("Answers ready"), "referents:answers", section="answers", order=30, icon="copy"),
    MenuEntry("referents", _("Referents"), "referents:directory", section="answers", order=70, icon="topics"),
    MenuEntry("charters", _("Charters"), "referents:charters", section="answers", order=80, icon="charter"),
    MenuEntry(
        "desk",
        _("Citizens’ questions"),
        "referents:desk",
        section="communication",
        order=10,
        icon="questions",
        shown_to=permissions.reads_desk,
        count=todo.to_do_at_desk,
    ),
    MenuEntry("notices", _("Coming up"), "referents:notices", section="communication", order=20, icon="calendar", shown_to=permissions.reads_desk),
    MenuEntry("indicators", _("Indicators"), "referents:indicators", section="communication", order=40, icon="indicators", shown_to=reads_indicators),
    MenuEntry("register", _("Missions"), "referents:register", section="hr", order=10, icon="missions", shown_to=permissions.keeps_register),
]


def register_entries() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for entry in ENTRIES:
        register(entry)
