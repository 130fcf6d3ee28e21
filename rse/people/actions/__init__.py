"""Everything that writes people: one plain function each, journalled in PersonChange, announced by a signal of `rse.people.signals`."""

from rse.people.actions.absences import cancel_absence, record_absence
from rse.people.actions.agents import change_email, change_profile, create_agent, leave, move_agent, rejoin, set_theme
from rse.people.actions.code_batches import Slip, issue_sign_in_codes
from rse.people.actions.departments import change_department, create_department, move_department, name_head
from rse.people.actions.departures import anonymise, cancel_departure, plan_departure
from rse.people.actions.fields import change_field, create_field, delete_field
from rse.people.actions.follows import follow, unfollow
from rse.people.actions.history import forget_old_history
from rse.people.actions.imports import apply_file, apply_plan, drop_file, forget_files, keep_file, recheck_file
from rse.people.actions.job_descriptions import change_job_description, write_job_description
from rse.people.actions.portraits import remove_portrait, show_portrait
from rse.people.actions.positions import add_position, cancel_position, correct_position, end_position, take_up, transfer
from rse.people.actions.profiles import confirm_profile, save_profile, set_answers
from rse.people.actions.sign_in import change_rights, choose_password, deactivate, issue_sign_in_code
from rse.people.actions.skills import create_skill, merge_skills, rename_skill, set_languages, set_skills

__all__ = [
    "Slip",
    "add_position",
    "anonymise",
    "apply_file",
    "apply_plan",
    "cancel_absence",
    "cancel_departure",
    "cancel_position",
    "change_department",
    "change_email",
    "change_field",
    "change_job_description",
    "change_profile",
    "change_rights",
    "choose_password",
    "confirm_profile",
    "correct_position",
    "create_agent",
    "create_department",
    "create_field",
    "create_skill",
    "deactivate",
    "delete_field",
    "drop_file",
    "end_position",
    "follow",
    "forget_files",
    "forget_old_history",
    "issue_sign_in_code",
    "issue_sign_in_codes",
    "keep_file",
    "leave",
    "merge_skills",
    "move_agent",
    "move_department",
    "name_head",
    "plan_departure",
    "recheck_file",
    "record_absence",
    "rejoin",
    "remove_portrait",
    "rename_skill",
    "save_profile",
    "set_answers",
    "set_languages",
    "set_skills",
    "set_theme",
    "show_portrait",
    "take_up",
    "transfer",
    "unfollow",
    "write_job_description",
]
