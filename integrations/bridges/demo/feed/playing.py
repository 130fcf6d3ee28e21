"""Writes the scenes in bulk, quietly: rows and counters as the actions would have left them, nobody is told of old news.

Deterministic for a given hour. Through the actions, the same three months would take a minute.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from integrations.bridges.demo.clockwork import at
from integrations.bridges.demo.feed import membership, pictures, visitors
from integrations.bridges.demo.feed.days import WorkingDays
from integrations.bridges.demo.feed.marks import write_marks
from integrations.bridges.demo.feed.scenes import Reader, Scene, as_html
from integrations.bridges.demo.feed.voices import voices
from integrations.bridges.demo.town import Town
from rse.communities.models import Community
from rse.core import text
from rse.core.actions import attach, receive_file
from rse.feed.models import Acknowledgement, Comment, Poll, PollOption, Post, Reaction, ReactionKind, Vote
from rse.people.models import User

BATCH = 1000
VISITORS = ("10001", "10002", "10003", "10006", "10007")


@dataclass(frozen=True)
class Told:
    """A scene once its post is written, and who reads where it stands."""

    scene: Scene
    post: Post
    readers: Sequence[User]


def play(town: Town, now: datetime) -> int:
    """Everything that was said until `now`, in the groups that are there; answers how many posts. Call once, on a town without posts."""
    people = voices(town)
    scenes = sorted(Reader(people, WorkingDays(now)).scenes(), key=lambda scene: scene.at)
    groups = {group.name: group for group in Community.objects.filter(organisation=town.organisation)}
    scenes = [scene for scene in scenes if not scene.group or scene.group in groups]
    members = _members(scenes, groups)
    everybody = list(User.objects.filter(agent__organisation=town.organisation, is_active=True).order_by("pk"))
    told = [Told(scene, _post(town, scene, groups), members[scene.group] if scene.group else everybody) for scene in scenes]
    comments = {one.scene.key: _comments(one) for one in told}
    reactions = _reactions(told, comments)
    Post.objects.bulk_create([one.post for one in told], batch_size=BATCH)
    _write_comments(told, comments)
    Reaction.objects.bulk_create(reactions, batch_size=BATCH)
    _polls(told, now)
    _acknowledgements(told, now)
    _pictures(told)
    write_marks([one.post for one in told], people.values())
    _last_posts(told)
    visitors.speak_to_everybody({scene.author for scene in scenes if not scene.group and not scene.place})
    visitors.settle(town, now)
    return len(told)


def _members(scenes: Iterable[Scene], groups: dict[str, Community]) -> dict[str, list[User]]:
    """Who speaks in a group is in it, and moderates where only moderators post."""
    found: dict[str, list[User]] = {}
    for name, group in groups.items():
        here = [scene for scene in scenes if scene.group == name]
        membership.let_in(group, {line.author for scene in here for line in scene.lines}, role="member")
        moderated = group.posting == Community.Posting.MODERATORS
        membership.let_in(group, {scene.author for scene in here}, role="moderator" if moderated else "member")
        found[name] = list(User.objects.filter(memberships__community=group, is_active=True).order_by("pk"))
    return found


def _post(town: Town, scene: Scene, groups: dict[str, Community]) -> Post:
    body = as_html(scene.words)
    return Post(
        organisation=town.organisation,
        author=scene.author,
        on_behalf_of=town.departments[scene.behalf] if scene.behalf else None,
        community=groups[scene.group] if scene.group else None,
        department=town.departments[scene.place] if scene.place else None,
        kind=scene.kind,
        title=scene.title,
        body=body,
        text=text.words_of(body),
        state=Post.State.PUBLISHED,
        token=f"demo-{scene.key}",
        created_at=scene.at,
        published_at=scene.at,
        must_read_until=scene.must_read_until,
        pinned_until=scene.pinned_until,
        comment_count=len(scene.lines),
    )


def _comments(one: Told) -> list[Comment]:
    """Unsaved, in the order in which they were said."""
    above: Comment | None = None
    rows = []
    for rank, line in enumerate(one.scene.lines):
        body = as_html(line.words)
        row = Comment(post=one.post, author=line.author, body=body, text=text.words_of(body), token=f"demo-{one.scene.key}-{rank}", created_at=line.at)
        if line.answers and above is not None:
            row.parent = above
        else:
            above = row
        rows.append(row)
    return rows


def _write_comments(told: Iterable[Told], comments: dict[str, list[Comment]]) -> None:
    """Answers after what they answer, then which ones were accepted."""
    rows = [row for found in comments.values() for row in found]
    Comment.objects.bulk_create([row for row in rows if row.parent is None], batch_size=BATCH)
    Comment.objects.bulk_create([row for row in rows if row.parent is not None], batch_size=BATCH)
    for one in told:
        accepted = [row for row, line in zip(comments[one.scene.key], one.scene.lines, strict=True) if line.accepted]
        if accepted:
            Post.objects.filter(pk=one.post.pk).update(accepted=accepted[0])


def _reactions(told: Iterable[Told], comments: dict[str, list[Comment]]) -> list[Reaction]:
    """Unsaved, to unsaved posts and comments, whose counters they set."""
    kinds = list(ReactionKind.objects.filter(offered=True))
    rows: list[Reaction] = []
    for one in told if kinds else ():
        random = Random(one.scene.key)
        rows += _given(one.post, one.scene.reactions, one.readers, kinds, random)
        for line, comment in zip(one.scene.lines, comments[one.scene.key], strict=True):
            wanted = random.randint(3, 9) if line.accepted else random.choice((0, 0, 0, 1, 1, 2, 4))
            rows += _given(comment, wanted, one.readers, kinds, random)
    return rows


def _given(target: Post | Comment, wanted: int, readers: Sequence[User], kinds: Sequence[ReactionKind], random: Random) -> list[Reaction]:
    """One each, mostly of one kind; the counters of `target` follow."""
    others = [user for user in readers if user.pk != target.author_id]
    first = random.choice(kinds)
    given = [
        Reaction(
            user=user,
            kind=first if random.random() < 0.65 else random.choice(kinds),
            created_at=target.created_at + timedelta(minutes=random.randint(1, 90)),
            **{"post" if isinstance(target, Post) else "comment": target},
        )
        for user in random.sample(others, min(wanted, len(others)))
    ]
    target.reaction_counts = dict(Counter(row.kind.code for row in given))
    return given


def _polls(told: Iterable[Told], now: datetime) -> None:
    """Each voter once; counters follow. Who chose what in an anonymous poll is forgotten once it is over."""
    for one in told:
        asked = one.scene.poll
        if asked is None:
            continue
        voters = Random(one.scene.key).sample(list(one.readers), min(len(one.readers), sum(count for _label, count in asked.choices)))
        poll = Poll.objects.create(
            post=one.post,
            closes_at=asked.closes_at,
            anonymous=asked.anonymous,
            several=asked.several,
            results_when_closed=asked.results_when_closed,
            result_told_at=asked.closes_at if asked.closes_at <= now else None,
            voter_count=len(voters),
        )
        votes, hours = [], (min(asked.closes_at, now) - one.scene.at) / 2
        for order, (label, count) in enumerate(asked.choices):
            chosen, voters = voters[:count], voters[count:]
            option = PollOption.objects.create(poll=poll, label=label, order=order, vote_count=len(chosen))
            if not asked.anonymous or asked.closes_at > now:
                votes += [Vote(option=option, user=user, at=one.scene.at + hours) for user in chosen]
        Vote.objects.bulk_create(votes, batch_size=BATCH)


def _acknowledgements(told: Iterable[Told], now: datetime) -> None:
    """So many readers in a hundred; those whom a visitor may be have still to read what is open."""
    rows = []
    for one in told:
        if one.scene.must_read_until is None:
            continue
        is_open = one.scene.must_read_until > now
        readers = [user for user in one.readers if user.pk != one.post.author_id and not (is_open and user.username in VISITORS)]
        random = Random(one.scene.key)
        read = random.sample(readers, len(readers) * one.scene.read_by // 100)
        rows += [Acknowledgement(post=one.post, user=user, at=min(one.scene.at + timedelta(minutes=random.randint(10, 2_000)), now)) for user in read]
    Acknowledgement.objects.bulk_create(rows, batch_size=BATCH)


def _pictures(told: Iterable[Told]) -> None:
    for one in told:
        if one.scene.picture:
            name, _colon, description = one.scene.picture.partition(": ")
            upload = SimpleUploadedFile(f"{name}.jpg", pictures.draw(name), content_type="image/jpeg")
            with at(one.scene.at):
                attach(receive_file(upload, actor=one.scene.author, description=description), owner=one.post, actor=one.scene.author)


def _last_posts(told: Iterable[Told]) -> None:
    last = {one.post.community: one.scene.at for one in told if one.post.community}
    for group, said_at in last.items():
        Community.objects.filter(pk=group.pk).update(last_post_at=timezone.localtime(said_at))
