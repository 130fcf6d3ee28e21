"""Votes: once each however often one clicks, changed until the close, told once when it comes."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from rse.feed.exceptions import ChooseSomething, NotSent, OneChoiceOnly, PollIsClosed
from rse.feed.models import Poll, PollOption, Post, Vote
from rse.feed.signals import poll_closed, poll_voted
from rse.people.models import User


@transaction.atomic
def vote(poll: Poll, *, options: Iterable[int], actor: User) -> Poll:
    """`actor` chooses these options (ids), in place of what they chose before. Harmless twice, and in a race with oneself.

    Raises NotSent when `actor` does not read the post, PollIsClosed, ChooseSomething, OneChoiceOnly.
    """
    if not Post.objects.visible_to(actor).sent().filter(pk=poll.pk).exists():
        raise NotSent
    poll = Poll.objects.select_for_update().get(pk=poll.pk)
    # Read after the lock: the hour of the close decides.
    if poll.closes_at <= timezone.now():
        raise PollIsClosed
    wanted = set(PollOption.objects.filter(poll=poll, pk__in=options).values_list("pk", flat=True))
    if not wanted:
        raise ChooseSomething
    if len(wanted) > 1 and not poll.several:
        raise OneChoiceOnly
    return _replace(poll, wanted, actor)


@transaction.atomic
def withdraw_vote(poll: Poll, *, actor: User) -> Poll:
    """As if one had never voted. Harmless twice; raises PollIsClosed."""
    poll = Poll.objects.select_for_update().get(pk=poll.pk)
    if poll.closes_at <= timezone.now():
        raise PollIsClosed
    return _replace(poll, set(), actor)


@transaction.atomic
def close(poll: Poll, *, actor: User | None) -> bool:
    """The hour has passed: tell the voters once, and forget who chose what when the poll is anonymous. True when this call did it."""
    locked = Poll.objects.select_for_update(of=("self",), skip_locked=True).select_related("post__author", "post__community").filter(pk=poll.pk).first()
    now = timezone.now()
    if locked is None or locked.result_told_at or locked.closes_at > now or locked.post.state != Post.State.PUBLISHED:
        return False
    locked.result_told_at = now
    locked.save(update_fields=["result_told_at"])
    voters = list(Vote.objects.filter(option__poll=locked).order_by("user").values_list("user", flat=True).distinct())
    poll_closed.send(Poll, poll=locked, voters=voters, actor=actor)
    if locked.anonymous:
        Vote.objects.filter(option__poll=locked).delete()
    return True


def _replace(poll: Poll, wanted: set[int], actor: User) -> Poll:
    mine = Vote.objects.filter(option__poll=poll, user=actor)
    before = set(mine.values_list("option", flat=True))
    if before == wanted:
        return poll
    mine.exclude(option__in=wanted).delete()
    Vote.objects.bulk_create([Vote(option_id=pk, user=actor) for pk in sorted(wanted - before)], ignore_conflicts=True)
    PollOption.objects.filter(pk__in=before - wanted).update(vote_count=F("vote_count") - 1)
    PollOption.objects.filter(pk__in=wanted - before).update(vote_count=F("vote_count") + 1)
    if bool(before) != bool(wanted):
        poll.voter_count += 1 if wanted else -1
        poll.save(update_fields=["voter_count"])
    poll_voted.send(Poll, poll=poll, actor=actor)
    return poll
