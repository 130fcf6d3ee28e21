"""Groups and colleagues to discover, from what everybody reads: the department, the job, the skills. Never from what a person does or looks at."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rse.communities.models import Community, Membership
from rse.core.todo import TodoCard
from rse.feed.places import community_url
from rse.people import first_steps
from rse.people.models import Agent, Follow, Portrait, User

GROUPS, PEOPLE, AT_ONCE = 3, 6, 3


@dataclass(frozen=True)
class GroupFound:
    community: Community
    why: str
    url: str


@dataclass(frozen=True)
class ColleagueFound:
    agent: Agent
    why: str


def groups_for(user: User) -> list[GroupFound]:
    """Three groups one reads without being in them: those with colleagues of the department, then of the same job, then the largest. One query."""
    agent = agent_of(user)
    near = Q(memberships__user__agent__department=agent.department_id) if agent and agent.department_id else Q(pk__in=[])
    alike = Q(memberships__user__agent__job_title__iexact=agent.job_title) if agent and agent.job_title else Q(pk__in=[])
    found = Community.objects.readable_by(user).alive().exclude(pk__in=Community.objects.joined_by(user).order_by().values("pk"))
    ranked = found.annotate(near=Count("memberships", filter=near), alike=Count("memberships", filter=alike))
    return [GroupFound(group, _why_group(group), community_url(group)) for group in ranked.order_by("-near", "-alike", "-member_count", "folded")[:GROUPS]]


def colleagues_for(user: User) -> list[ColleagueFound]:
    """Six colleagues one does not follow yet: the most skills in common, then the same department. Three queries."""
    agent = agent_of(user)
    if agent is None:
        return []
    mine = list(agent.skills.values_list("pk", flat=True))
    shared = Count("skills", filter=Q(skills__in=mine)) if mine else Value(0)
    followed = Follow.objects.visible_to(user).filter(agent__isnull=False).values("agent")
    people = Agent.objects.visible_to(user).listed().filter(kind=Agent.Kind.AGENT).exclude(pk=agent.pk).exclude(pk__in=followed).annotate(shared=shared)
    near = Q(shared__gt=0) | (Q(department=agent.department_id) if agent.department_id else Q(pk__in=[]))
    found = people.filter(near).order_by("-shared", "folded", "pk")[:PEOPLE]
    return [ColleagueFound(one, _why_person(one, agent)) for one in found]


def step_cards(user: User) -> list[TodoCard]:
    """First steps for the second column of the home page: three at a time."""
    steps = first_steps.steps_for(user)
    return [TodoCard("insights/first_steps.html", {"steps": steps[:AT_ONCE], "more": max(len(steps) - AT_ONCE, 0)}, 30)] if steps else []


def agent_of(user: User) -> Agent | None:
    return Agent.objects.visible_to(user).filter(user=user.pk).first()


def register_steps() -> None:
    """The steps that look at the profile, the groups and the department. Called from `AppConfig.ready()`."""
    for step in STEPS:
        first_steps.register(step)


STEPS = (
    first_steps.Step(
        "skills",
        gettext_lazy("Say what you know"),
        gettext_lazy("Colleagues find you by your skills."),
        gettext_lazy("Add my skills"),
        "people:edit_profile",
        done=lambda: Exists(Agent.skills.through.objects.filter(agent=OuterRef("pk"))),
        takes="agent",
        order=10,
    ),
    first_steps.Step(
        "groups",
        gettext_lazy("Join a group"),
        gettext_lazy("Three are proposed, from your department and your job."),
        gettext_lazy("See the groups"),
        "insights:discovery",
        done=lambda: Exists(Membership.objects.filter(user=OuterRef("user"))),
        order=20,
    ),
    first_steps.Step(
        "department",
        gettext_lazy("Follow your department"),
        gettext_lazy("What it sends comes into your feed."),
        gettext_lazy("Follow my department"),
        "feed:follow_department",
        done=lambda: Exists(Follow.objects.filter(follower=OuterRef("user"), department__isnull=False)),
        takes="department",
        post=True,
        order=30,
    ),
    first_steps.Step(
        "photo",
        gettext_lazy("A photograph, or not"),
        gettext_lazy("It is yours to decide, and to take back."),
        gettext_lazy("Choose a photograph"),
        "people:portrait",
        done=lambda: Exists(Portrait.objects.filter(agent=OuterRef("pk"))),
        takes="agent",
        order=40,
    ),
    first_steps.Step(
        "phone",
        gettext_lazy("Put Relais on your phone"),
        gettext_lazy("In the browser of your phone: menu, then “Add to the home screen”."),
        gettext_lazy("How to"),
        "insights:phone",
        order=60,
    ),
)


def _why_group(group: Community) -> str:
    near, alike = getattr(group, "near", 0), getattr(group, "alike", 0)
    if near:
        return ngettext("%(number)s colleague of your department", "%(number)s colleagues of your department", near) % {"number": near}
    if alike:
        return ngettext("%(number)s person with the same job", "%(number)s people with the same job", alike) % {"number": alike}
    return ngettext("%(number)s member", "%(number)s members", group.member_count) % {"number": group.member_count}


def _why_person(one: Agent, agent: Agent) -> str:
    shared = getattr(one, "shared", 0)
    words = [_("same department")] if one.department_id and one.department_id == agent.department_id else []
    if shared:
        words.append(ngettext("%(number)s skill in common", "%(number)s skills in common", shared) % {"number": shared})
    return " · ".join(words)
