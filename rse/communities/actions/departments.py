"""Departments whose people are in a group of themselves: set up, and followed as people come, move and go."""

from collections import defaultdict

from django.db import transaction
from django.db.models import QuerySet

from rse.communities import permissions
from rse.communities.actions.memberships import give_role, is_last_owner
from rse.communities.actions.rights import begin, finish, locked, record, recount, require
from rse.communities.exceptions import Archived
from rse.communities.models import AutomaticMembership, Community, Invitation, JoinRequest, Membership, OptOut
from rse.people.models import Agent, Department, User

DEPARTMENT, MEMBER = Membership.Source.DEPARTMENT, Membership.Role.MEMBER


@transaction.atomic
def add_department(community: Community, *, department: Department, with_below: bool, actor: User | None) -> AutomaticMembership:
    """From now on whoever works there is in the group. Its owners. Said twice, the last `with_below` holds. Raises Archived."""
    community = locked(community)
    require(actor is None or permissions.can_own(actor, community))
    if community.is_archived:
        raise Archived
    row, created = AutomaticMembership.objects.get_or_create(
        community=community, department=department, defaults={"with_below": with_below, "created_by": actor}
    )
    if not created and row.with_below != with_below:
        row.with_below = with_below
        row.save(update_fields=["with_below"])
    record(community, "department_added", actor=actor, department=department.pk, with_below=with_below)
    _settle(community, actor=actor)
    return row


@transaction.atomic
def remove_department(automatic: AutomaticMembership, *, actor: User | None) -> None:
    """Those who were in through this department alone go; who came by themselves stays. Its owners. Harmless twice."""
    community = locked(automatic.community)
    require(actor is None or permissions.can_own(actor, community))
    removed, _models = AutomaticMembership.objects.filter(pk=automatic.pk).delete()
    if removed:
        record(community, "department_removed", actor=actor, department=automatic.department_id)
        _settle(community, actor=actor)


@transaction.atomic
def follow_person(user: User, *, actor: User | None) -> None:
    """Put one person in the groups of their department of today and out of those of the former one; owners stay until another is named."""
    agent = Agent.objects.filter(user=user, state=Agent.State.ACTIVE).first()
    wanted = _groups_of(agent)
    held = dict(Membership.objects.filter(user=user, source=DEPARTMENT).exclude(role=Membership.Role.OWNER).values_list("community_id", "pk"))
    ending = set(held) - set(wanted)
    beginning = (
        set(wanted) - set(Membership.objects.filter(user=user, community__in=wanted).values_list("community_id", flat=True)) if user.is_active else set()
    )
    for pk in sorted(ending | beginning):
        community = locked(Community(pk=pk))
        if pk in ending:
            finish(community, _whole(Membership.objects.filter(pk=held[pk])), reason="moved", actor=actor)
        elif not community.is_archived and not OptOut.objects.filter(community=community, user=user).exists():
            begin(community, [user], role=MEMBER, source=DEPARTMENT, department=wanted[pk], actor=actor)


def concern(user: User) -> bool:
    """Whether any group takes departments, or holds this person already. One query: codes are issued by the hundred."""
    rules = AutomaticMembership.objects.order_by().values_list("pk")
    return bool(rules.union(Membership.objects.filter(user=user).order_by().values_list("pk"))[:1])


@transaction.atomic
def follow_chart(*, actor: User | None) -> None:
    """A department hangs elsewhere: settle again every group that takes departments with those below."""
    for pk in AutomaticMembership.objects.filter(with_below=True).order_by("community").values_list("community", flat=True).distinct():
        _settle(locked(Community(pk=pk)), actor=actor)


@transaction.atomic
def follow_account(user: User, *, actor: User | None) -> None:
    """The account was opened or closed: the groups the person is in are counted again."""
    for pk in Membership.objects.filter(user=user).order_by("community").values_list("community", flat=True):
        recount(locked(Community(pk=pk)))


@transaction.atomic
def follow_departure(user: User, *, actor: User | None) -> None:
    """The person has left the organisation: out of every group. Where nobody else answers for it, the moderator of longest standing does."""
    for pk in Membership.objects.filter(user=user).order_by("community").values_list("community", flat=True):
        community = locked(Community(pk=pk))
        membership = _whole(Membership.objects.filter(community=community, user=user))[0]
        if is_last_owner(membership):
            others = Membership.objects.filter(community=community, role=Membership.Role.MODERATOR).active().exclude(pk=membership.pk)
            for heir in _whole(others.order_by("joined_at", "pk")[:1]):
                give_role(heir, role=Membership.Role.OWNER, actor=actor)
        finish(community, [membership], reason="gone", actor=actor)
    Invitation.objects.filter(user=user).waiting().update(state=Invitation.State.WITHDRAWN)
    JoinRequest.objects.filter(user=user).waiting().update(state=JoinRequest.State.WITHDRAWN)


def _settle(community: Community, *, actor: User | None) -> None:
    """Make the memberships that come through departments exactly what the departments say today. The group is locked."""
    through: dict[int, Department] = {}
    for rule in AutomaticMembership.objects.filter(community=community).select_related("department").order_by("pk"):
        units = rule.department.descendants() if rule.with_below else Department.objects.filter(pk=rule.department_id)
        agents = Agent.objects.filter(state=Agent.State.ACTIVE).in_departments(units)
        for pk in agents.order_by("pk").values_list("user", flat=True):
            through.setdefault(pk, rule.department)
    ending = Membership.objects.filter(community=community, source=DEPARTMENT).exclude(role=Membership.Role.OWNER).exclude(user__in=through)
    finish(community, _whole(ending.order_by("pk")), reason="moved", actor=actor)
    if community.is_archived:
        return
    out = set(OptOut.objects.filter(community=community).values_list("user_id", flat=True))
    beginning = defaultdict(list)
    for user in User.objects.filter(pk__in=through, is_active=True).order_by("pk"):
        if user.pk not in out:
            beginning[through[user.pk]].append(user)
    for department, users in beginning.items():
        begin(community, users, role=MEMBER, source=DEPARTMENT, department=department, actor=actor)


def _groups_of(agent: Agent | None) -> dict[int, Department]:
    """Ids of the groups that take the person through their department, each with the department that does."""
    if agent is None or agent.department is None:
        return {}
    rules = list(AutomaticMembership.objects.select_related("department").order_by("-pk"))
    if not rules:
        return {}
    above = {step.pk for step in Department.objects.path_to(agent.department)}
    taking = [rule for rule in rules if rule.department_id == agent.department_id or (rule.with_below and rule.department_id in above)]
    return {rule.community_id: rule.department for rule in taking}


def _whole(rows: QuerySet[Membership]) -> list[Membership]:
    return list(rows.select_related("community", "user"))
