"""Posts of the crowd and what stands under them: comments, reactions, polls, in an order that lets the counters be written once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from integrations.bridges.demo.talk import phrases
from rse.feed.models import Comment, Poll, PollOption, Post, Reaction, Vote

if TYPE_CHECKING:
    from integrations.bridges.demo.talk.building import Crowd, Sizes

BATCH = 2000
ANSWERING = 0.25
VOTERS = 12


def count_reactions(target: Post | Comment, wanted: int, opened: Crowd, random: Random) -> None:
    """Say on `target` how many of each it will get; `_given` gives them."""
    if wanted and opened.kinds:
        drawn = random.choices([kind.code for kind in opened.kinds], weights=[8, 5, 3, *[1] * len(opened.kinds)][: len(opened.kinds)], k=wanted)
        target.reaction_counts = dict(Counter(drawn))


def write(opened: Crowd, posts: list[Post], sizes: Sizes) -> None:
    """Save the posts, then what stands under them."""
    reaction_left = sizes.reactions - sum(sum(post.reaction_counts.values()) for post in posts)
    for post in posts:
        _at_most_one_each(post, len(opened.readers(post)))
    Post.objects.bulk_create(posts, batch_size=BATCH)
    comments = _comments(opened, posts, reaction_left)
    _polls(opened, posts)
    rows: list[Reaction] = []
    said: list[Post | Comment] = [*posts, *comments]
    for target in said:
        rows += _given(target, opened)
    Reaction.objects.bulk_create(rows, batch_size=BATCH)


def _at_most_one_each(target: Post | Comment, readers: int) -> None:
    target.reaction_counts = {code: min(count, readers) for code, count in target.reaction_counts.items()}


def _comments(opened: Crowd, posts: list[Post], reactions: int) -> list[Comment]:
    """Saved; one in four answers the comment before it. `reactions` of them are reacted to, once each."""
    made: list[Comment] = []
    for post in posts:
        random, above = Random(post.token), None
        for rank in range(post.comment_count):
            row = Comment(post=post, author_id=random.choice(opened.readers(post)), token=f"{post.token}-{rank}", text=phrases.answer(random))
            row.body = f"<p>{row.text}</p>"
            row.created_at = post.created_at + timedelta(minutes=(rank + 1) * 3)
            if above is not None and random.random() < ANSWERING:
                row.parent = above
            else:
                above = row
            made.append(row)
    random = Random(4)
    for row in random.sample(made, min(max(0, reactions), len(made))):
        count_reactions(row, 1, opened, random)
    Comment.objects.bulk_create([row for row in made if row.parent is None], batch_size=BATCH)
    Comment.objects.bulk_create([row for row in made if row.parent is not None], batch_size=BATCH)
    return made


def _given(target: Post | Comment, opened: Crowd) -> Iterable[Reaction]:
    """For each code, so many different readers."""
    post = target if isinstance(target, Post) else target.post
    readers, random = opened.readers(post), Random(f"{target.token}-reactions")
    kinds = {kind.code: kind for kind in opened.kinds}
    to = {"post": target} if isinstance(target, Post) else {"comment": target}
    at = target.created_at + timedelta(minutes=1)
    for code, count in target.reaction_counts.items():
        for user_id in random.sample(readers, count):
            yield Reaction(user_id=user_id, kind=kinds[code], created_at=at, **to)


def _polls(opened: Crowd, posts: list[Post]) -> None:
    """All are over: who chose what in the anonymous ones is forgotten."""
    asked = [post for post in posts if post.kind == Post.Kind.POLL]
    options: list[PollOption] = []
    votes: list[Vote] = []
    polls = []
    for post in asked:
        random = Random(f"{post.token}-poll")
        voters = random.sample(opened.readers(post), min(VOTERS, len(opened.readers(post))))
        poll = Poll(post=post, closes_at=post.created_at + timedelta(minutes=6), voter_count=len(voters), anonymous=random.random() < 0.7)
        poll.result_told_at = poll.closes_at
        polls.append(poll)
        mine = [PollOption(poll=poll, label=label, order=order) for order, label in enumerate(phrases.CHOICES)]
        for user_id in voters:
            option = random.choice(mine)
            option.vote_count += 1
            if not poll.anonymous:
                votes.append(Vote(option=option, user_id=user_id, at=post.created_at + timedelta(minutes=5)))
        options += mine
    Poll.objects.bulk_create(polls, batch_size=BATCH)
    PollOption.objects.bulk_create(options, batch_size=BATCH)
    Vote.objects.bulk_create(votes, batch_size=BATCH)
