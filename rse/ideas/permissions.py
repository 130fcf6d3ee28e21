"""Who may open a box, propose, answer, merge."""

from datetime import date

from django.db.models import QuerySet

from rse.communities import permissions as communities
from rse.feed.permissions import audience_of_post
from rse.ideas.models import Category, Idea, IdeaBox, OfficialAnswer, Support
from rse.people.models import User

TOOL = "ideas"


def can_manage_boxes(user: User) -> bool:
    """Animators: open and change boxes, merge ideas, in what they read."""
    return user.is_active and user.has_perm("ideas.manage_boxes")


def can_read_box(user: User, box: IdeaBox) -> bool:
    return user.is_active and (box.community is None or communities.can_read(user, box.community))


def can_change_box(user: User, box: IdeaBox) -> bool:
    return can_manage_boxes(user) and can_read_box(user, box)


def answerer_of(box: IdeaBox) -> User | None:
    """The person who answers today: the one named, or whoever heads the department. None while that place is open."""
    return box.answerer or (box.department.head if box.department else None)


def can_answer(user: User, box: IdeaBox) -> bool:
    """Nobody but the person the box names, as long as they read it."""
    answerer = answerer_of(box)
    return answerer is not None and answerer.pk == user.pk and can_read_box(user, box)


def can_merge(user: User, box: IdeaBox) -> bool:
    return can_answer(user, box) or can_change_box(user, box)


def can_propose(user: User, box: IdeaBox, *, on: date) -> bool:
    """While the box is open: every active account, or whoever writes in its group while the group keeps the tool."""
    if not user.is_active or not box.is_open(on):
        return False
    return box.community is None or (TOOL in box.community.tools and communities.can_post(user, box.community))


def can_support(user: User, idea: Idea) -> bool:
    """Whoever reads the idea, while it stands and its group is alive; not its author, who supports it by proposing it."""
    if not user.is_active or idea.merged_into_id is not None or idea.post.author_id == user.pk:
        return False
    return not (idea.post.community and idea.post.community.is_archived) and audience_of_idea(idea).filter(pk=user.pk).exists()


def readers_of_box(box: IdeaBox) -> QuerySet[User]:
    """The inverse of `IdeaBox.objects.visible_to`."""
    return communities.readers_of_community(box.community) if box.community else User.objects.filter(is_active=True)


def audience_of_category(category: Category) -> QuerySet[User]:
    """The inverse of `Category.objects.visible_to`."""
    return readers_of_box(category.box)


def audience_of_idea(idea: Idea) -> QuerySet[User]:
    """The inverse of `Idea.objects.visible_to`: the readers of its post."""
    return audience_of_post(idea.post)


def audience_of_support(support: Support) -> QuerySet[User]:
    """The inverse of `Support.objects.visible_to`."""
    return User.objects.filter(pk=support.user_id, is_active=True)


def audience_of_answer(answer: OfficialAnswer) -> QuerySet[User]:
    """The inverse of `OfficialAnswer.objects.visible_to`."""
    return audience_of_idea(answer.idea)
