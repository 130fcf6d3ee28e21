"""Organisations, accounts, agents and departments.

A `User` is an account; an `Agent` is a person. The agent exists before the first sign-in and after leaving, and always has
a user, inactive until needed: everything that points at people points at users, as the plugin and Django expect.
"""

from rse.people.models.absences import Absence
from rse.people.models.accounts import PersonChange, User
from rse.people.models.agents import Agent, WorkingPattern
from rse.people.models.first_steps import DismissedStep
from rse.people.models.follows import Follow
from rse.people.models.imports import ImportRun
from rse.people.models.organisations import Department, Organisation
from rse.people.models.positions import JobDescription, Position
from rse.people.models.profiles import Portrait, ProfileChange, ProfileField, ProfileValue
from rse.people.models.skills import Language, Skill, SpokenLanguage

__all__ = [
    "Absence",
    "Agent",
    "Department",
    "DismissedStep",
    "Follow",
    "ImportRun",
    "JobDescription",
    "Language",
    "Organisation",
    "PersonChange",
    "Portrait",
    "Position",
    "ProfileChange",
    "ProfileField",
    "ProfileValue",
    "Skill",
    "SpokenLanguage",
    "User",
    "WorkingPattern",
]
