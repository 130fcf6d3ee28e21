"""After the storm: what the ledgers say, compared with the rows, without any action of the product but the sweeps that pick up what waits.

Prints JSON: how much was done, and every fault found in words. Called by `run.py`.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.config.settings.dev")
django.setup()

from django.db.models import Count  # noqa: E402  # after setup
from django.utils import timezone  # noqa: E402

from rse.communities.models import Community, CommunityUserObjectPermission, Membership  # noqa: E402
from rse.communities.permissions import ROLES  # noqa: E402
from rse.core import sweeps  # noqa: E402
from rse.core.models import OutboxEvent  # noqa: E402
from rse.feed.models import Comment, Poll, PollOption, Post, Reaction, Vote  # noqa: E402
from rse.notifications.models import Inbox, Notification  # noqa: E402

sys.path.insert(0, str(Path(__file__).parent))
from ledger import BEGUN, DONE, FAILED, REFUSED, Line, settled  # noqa: E402

LONGEST = 40


def said(lines: list[Line]) -> Iterator[str]:
    """Acknowledged: there once. Refused: not there. Nothing there that nobody sent."""
    for operation, model in (("post", Post), ("comment", Comment)):
        stored = Counter(model.objects.filter(token__startswith="storm-").values_list("token", flat=True))
        ours = {line.word: line for line in lines if line.operation == operation}
        for token, line in ours.items():
            if line.state == DONE and stored[token] != 1:
                yield f"{operation} {token}: acknowledged, stored {stored[token]} times"
            if line.state == REFUSED and stored[token]:
                yield f"{operation} {token}: refused, and stored"
        for token in stored.keys() - ours.keys():
            yield f"{operation} {token}: stored, sent by nobody"


def standing(lines: list[Line], stage: dict[str, list]) -> Iterator[str]:
    """Each person's last acknowledged word on a reaction, a vote or a group is what stands."""
    yield from _compared("reaction", _last(lines, "react", "take_back"), {(user, post, code) for user, post, code in stage["reactions"]}, _reactions())
    yield from _compared("membership", _last(lines, "join", "leave"), {(user, group, "") for user, group in stage["members"]}, _memberships())
    yield from _votes(lines)


def _last(lines: list[Line], on: str, off: str) -> dict[tuple[int, int, str], bool]:
    """(person, target, word) → whether it must stand."""
    wanted = {}
    for line in lines:
        if line.operation in (on, off) and line.state == DONE:
            wanted[line.user, line.target, line.word if on == "react" else ""] = line.operation == on
    return wanted


def _reactions() -> set[tuple[int, int, str]]:
    return set(Reaction.objects.exclude(post=None).values_list("user", "post", "kind__code"))


def _memberships() -> set[tuple[int, int, str]]:
    return {(user, group, "") for user, group in Membership.objects.values_list("user", "community")}


def _compared(what: str, wanted: dict[tuple[int, int, str], bool], before: set[tuple[int, int, str]], found: set[tuple[int, int, str]]) -> Iterator[str]:
    expected = (before - wanted.keys()) | {key for key, stands in wanted.items() if stands}
    for key in expected - found:
        yield f"{what} {key}: lost"
    for key in found - expected:
        yield f"{what} {key}: nobody asked for it"


def _votes(lines: list[Line]) -> Iterator[str]:
    chosen = {(line.user, line.target): int(line.word) for line in lines if line.operation == "vote" and line.state == DONE}
    found: dict[tuple[int, int], int] = {}
    for user, poll, option in Vote.objects.values_list("user", "option__poll", "option"):
        if (user, poll) in found:
            yield f"vote of {user} on {poll}: twice"
        found[user, poll] = option
    for key, option in chosen.items():
        if found.get(key) != option:
            yield f"vote {key}: {option} acknowledged, {found.get(key)} stored"


def counters() -> Iterator[str]:
    for post in Post.objects.all():
        there = post.comments.filter(state="published").count()
        if post.comment_count != there:
            yield f"post {post.pk}: {post.comment_count} comments counted, {there} there"
        given = dict(Counter(post.reactions.values_list("kind__code", flat=True)))
        if post.reaction_counts != given:
            yield f"post {post.pk}: reactions {post.reaction_counts} counted, {given} there"
    for poll in Poll.objects.filter(closes_at__gt=timezone.now()):
        voters = Vote.objects.filter(option__poll=poll).values("user").distinct().count()
        if poll.voter_count != voters:
            yield f"poll {poll.pk}: {poll.voter_count} voters counted, {voters} there"
    for option in PollOption.objects.filter(poll__closes_at__gt=timezone.now()).annotate(there=Count("votes")):
        if option.vote_count != option.there:
            yield f"choice {option.pk}: {option.vote_count} votes counted, {option.there} there"
    for group in Community.objects.all():
        members = group.memberships.filter(user__is_active=True).count()
        if group.member_count != members:
            yield f"group {group.pk}: {group.member_count} members counted, {members} there"


def rights() -> Iterator[str]:
    """A member holds the rights of the role, and nobody else holds any."""
    wanted = {(user, group, code) for user, group, role in Membership.objects.values_list("user", "community", "role") for code in ROLES[role]}
    held = Counter(CommunityUserObjectPermission.objects.values_list("user", "content_object", "permission__codename"))
    for key in wanted - held.keys():
        yield f"right {key}: missing"
    for key, times in held.items():
        if key not in wanted or times > 1:
            yield f"right {key}: held {times} times, wanted {int(key in wanted)}"


def told() -> Iterator[str]:
    """No number given twice, the last one given stands in the inbox, and nothing waits once the sweeps have run. Numbers may miss between: a
    notification joined by another event takes the number of that event (`telling._moved`), so that a browser asks for it again."""
    for _turn in range(LONGEST):
        if not sweeps.run_all():
            break
    waiting = OutboxEvent.objects.filter(done_at=None, due_at__lte=timezone.now()).count()
    if waiting:
        yield f"{waiting} events still wait in the outbox"
    for inbox in Inbox.objects.all():
        seqs = sorted(Notification.objects.filter(recipient=inbox.user_id).values_list("seq", flat=True))
        if len(set(seqs)) != len(seqs) or max(seqs, default=0) != inbox.last_seq:
            yield f"inbox of {inbox.user_id}: {len(seqs)} notifications, the last is number {inbox.last_seq}"


def main(folder: Path) -> None:
    stage = json.loads((folder / "stage.json").read_text(encoding="utf-8"))
    lines = [line for path in sorted(folder.glob("driver-*.jsonl")) for line in settled(path)]
    faults = [f"{line.operation} {line.word}: {line.detail}" for line in lines if line.state == FAILED]
    faults += [f"{line.operation} {line.word}: no end heard of it" for line in lines if line.state == BEGUN]
    faults += [*said(lines), *standing(lines, stage), *counters(), *rights(), *told()]
    done = Counter(line.operation for line in lines if line.state == DONE)
    missing = [operation for operation in ("post", "comment", "react", "take_back", "vote", "join", "leave") if not done[operation]]
    faults += [f"no {operation} was ever done: the storm proves nothing of it" for operation in missing]
    refused = Counter(f"{line.operation}: {line.detail}" for line in lines if line.state == REFUSED)
    print(json.dumps({"done": done, "refused": refused, "faults": faults}))


main(Path(sys.argv[1]))
