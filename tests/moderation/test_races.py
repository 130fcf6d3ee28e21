"""Two moderators who decide at the same time: one decision, and the other is told that it is judged already."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from rse.feed.models import Post
from rse.moderation import journal
from rse.moderation.actions import decisions
from rse.moderation.exceptions import AlreadyJudged
from rse.moderation.models import Case, Decision
from rse.notifications.models import Notification
from tests.feed.factories import PostFactory
from tests.moderation.factories import case_of, network_moderator

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def test_two_moderators_deciding_at_once_make_one_decision() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")
    post = PostFactory()
    case = case_of(post)

    def decide(rank: int) -> object:
        kind = Decision.Kind.HIDE if rank % 2 else Decision.Kind.NOTHING
        try:
            return decisions.judge(Case.objects.get(pk=case.pk), kind=kind, words="Ces mots blessent.", token=f"t{rank}", actor=moderators[rank])
        except Exception as refusal:  # noqa: BLE001 - told to the test
            return refusal
        finally:
            connections.close_all()

    moderators = [network_moderator() for _one in range(4)]
    with ThreadPoolExecutor(max_workers=4) as pool:
        answers = list(pool.map(decide, range(4)))
    kept = Decision.objects.get()
    assert [one for one in answers if isinstance(one, Decision)] == [kept]
    assert sum(isinstance(one, AlreadyJudged) for one in answers) == 3
    assert Post.objects.get().state == (Post.State.HIDDEN if kept.kind == Decision.Kind.HIDE else Post.State.PUBLISHED)
    assert Notification.objects.filter(recipient=post.author).count() == (1 if kept.kind == Decision.Kind.HIDE else 0)
    assert journal.broken_line(case) is None
