"""Who may read, write, change or follow up a post."""

from django.db.models import QuerySet
from django.utils import timezone

from rse.communities import permissions as communities
from rse.communities import restrictions
from rse.feed.models import Acknowledgement, Comment, Hashtag, Mention, Poll, Post, PostVersion, SavedPost, Spokesperson, Vote
from rse.people.models import User

LIVING = (Post.State.DRAFT, Post.State.SCHEDULED, Post.State.HIDDEN)


def audience_of_post(post: Post) -> QuerySet[User]:
    """The inverse of `Post.objects.visible_to`."""
    people = readers_of_place(post)
    if post.state == Post.State.PUBLISHED:
        return people
    return people.filter(pk=post.author_id) if post.state in LIVING else people.none()


def readers_of_place(post: Post) -> QuerySet[User]:
    """Who reads where the post stands: everybody, or the readers of its group."""
    return communities.readers_of_community(post.community) if post.community else User.objects.filter(is_active=True)


def audience_of_comment(comment: Comment) -> QuerySet[User]:
    """The inverse of `Comment.objects.visible_to`."""
    people = audience_of_post(comment.post)
    return people.filter(pk=comment.author_id) if comment.state == Comment.State.HIDDEN else people


def can_comment(user: User, post: Post) -> bool:
    """Who reads what was sent, while comments are open: everybody on what is said to all agents, in a group who may write there; nobody
    during a measure of moderation."""
    if post.state != Post.State.PUBLISHED or post.locked_at is not None or not user.is_active:
        return False
    if restrictions.is_barred(user, post.community):
        return False
    if post.community is None:
        return True
    return not post.community.is_archived and communities.POST in communities.rights_in(user, post.community)


def can_react(user: User, target: Post | Comment) -> bool:
    """Who reads it may react to it, until its group is archived."""
    post = target if isinstance(target, Post) else target.post
    if post.state != Post.State.PUBLISHED or not user.is_active or (isinstance(target, Comment) and target.state != Comment.State.PUBLISHED):
        return False
    return post.community is None or (not post.community.is_archived and communities.can_read(user, post.community))


def can_edit_comment(user: User, comment: Comment) -> bool:
    """Its author, where they may still write."""
    return comment.author_id == user.pk and comment.state == Comment.State.PUBLISHED and can_read_post(user, comment.post)


def can_delete_comment(user: User, comment: Comment) -> bool:
    """Its author, wherever they may still read; taking down another's words is moderation, with a reason and a way to answer."""
    return comment.author_id == user.pk and can_read_post(user, comment.post)


def can_restore_comment(user: User, comment: Comment) -> bool:
    """Its author, while the words are still there, unless a moderator removed it."""
    return comment.state == Comment.State.DELETED and comment.deleted_at is not None and bool(comment.body) and can_delete_comment(user, comment)


def can_accept(user: User, post: Post) -> bool:
    """Who asked, or a moderator of the group."""
    if post.kind != Post.Kind.QUESTION or post.state != Post.State.PUBLISHED or not can_read_post(user, post):
        return False
    return post.author_id == user.pk or (post.community is not None and communities.can_moderate(user, post.community))


def can_read_post(user: User, post: Post) -> bool:
    """The place is open to the person, and so is the state of the post."""
    if not user.is_active or (post.state != Post.State.PUBLISHED and not (post.state in LIVING and post.author_id == user.pk)):
        return False
    return post.community is None or communities.can_read(user, post.community)


def audience_of_version(version: PostVersion) -> QuerySet[User]:
    """The inverse of `PostVersion.objects.visible_to`."""
    return audience_of_post(version.post)


def audience_of_poll(poll: Poll) -> QuerySet[User]:
    """The inverse of `Poll.objects.visible_to`."""
    return audience_of_post(poll.post)


def audience_of_vote(vote: Vote) -> QuerySet[User]:
    """The inverse of `Vote.objects.visible_to`."""
    poll = vote.option.poll
    people = audience_of_post(poll.post)
    shown = not poll.anonymous and poll.shows_results(timezone.now())
    return people if shown else people.filter(pk=vote.user_id)


def audience_of_ones_own(row: Acknowledgement | SavedPost) -> QuerySet[User]:
    """The inverse of `visible_to` for what is nobody else's business."""
    return audience_of_post(row.post).filter(pk=row.user_id)


def audience_of_hashtag(tag: Hashtag) -> QuerySet[User]:
    """The inverse of `Hashtag.objects.visible_to`: who reads at least one post that was sent under it."""
    people = User.objects.none()
    for post in tag.posts.filter(state=Post.State.PUBLISHED).select_related("community"):
        people |= audience_of_post(post)
    return people.distinct()


def audience_of_mention(mention: Mention) -> QuerySet[User]:
    """The inverse of `Mention.objects.visible_to`."""
    comment = mention.comment
    people = audience_of_post(mention.post)
    return people if comment is None else people & audience_of_comment(comment) if comment.state == Comment.State.PUBLISHED else people.none()


def audience_of_spokesperson(spokesperson: Spokesperson) -> QuerySet[User]:
    """The inverse of `Spokesperson.objects.visible_to`."""
    people = User.objects.filter(is_active=True)
    return people if spokesperson.user.is_active else people.none()
