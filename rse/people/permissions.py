"""Who may do what to whom. Functions that only read; actions ask them, views ask them to show or hide a control."""

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from rse.people.models import Absence, Agent, Department, ImportRun, JobDescription, Portrait, Position, ProfileChange, ProfileField, ProfileValue, User
from rse.people.querysets import FIELD_HANDS

# Who may write which line of a profile: the person, a head of their department or above, HR (administrators hold every permission).
# What the person says of themselves is not the head's to write; what the employer says of them is HR's.
SELF, HEAD, HR = "self", "head", "hr"
EDITORS: dict[str, frozenset[str]] = {
    "phone": frozenset({SELF, HEAD, HR}),
    "mobile": frozenset({SELF, HEAD, HR}),
    "site": frozenset({SELF, HEAD, HR}),
    "skills": frozenset({SELF, HEAD, HR}),
    "languages": frozenset({SELF, HR}),
    "about": frozenset({SELF, HR}),
    "first_name": frozenset({HR}),
    "last_name": frozenset({HR}),
    "job_title": frozenset({HR}),
    "pattern": frozenset({HR}),
    "kind": frozenset({HR}),
    "joined_on": frozenset({HR}),
}


def can_manage_people(user: User) -> bool:
    """HR: keeps the register of people, departments and working patterns."""
    return user.is_active and user.has_perm("people.manage_people")


def leads(user: User, agent: Agent) -> bool:
    """Whether `user` is head of the agent's department or of one above it."""
    return user.is_active and agent.department is not None and user.pk in Department.objects.heads_above(agent.department)


def hands_on(user: User, agent: Agent) -> frozenset[str]:
    """In which capacities `user` may write this profile, among SELF, HEAD and HR; none for a colleague, none for somebody who has left."""
    if not user.is_active or agent.state != Agent.State.ACTIVE:
        return frozenset()
    found = {SELF: agent.user_id == user.pk, HR: can_manage_people(user), HEAD: agent.user_id != user.pk and leads(user, agent)}
    return frozenset(hand for hand, holds in found.items() if holds)


def lines_for(hands: frozenset[str]) -> frozenset[str]:
    """The lines of a profile that these hands may write; fields an administrator defines are asked of `ProfileField.objects.edited_by`."""
    return frozenset(line for line, editors in EDITORS.items() if editors & hands)


def can_edit_profile(user: User, agent: Agent) -> bool:
    """The person, a head of their department or above, HR: each the lines of EDITORS."""
    return bool(hands_on(user, agent))


def can_answer(field: ProfileField, hands: frozenset[str]) -> bool:
    return bool(FIELD_HANDS[field.editor] & hands)


def can_show_portrait(user: User, agent: Agent) -> bool:
    """Nobody but the person shows their own face."""
    return SELF in hands_on(user, agent)


def can_remove_portrait(user: User, agent: Agent) -> bool:
    """The person, and HR when a picture should not be there."""
    return bool(hands_on(user, agent) & {SELF, HR})


def can_read_history(user: User, agent: Agent) -> bool:
    """What a profile said before: the person and HR."""
    return bool(hands_on(user, agent) & {SELF, HR})


def can_reset_sign_in(user: User, agent: Agent) -> bool:
    """HR, or the head of the department or above; never for oneself, and never for an account that opens more doors than one's own."""
    if agent.user_id == user.pk or agent.state != Agent.State.ACTIVE:
        return False
    if agent.user.is_superuser or agent.user.is_staff:
        return user.is_active and user.is_superuser
    if can_manage_people(user):
        return True
    return leads(user, agent) and not people_keepers().filter(pk=agent.user_id).exists()


def people_keepers() -> QuerySet[User]:
    """Accounts that hold the register of people, closed ones included: an inactive user has no permission in Django's eyes."""
    permission = Permission.objects.filter(codename="manage_people", content_type__app_label="people")
    return User.objects.filter(Q(is_superuser=True) | Q(user_permissions__in=permission) | Q(groups__permissions__in=permission))


def can_record_absence(user: User, agent: Agent) -> bool:
    """The person, the head of the department or above, HR."""
    if not user.is_active or agent.state != Agent.State.ACTIVE:
        return False
    return agent.user_id == user.pk or can_manage_people(user) or leads(user, agent)


def audience_of_agent(agent: Agent) -> QuerySet[User]:
    """The inverse of `Agent.objects.visible_to`."""
    everyone = User.objects.filter(is_active=True)
    return everyone if agent.state == Agent.State.ACTIVE else everyone.none()


def audience_of_absence(absence: Absence) -> QuerySet[User]:
    """The inverse of `Absence.objects.visible_to`: the person, the heads above, HR."""
    agent = absence.agent
    if agent.state != Agent.State.ACTIVE:
        return User.objects.none()
    heads = Department.objects.heads_above(agent.department) if agent.department else set()
    return User.objects.filter(Q(pk__in=[agent.user_id, *heads]) | Q(pk__in=people_keepers().values("pk")), is_active=True)


def audience_of_value(answer: ProfileValue) -> QuerySet[User]:
    """The inverse of `ProfileValue.objects.visible_to`."""
    agent, field = answer.agent, answer.field
    if agent.state != Agent.State.ACTIVE:
        return User.objects.none()
    if field.shown:
        return User.objects.filter(is_active=True)
    heads = Department.objects.heads_above(agent.department) if field.editor == HEAD and agent.department else set()
    return User.objects.filter(Q(pk__in=[agent.user_id, *heads]) | Q(pk__in=people_keepers().values("pk")), is_active=True)


def audience_of_portrait(portrait: Portrait) -> QuerySet[User]:
    """The inverse of `Portrait.objects.visible_to`."""
    return audience_of_agent(portrait.agent)


def audience_of_profile_change(change: ProfileChange) -> QuerySet[User]:
    """The inverse of `ProfileChange.objects.visible_to`: the person and HR."""
    if change.agent.state != Agent.State.ACTIVE:
        return User.objects.none()
    return User.objects.filter(Q(pk=change.agent.user_id) | Q(pk__in=people_keepers().values("pk")), is_active=True)


def can_read_positions(user: User, agent: Agent) -> bool:
    """The person, the head of the department or above, HR."""
    if not user.is_active:
        return False
    return can_manage_people(user) or (agent.state == Agent.State.ACTIVE and (agent.user_id == user.pk or leads(user, agent)))


def audience_of_position(position: Position) -> QuerySet[User]:
    """The inverse of `Position.objects.visible_to`: HR, and while the person is in post, the person and the heads above both departments."""
    seen_by = Q(pk__in=people_keepers().values("pk"))
    if position.agent.state == Agent.State.ACTIVE:
        seen_by |= Q(pk__in=_around(position))
    return User.objects.filter(seen_by, is_active=True)


def audience_of_job_description(description: JobDescription) -> QuerySet[User]:
    """The inverse of `JobDescription.objects.visible_to`: HR, the heads above its department, and around each position of a person in post."""
    people = Department.objects.heads_above(description.department) if description.department else set()
    for position in description.positions.filter(agent__state=Agent.State.ACTIVE).select_related("agent__department", "department"):
        people |= _around(position)
    return User.objects.filter(Q(pk__in=people) | Q(pk__in=people_keepers().values("pk")), is_active=True)


def audience_of_import(run: ImportRun) -> QuerySet[User]:
    """The inverse of `ImportRun.objects.visible_to`: HR."""
    return User.objects.filter(pk__in=people_keepers().values("pk"), is_active=True)


def _around(position: Position) -> set[int]:
    """The person and the heads above: of the department where they belong and of the one where the position stands."""
    agent = position.agent
    heads = Department.objects.heads_above(agent.department) if agent.department else set()
    return {agent.user_id} | heads | Department.objects.heads_above(position.department)
