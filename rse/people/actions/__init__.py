"""Everything that writes people: one plain function each, journalled in PersonChange, announced by a signal of `rse.people.signals`."""

from rse.people.actions.absences import cancel_absence, record_absence
from rse.people.actions.agents import change_email, change_profile, create_agent, leave, move_agent, rejoin, set_theme
from rse.people.actions.departments import change_department, create_department, move_department, name_head
from rse.people.actions.sign_in import change_rights, choose_password, deactivate, issue_sign_in_code

__all__ = [
    "cancel_absence",
    "change_department",
    "change_email",
    "change_profile",
    "change_rights",
    "choose_password",
    "create_agent",
    "create_department",
    "deactivate",
    "issue_sign_in_code",
    "leave",
    "move_agent",
    "move_department",
    "name_head",
    "record_absence",
    "rejoin",
    "set_theme",
]
