"""The talk of the crowd: the same each time, with counters that a recount agrees with, spoken by people who are where they speak."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Count, F

from integrations.bridges import conf
from integrations.bridges.demo import cast, crowd
from integrations.bridges.demo.talk import building, phrases
from integrations.bridges.demo.talk.building import Sizes
from rse.communities.models import Community, CommunityUserObjectPermission, Membership
from rse.feed.models import Comment, Poll, Post, Reaction, Vote
from rse.notifications.models import Inbox, Notification
from rse.people.models import Organisation, User

pytestmark = pytest.mark.django_db
SIZES = Sizes(posts=150, comments=400, reactions=600, communities=20)


@pytest.fixture
def talk() -> int:
    Organisation.objects.create(name=cast.ORGANISATION, code_insee="99999")
    crowd.build(40)
    return building.build(SIZES)


def test_as_many_are_written_as_were_asked_and_a_second_run_writes_none(talk: int) -> None:
    assert talk == Post.objects.count() == 150
    assert Comment.objects.count() == 400
    assert Community.objects.count() == 20
    assert 590 <= Reaction.objects.count() <= 600
    assert building.build(SIZES) == 0


def test_every_counter_is_what_a_recount_finds(talk: int) -> None:
    for post in Post.objects.all():
        assert post.comment_count == post.comments.filter(state="published").count()
        assert post.reaction_counts == dict(Counter(post.reactions.values_list("kind__code", flat=True)))
    for comment in Comment.objects.all():
        assert comment.reaction_counts == dict(Counter(comment.reactions.values_list("kind__code", flat=True)))
    for group in Community.objects.all():
        assert group.member_count == group.memberships.filter(user__is_active=True).count()
        assert group.last_post_at == group.posts.order_by("-published_at").values_list("published_at", flat=True).first()
    for poll in Poll.objects.filter(anonymous=True):
        assert not Vote.objects.filter(option__poll=poll).exists()
        assert sum(option.vote_count for option in poll.options.all()) == poll.voter_count
    for poll in Poll.objects.filter(anonymous=False):
        assert poll.voter_count == Vote.objects.filter(option__poll=poll).values("user").distinct().count()
        assert all(option.vote_count == option.votes.count() for option in poll.options.all())
    assert Poll.objects.count() == Post.objects.filter(kind="poll").count()


def test_each_person_is_in_twelve_groups_with_the_rights_of_the_role_and_speaks_only_there(talk: int) -> None:
    assert set(Membership.objects.values_list("user").annotate(groups=Count("pk")).values_list("groups", flat=True)) == {12}
    readers = set(CommunityUserObjectPermission.objects.filter(permission__codename="read_community").values_list("content_object", "user"))
    assert readers == set(Membership.objects.values_list("community", "user"))
    assert set(Post.objects.exclude(community=None).values_list("community", "author")) <= readers
    assert set(Comment.objects.exclude(post__community=None).values_list("post__community", "author")) <= readers
    assert set(Reaction.objects.exclude(post=None).exclude(post__community=None).values_list("post__community", "user")) <= readers


def test_two_groups_in_five_are_private_and_the_names_differ(talk: int) -> None:
    assert dict(Community.objects.order_by().values_list("visibility").annotate(n=Count("pk"))) == {"open": 12, "closed": 4, "hidden": 4}
    assert len({phrases.group_name(index) for index in range(1_000)}) == 1_000


def test_one_of_the_newest_posts_is_told_to_everybody_and_has_thirty_comments(talk: int) -> None:
    newest = Post.objects.order_by("-published_at")[:5]
    assert [(post.community, post.department) for post in newest if post.comment_count == 30] == [(None, None)]


def test_people_are_told_of_comments_of_others_in_the_order_of_their_own_sequence(talk: int) -> None:
    assert Notification.objects.exists()
    assert not Notification.objects.filter(actor=F("recipient")).exists()
    for inbox in Inbox.objects.all():
        seqs = list(inbox.user.notifications.order_by("created_at", "seq").values_list("seq", flat=True))
        assert seqs == sorted(seqs)
        assert inbox.last_seq == len(seqs)


def test_accounts_of_the_crowd_are_open_and_nobody_can_sign_in_with_them(talk: int) -> None:
    people = User.objects.filter(memberships__isnull=False).distinct()
    assert people.exists()
    assert not any(user.has_usable_password() for user in people)


@pytest.mark.parametrize("words", [["--posts", "5000000"], ["--posts", "10", "--communities", "0"], ["--comments", "5"], ["--posts", "-1"]])
def test_impossible_sizes_are_refused_in_words(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conf, "is_demo", lambda: True)
    with pytest.raises(CommandError):
        call_command("seed_load", *words)


def test_nothing_is_written_into_a_real_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conf, "is_demo", lambda: False)
    with pytest.raises(CommandError):
        call_command("seed_load", "--posts", "10")
    assert not Post.objects.exists()
