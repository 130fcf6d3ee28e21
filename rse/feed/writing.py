"""Where a person may write, and what they may do to a post. Functions that only read; actions ask them, pages ask them to show a control."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from rse.communities import permissions as communities
from rse.communities import restrictions
from rse.communities.models import Community, CommunityUserObjectPermission
from rse.feed.content import Place
from rse.feed.models import Post, Spokesperson
from rse.feed.permissions import readers_of_place
from rse.people.models import Agent, Department, User
from rse.people.permissions import can_manage_people

EVERYONE, READING, PINNING, NAMING = "feed.post_to_everyone", "feed.require_reading", "feed.pin_for_everyone", "feed.name_spokespeople"
TOOL_OF = {Post.Kind.POLL: "polls", Post.Kind.QUESTION: "questions"}


def can_write_to_everyone(user: User) -> bool:
    """Who holds the right (communication), and heads of department: what reaches all agents is said by somebody who answers for it."""
    return can_write_outside_groups(user) and (user.has_perm(EVERYONE) or user.departments_headed.exists())


def can_write_outside_groups(user: User) -> bool:
    """Unless a measure of moderation holds everywhere."""
    return user.is_active and not restrictions.is_barred(user, None)


def can_write_in(user: User, place: Place) -> bool:
    """In a group: its own rule. On the page of a department: who works in it or below, who heads it, who speaks for it. Else `can_write_to_everyone`."""
    if place.community:
        return communities.can_post(user, place.community)
    return can_write_outside_groups(user) and (_is_of(user, place.department) if place.department else can_write_to_everyone(user))


def _is_of(user: User, department: Department) -> bool:
    agent = Agent.objects.filter(user=user, state=Agent.State.ACTIVE).select_related("department").first()
    if agent and agent.department and department in Department.objects.path_to(agent.department):
        return True
    return can_speak_for(user, department)


def can_speak_for(user: User, department: Department) -> bool:
    """Heads of the department and above; whoever they, or HR, named for it."""
    if not user.is_active:
        return False
    return user.pk in Department.objects.heads_above(department) or Spokesperson.objects.filter(department=department, user=user).exists()


def voices_of(user: User) -> QuerySet[Department]:
    """The departments in whose name `user` may write."""
    headed = Department.objects.headed_by(user).order_by().values("pk")
    return Department.objects.filter(Q(pk__in=headed) | Q(spokespeople__user=user)).distinct() if user.is_active else Department.objects.none()


def can_name_spokespeople(user: User, department: Department) -> bool:
    """Heads of the department and above, HR, and who holds the right."""
    if not user.is_active:
        return False
    return user.has_perm(NAMING) or can_manage_people(user) or user.pk in Department.objects.heads_above(department)


def groups_to_write_in(user: User) -> QuerySet[Community]:
    """Living groups where `user` may write, in two conditions on guardian's rows: `communities.can_post` for all of them at once."""
    if not user.is_active:
        return Community.objects.none()
    moderated = Community.objects.moderated_by(user).order_by().values("pk")
    rows = CommunityUserObjectPermission.objects.filter(user=user, permission__codename=communities.POST)
    return Community.objects.alive().filter(Q(posting=Community.Posting.MEMBERS, pk__in=rows.values("content_object")) | Q(pk__in=moderated))


def uses_tool(place: Place, kind: str) -> bool:
    """Whether the group has switched on what this kind of post needs; outside groups everything is on."""
    tool = TOOL_OF.get(Post.Kind(kind))
    return tool is None or place.community is None or tool in place.community.tools


def can_change(user: User, post: Post) -> bool:
    """The words of a post are its author's, while they read where it stands. Moderators hide, they do not write in somebody's place."""
    return post.author_id == user.pk and Post.objects.visible_to(user).filter(pk=post.pk).exists()


def arranges(user: User, post: Post) -> bool:
    """Pins and closes comments: moderators in their group, the head on a department's page, who holds the right elsewhere."""
    if not user.is_active:
        return False
    if post.community:
        return communities.can_moderate(user, post.community)
    if post.department and user.pk in Department.objects.heads_above(post.department):
        return True
    return user.has_perm(PINNING)


def can_lock(user: User, post: Post) -> bool:
    """The author too may close the comments of their own post."""
    return can_change(user, post) or arranges(user, post)


def can_require_reading(user: User, post: Post) -> bool:
    """Moderators in their group, the head among the people of a department, who holds the right elsewhere."""
    if not user.is_active:
        return False
    if post.community:
        return communities.can_moderate(user, post.community)
    if post.department and user.pk in Department.objects.heads_above(post.department):
        return True
    return user.has_perm(READING)


def can_follow_up(user: User, post: Post) -> bool:
    """Who has still to read is told to whoever may ask for the reading, and to nobody else."""
    return can_require_reading(user, post)


def expected_readers(post: Post) -> QuerySet[User]:
    """Who is asked to read a must-read: the members of the group, the people of the department and below, or all agents; in post, and reading the place."""
    people = readers_of_place(post).filter(agent__state=Agent.State.ACTIVE).exclude(pk=post.author_id)
    if post.community:
        return people.filter(pk__in=members_of(post.community))
    return people.filter(agent__department__in=post.department.descendants().order_by()) if post.department else people


def members_of(community: Community) -> QuerySet:
    """Ids of who is in the group, whatever the role."""
    return CommunityUserObjectPermission.objects.filter(permission__codename=communities.READ, content_object=community).values("user")


def still_to_read(post: Post) -> QuerySet[User]:
    return expected_readers(post).exclude(acknowledgements__post=post)


def reach_of(place: Place, *, besides: User) -> int:
    """How many people would have it before their eyes: « 320 personnes l’auront dans leur fil »."""
    return expected_readers(Post(community=place.community, department=place.department, author=besides)).count()


def readers_among(post: Post, users: Iterable[User]) -> set[int]:
    """Ids of those of `users` who read where the post stands."""
    return set(readers_of_place(post).filter(pk__in=[user.pk for user in users]).values_list("pk", flat=True))
