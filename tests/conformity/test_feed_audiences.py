"""The feed in the whole town: `visible_to(user)` and its inverse answer the same for every pair."""

from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from integrations.bridges.demo import cast, groups
from integrations.bridges.demo.town import Town
from rse.core import text
from rse.feed import actions
from rse.feed import permissions as feed
from rse.feed.actions import drafts, polls, posts, reading, sending, spokespeople
from rse.feed.content import Content, Place, PollLines
from rse.feed.models import Acknowledgement, Comment, Hashtag, Mention, Poll, Post, PostVersion, SavedPost, Spokesperson, Vote
from tests.conformity.test_audiences import agree, people

pytestmark = pytest.mark.django_db
ROADS, CM, DEPUTY = cast.ROADS.number, cast.CM.number, cast.ROADS_DEPUTY.number


@pytest.fixture
def talk(town: Town) -> Town:
    """In the cell that nobody outside knows of, and in an open group: one of everything the feed holds, in every state."""
    for key, author, other in (("crue", ROADS, CM), ("neige", ROADS, cast.AGENT.number)):
        _live(town, key, town.users[author], town.users[other])
    spokespeople.name_spokesperson(town.departments["VOI"], user=town.users[DEPUTY], actor=None)
    return town


def _live(town: Town, key: str, author, other) -> None:
    community = groups.named(town)[key]
    named = ".".join(f"{other.first_name} {other.last_name}".split())
    until = timezone.now() + timedelta(days=2)
    say = lambda words, **more: sending.send_new(Content(text.to_html(words), **more), place=Place(community), token=f"{key}-{words[:20]}", actor=author)  # noqa: E731
    post = say(f"Bonjour @{named} #vigilance-{key}")
    posts.edit(post, content=Content(text.to_html(f"Bonsoir @{named} #vigilance-{key}")), seen=1, actor=author)
    drafts.write_draft(Content(text.to_html("Brouillon")), place=Place(community), token=f"{key}-draft", actor=author)
    states = {"Masqué": Post.State.HIDDEN, "Effacé": Post.State.DELETED}
    for words, state in states.items():
        Post.objects.filter(pk=say(words).pk).update(state=state)
    for rank, state in enumerate(Comment.State.values):
        comment = actions.send_comment(post, body=f"<p>Réponse {rank} à @{named}</p>", token=f"{key}-{rank}", actor=other)
        Comment.objects.filter(pk=comment.pk).update(state=state)
    reading.require_reading(post, until=until, actor=author)
    reading.acknowledge(post, actor=other)
    reading.save_for_later(post, actor=other)
    for anonymous, at_the_end in ((True, False), (False, False), (False, True)):
        lines = PollLines(("A", "B"), until, anonymous, results_when_closed=at_the_end)
        poll = say(f"Lequel {anonymous} {at_the_end}", kind="poll", poll=lines).poll
        polls.vote(poll, options=[poll.options.first().pk], actor=other)


def rows_of(model: type, *related: str) -> QuerySet:
    return model.objects.select_related(*related).order_by("-pk")[:60]


@pytest.mark.parametrize(
    ("model", "audience", "related"),
    [
        (Post, feed.audience_of_post, ("community",)),
        (Comment, feed.audience_of_comment, ("post__community",)),
        (PostVersion, feed.audience_of_version, ("post__community",)),
        (Mention, feed.audience_of_mention, ("post__community", "comment__post__community")),
        (Hashtag, feed.audience_of_hashtag, ()),
        (Poll, feed.audience_of_poll, ("post__community",)),
        (Vote, feed.audience_of_vote, ("option__poll__post__community",)),
        (Acknowledgement, feed.audience_of_ones_own, ("post__community",)),
        (SavedPost, feed.audience_of_ones_own, ("post__community",)),
        (Spokesperson, feed.audience_of_spokesperson, ("user",)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_feed_has_the_same_audience_both_ways(talk: Town, model, audience, related) -> None:
    users = people(talk)
    rows = rows_of(model, *related)
    assert rows
    assert agree(rows, users, seen=model.objects.visible_to, audience=audience) == []
