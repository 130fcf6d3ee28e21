"""Who may see what hangs from a post, asked both ways: in the audience exactly when `visible_to` shows it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rse.core import text
from rse.feed import permissions
from rse.feed.actions import polls, posts, reading, spokespeople
from rse.feed.actions.drafts import write_draft
from rse.feed.content import Place, PollLines
from rse.feed.models import Acknowledgement, Comment, Hashtag, Mention, Poll, Post, PostVersion, SavedPost, Spokesperson, Vote
from rse.people.models import User
from tests.factories import AgentFactory, head_of
from tests.feed.factories import CommentFactory, CommunityFactory, content, joined, sent, to_everyone

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> list[User]:
    """A writer, a member, an outsider, an administrator and a closed account around open, closed and non-visible groups, with one of everything."""
    writer, member, outsider = (AgentFactory(first_name=name, last_name="Roy").user for name in ("Marc", "Inès", "Paul"))
    admin = AgentFactory(user__is_superuser=True).user
    gone = AgentFactory(user__is_active=False).user
    for community in (CommunityFactory(), CommunityFactory(closed=True), CommunityFactory(hidden=True)):
        joined(community, writer, member, gone)
        _live(community, writer, member)
    to_everyone(writer)
    department = head_of(AgentFactory().department).department
    spokespeople.name_spokesperson(department, user=member, actor=None)
    return list(User.objects.filter(pk__in=[user.pk for user in (writer, member, outsider, admin, gone)]))


def _live(community, writer: User, member: User) -> None:
    joined(community, writer, role="moderator")
    tag = f"Sujet{community.pk}"
    post = sent(writer, f"Bonjour @Inès.Roy #{tag}", community=community)
    posts.edit(post, content=content(f"Bonsoir @Inès.Roy #{tag}"), seen=1, actor=writer)
    write_draft(content("Brouillon"), place=Place(community), token=f"draft-{community.pk}", actor=writer)
    deleted = sent(writer, "Effacé", community=community)
    posts.delete_post(deleted, actor=writer)
    Post.objects.filter(pk=sent(writer, "Masqué", community=community).pk).update(state=Post.State.HIDDEN)
    for state in Comment.State.values:
        CommentFactory(post=post, author=member, state=state)
    until = timezone.now() + timedelta(days=2)
    reading.require_reading(post, until=until, actor=writer)
    reading.acknowledge(post, actor=member)
    reading.save_for_later(post, actor=member)
    for anonymous, at_the_end in ((True, False), (False, False), (False, True)):
        lines = PollLines(("A", "B"), until, anonymous, results_when_closed=at_the_end)
        poll = sent(writer, "Lequel ?", community=community, kind="poll", poll=lines).poll
        polls.vote(poll, options=[poll.options.first().pk], actor=member)


CASES = {
    Comment: permissions.audience_of_comment,
    Post: permissions.audience_of_post,
    PostVersion: permissions.audience_of_version,
    Poll: permissions.audience_of_poll,
    Vote: permissions.audience_of_vote,
    Acknowledgement: permissions.audience_of_ones_own,
    SavedPost: permissions.audience_of_ones_own,
    Hashtag: permissions.audience_of_hashtag,
    Mention: permissions.audience_of_mention,
    Spokesperson: permissions.audience_of_spokesperson,
}


@pytest.mark.parametrize("model", CASES, ids=lambda model: model.__name__)
def test_the_audience_is_the_inverse_of_what_is_visible(town, model):
    rows, said, wrong = list(model.objects.all()), set(), []
    assert rows
    for user in town:
        seen = set(model.objects.visible_to(user).values_list("pk", flat=True))
        for row in rows:
            inside = CASES[model](row).filter(pk=user.pk).exists()
            said.add(inside)
            if inside != (row.pk in seen):
                wrong.append(f"{row!r} / {user}: audience {inside}")
    assert wrong == []
    assert said == {True, False}


def test_a_non_visible_group_leaves_no_word_to_an_outsider(town):
    outsider = next(user for user in town if user.first_name == "Paul")
    hidden = Post.objects.filter(community__visibility="hidden")
    assert hidden.exists()
    assert not Post.objects.visible_to(outsider).filter(pk__in=hidden.values("pk")).exists()
    tag = f"sujet{hidden.first().community_id}"
    assert not Hashtag.objects.visible_to(outsider).filter(folded=text.fold(tag)).exists()
