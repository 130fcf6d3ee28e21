"""What a profile page shows, as one person may see it: ways to reach, who heads, which days, what is known. A fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rse.people.models import Agent, Department, ProfileField, ProfileValue, User
from rse.people.presence import Presence, presence, spell_hours, zone_of
from rse.people.querysets import AgentQuerySet
from rse.people.search_key import digits
from rse.people.sections import Section, actions_for, badges_for, sections_for
from rse.people.working_time import OFFICE_WEEK, hours_on

TEAM_SHOWN = 8
MOBILES = ("06", "07")


@dataclass(frozen=True)
class WorkingDays:
    """Days that follow each other with the same hours, in words: « du lundi au vendredi »."""

    days: str
    hours: str


@dataclass(frozen=True)
class Contact:
    """One way to reach somebody: `icon` names a symbol of icons.svg."""

    href: str
    words: str
    icon: str


@dataclass(frozen=True)
class ProfilePage:
    """`path` goes from the top of the organisation chart down to the department; `missing` is filled for the person alone."""

    presence: Presence
    contacts: list[Contact]
    path: list[Department]
    head: Agent | None
    week: list[WorkingDays]
    answers: list[ProfileValue]
    team: list[Agent]
    team_size: int
    badges: list[Section]
    actions: list[Section]
    sections: list[Section]
    missing: list[str]


def profile_page(user: User, agent: Agent, *, at: datetime) -> ProfilePage:
    """`agent` comes from `Agent.objects.visible_to(user).listed()`."""
    path = Department.objects.path_to(agent.department) if agent.department else []
    head = head_of(agent, path)
    answers = list(ProfileValue.objects.visible_to(user).filter(agent=agent).select_related("field"))
    team = list(_team(user, agent).exclude(pk=head.pk if head else 0)[: TEAM_SHOWN + 1]) if agent.department else []
    return ProfilePage(
        presence=presence([agent], at)[agent.pk],
        contacts=contacts_of(agent),
        path=path,
        head=head,
        week=week_of(agent),
        answers=answers,
        team=team[:TEAM_SHOWN],
        team_size=_team(user, agent).count() if len(team) > TEAM_SHOWN else len(team),
        badges=badges_for(user, agent),
        actions=actions_for(user, agent),
        sections=sections_for(user, agent),
        missing=missing_from(agent, answers) if agent.user_id == user.pk else [],
    )


def head_of(agent: Agent, path: list[Department]) -> Agent | None:
    """The nearest head above who is not the person, still in post; None at the top or while the place is open."""
    for department in reversed(path):
        if department.head_id is not None and department.head_id != agent.user_id:
            return Agent.objects.filter(user=department.head_id, state=Agent.State.ACTIVE).select_related("portrait").first()
    return None


def contacts_of(agent: Agent) -> list[Contact]:
    """Telephone first, then a message to a mobile, then e-mail; one line a number."""
    numbers = {digits(number): number for number in (agent.phone, agent.mobile) if digits(number)}
    found = [Contact(f"tel:{key}", _("Call %(number)s") % {"number": number}, "phone") for key, number in numbers.items()]
    found += [Contact(f"sms:{key}", _("Text %(number)s") % {"number": number}, "messages") for key, number in numbers.items() if key.startswith(MOBILES)]
    if agent.user.email:
        found.append(Contact(f"mailto:{agent.user.email}", _("Write to %(name)s") % {"name": agent.first_name}, "mail"))
    return found


def missing_from(agent: Agent, answers: list[ProfileValue]) -> list[str]:
    """What the person has not said yet, in words, for their eyes only. A photograph is never asked for."""
    answered = {answer.field_id for answer in answers}
    asked = [field.label for field in ProfileField.objects.filter(required=True).exclude(editor=ProfileField.Editor.HR) if field.pk not in answered]
    lines = [
        (agent.phone or agent.mobile, _("a telephone number")),
        (agent.site, _("your workplace")),
        (agent.about, _("what you do and what you know")),
        (agent.skills.all(), _("your skills")),
    ]
    return [words for said, words in lines if not said] + asked


def week_of(agent: Agent) -> list[WorkingDays]:
    """The days worked, in order, with their hours in words; days alike are said together."""
    zone = zone_of(agent.organisation)
    today = timezone.localdate(timezone=zone)
    monday = today - timedelta(days=today.weekday())
    slots = agent.pattern.slots if agent.pattern else OFFICE_WEEK
    week = [(day, spell_hours(hours_on(slots, day, zone))) for day in (monday + timedelta(days=offset) for offset in range(7))]
    runs = [(hours, [day for day, _hours in run]) for hours, run in groupby(week, key=itemgetter(1))]
    return [WorkingDays(_spell_days(days), hours) for hours, days in runs if hours]


def _team(user: User, agent: Agent) -> AgentQuerySet:
    return Agent.objects.visible_to(user).filter(department=agent.department).exclude(pk=agent.pk).select_related("portrait").order_by("folded", "pk")


def _spell_days(days: list[date]) -> str:
    names = [date_format(day, "l").lower() for day in days]
    if len(names) < 3:
        return _(" and ").join(names)
    return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
