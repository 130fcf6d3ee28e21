"""Who judges what, and who runs a crisis. Pure functions."""

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from rse.communities import permissions as communities
from rse.communities.models import Community, CommunityUserObjectPermission
from rse.moderation.models import Appeal, Case, Crisis, CrisisEntry, Decision, Report
from rse.moderation.querysets import CRISIS, NETWORK, holds
from rse.people.models import User


def holders(codename: str) -> QuerySet[User]:
    """Active accounts given this permission of the room, by themselves or through a group. Superusers get nothing by being so."""
    given = Permission.objects.filter(codename=codename, content_type__app_label="moderation")
    return User.objects.filter(Q(user_permissions__in=given) | Q(groups__permissions__in=given), is_active=True).distinct()


def moderates_network(user: User) -> bool:
    return holds(user, NETWORK)


def group_moderators(community: Community) -> QuerySet[User]:
    rows = CommunityUserObjectPermission.objects.filter(content_object=community, permission__codename=communities.MODERATE)
    return User.objects.filter(pk__in=rows.values("user"), is_active=True)


def can_judge(user: User, case: Case) -> bool:
    """A moderator of the group or of the network, never about their own words."""
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def needs_opening(user: User, case: Case) -> bool:
    """Whether the reported words lie where `user` does not read: opening them is then a gesture, written in the journal."""
    if case.private:
        return True
    return case.community is not None and not communities.can_read(user, case.community)


def can_judge_appeal(user: User, appeal: Appeal) -> bool:
    return Appeal.objects.waiting_for(user).filter(pk=appeal.pk).exists()


def can_pause(user: User, case: Case, kind: str) -> bool:
    """In the group: who judges the case. In the whole network: its moderators only."""
    if kind == Decision.Kind.NETWORK_PAUSE:
        return moderates_network(user) and can_judge(user, case)
    if kind == Decision.Kind.GROUP_PAUSE:
        return case.community is not None and can_judge(user, case)
    return can_judge(user, case)


def can_open_crisis(user: User) -> bool:
    return holds(user, CRISIS)


def can_run(user: User, crisis: Crisis) -> bool:
    """Who opened it, or took it over: they update, close, and know who has still to read."""
    return user.is_active and crisis.keepers.filter(pk=user.pk).exists()


def told_of(case: Case) -> QuerySet[User]:
    """Who is told of a report: the moderators of the group; those of the network when there are none, or when it stands in no group."""
    people = group_moderators(case.community).exclude(pk=case.author_id) if case.community else User.objects.none()
    return people if people.exists() else holders(NETWORK).exclude(pk=case.author_id)


def judges_of_appeal(appeal: Appeal) -> QuerySet[User]:
    """Who is told of an appeal: the other moderators of the group, or those of the network when there is no other."""
    case = appeal.decision.case
    out = [case.author_id, appeal.against_id]
    people = group_moderators(case.community).exclude(pk__in=out) if case.community else User.objects.none()
    return people if people.exists() else holders(NETWORK).exclude(pk__in=out)


def audience_of_case(case: Case) -> QuerySet[User]:
    """The inverse of `Case.objects.visible_to`."""
    people = Q(pk__in=holders(NETWORK).values("pk"))
    if case.community:
        people |= Q(pk__in=group_moderators(case.community).values("pk"))
    return User.objects.filter(people, is_active=True).exclude(pk=case.author_id)


def audience_of_report(report: Report) -> QuerySet[User]:
    """The inverse of `Report.objects.visible_to`."""
    return User.objects.filter(pk=report.reporter_id, is_active=True)


def audience_of_decision(decision: Decision) -> QuerySet[User]:
    """The inverse of `Decision.objects.visible_to`."""
    return User.objects.filter(Q(pk=decision.person_id) | Q(pk__in=audience_of_case(decision.case).values("pk")), is_active=True)


def audience_of_appeal(appeal: Appeal) -> QuerySet[User]:
    """The inverse of `Appeal.objects.visible_to`."""
    return audience_of_decision(appeal.decision)


def targeted_by(crisis: Crisis) -> QuerySet[User]:
    """Whose pages bear the banner: the inverse of `Crisis.objects.targeting`."""
    people = User.objects.filter(is_active=True)
    if crisis.everybody:
        return people
    readers = CommunityUserObjectPermission.objects.filter(content_object__in=crisis.communities.all(), permission__codename=communities.READ)
    return people.filter(Q(agent__department__in=crisis.departments.all(), agent__state="active") | Q(pk__in=readers.values("user"))).distinct()


def audience_of_crisis(crisis: Crisis) -> QuerySet[User]:
    """The inverse of `Crisis.objects.visible_to`."""
    known = Q(pk__in=targeted_by(crisis).values("pk")) | Q(pk__in=crisis.keepers.values("pk")) | Q(pk__in=holders(CRISIS).values("pk"))
    return User.objects.filter(known, is_active=True)


def audience_of_crisis_entry(entry: CrisisEntry) -> QuerySet[User]:
    """The inverse of `CrisisEntry.objects.visible_to`."""
    if entry.kind in {CrisisEntry.Kind.OPENED, CrisisEntry.Kind.TRUTH, CrisisEntry.Kind.CLOSED}:
        return audience_of_crisis(entry.crisis)
    return User.objects.filter(Q(pk__in=entry.crisis.keepers.values("pk")) | Q(pk__in=holders(CRISIS).values("pk")), is_active=True)
