"""Decisions, measures, the right of reply and appeals."""

from datetime import timedelta
from itertools import count

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from rse.communities import restrictions
from rse.communities.restrictions import Restricted
from rse.feed.actions import comments as commenting
from rse.feed.models import Comment, Post
from rse.feed.permissions import can_comment
from rse.moderation import journal, sweeps
from rse.moderation.actions import appeals, decisions, reports
from rse.moderation.exceptions import (
    AlreadyAnswered,
    AlreadyAppealed,
    AlreadyJudged,
    EndNotAhead,
    NotOpened,
    ReasonMissing,
    TakenByAnother,
    TooLate,
)
from rse.moderation.models import Appeal, Case, Decision, Entry
from rse.notifications.models import Notification
from tests.factories import AgentFactory
from tests.feed.factories import ClosedFactory, CommentFactory, CommunityFactory, PostFactory, member
from tests.moderation.factories import case_of, group_moderator, network_moderator, reported

pytestmark = pytest.mark.django_db
tokens = count()
Kind = Decision.Kind


def judge(case: Case, kind: str, actor, words: str = "Ces mots blessent.", token: str = "") -> Decision:
    return decisions.judge(case, kind=kind, words=words, token=token or f"t{next(tokens)}", actor=actor)


def pause(case: Case, actor, kind: str = Kind.GROUP_PAUSE, days: int = 3, token: str = "") -> Decision:
    until = timezone.now() + timedelta(days=days)
    return decisions.take_measure(case, kind=kind, words="Trois rappels sans effet.", until=until, token=token or f"t{next(tokens)}", actor=actor)


def test_nothing_wrong_closes_the_case_and_tells_those_who_reported_only() -> None:
    nadia, sonia, post = network_moderator(), AgentFactory().user, PostFactory()
    case = case_of(post, by=sonia)
    judge(case, Kind.NOTHING, nadia, words="")
    case.refresh_from_db()
    post.refresh_from_db()
    assert not case.is_open
    assert post.state == Post.State.PUBLISHED
    assert Notification.objects.filter(recipient=sonia, kind="moderation_outcome").count() == 1
    assert not Notification.objects.filter(recipient=post.author).exists()
    assert not Decision.objects.about(post.author).exists()


def test_a_hidden_post_is_seen_by_its_author_alone_with_the_reason() -> None:
    nadia, post = network_moderator(), PostFactory()
    decision = judge(case_of(post), Kind.HIDE, nadia)
    assert Post.objects.visible_to(post.author).filter(pk=post.pk).exists()
    assert not Post.objects.visible_to(AgentFactory().user).filter(pk=post.pk).exists()
    told = Notification.objects.get(recipient=post.author)
    assert (told.kind, told.actor) == ("moderation_decision", None)
    assert list(Decision.objects.visible_to(post.author)) == [decision]
    assert decision.words == "Ces mots blessent."


def test_hiding_needs_a_reason() -> None:
    with pytest.raises(ReasonMissing):
        judge(case_of(PostFactory()), Kind.HIDE, network_moderator(), words="  ")
    assert Post.objects.get().state == Post.State.PUBLISHED


def test_a_hidden_comment_leaves_the_count_and_comes_back() -> None:
    nadia, comment = network_moderator(), CommentFactory()
    case = case_of(comment)
    judge(case, Kind.HIDE, nadia)
    assert Post.objects.get(pk=comment.post_id).comment_count == 0
    case.refresh_from_db()
    assert decisions.offered(case) == [Kind.RESTORE]
    judge(case, Kind.RESTORE, nadia, words="Relu à froid.")
    assert Post.objects.get(pk=comment.post_id).comment_count == 1
    assert decisions.offered(case) == []


def test_the_author_does_not_bring_back_a_comment_that_was_removed() -> None:
    comment = CommentFactory()
    judge(case_of(comment), Kind.REMOVE, network_moderator())
    comment.refresh_from_db()
    assert comment.state == Comment.State.DELETED
    with pytest.raises(PermissionDenied):
        commenting.restore_comment(comment, actor=comment.author)


def test_the_words_of_a_removed_comment_are_erased_after_a_month() -> None:
    comment = CommentFactory()
    judge(case_of(comment), Kind.REMOVE, network_moderator())
    assert sweeps.erase_removed() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert sweeps.erase_removed() == 1
        assert sweeps.erase_removed() == 0
    comment.refresh_from_db()
    assert comment.body == ""


def test_closed_comments_stay_and_nobody_adds_to_them() -> None:
    nadia, post = network_moderator(), PostFactory()
    case = case_of(post)
    judge(case, Kind.LOCK, nadia)
    post.refresh_from_db()
    assert not can_comment(AgentFactory().user, post)
    case.refresh_from_db()
    judge(case, Kind.RESTORE, nadia, words="Le calme est revenu.")
    post.refresh_from_db()
    assert can_comment(AgentFactory().user, post)


def test_a_double_click_decides_once() -> None:
    nadia, case = network_moderator(), case_of(PostFactory())
    first = judge(case, Kind.HIDE, nadia, token="same")
    assert judge(case, Kind.HIDE, nadia, token="same") == first
    assert Decision.objects.count() == 1


def test_the_second_of_two_moderators_is_told_that_it_is_judged() -> None:
    case = case_of(PostFactory())
    judge(case, Kind.HIDE, network_moderator())
    with pytest.raises(AlreadyJudged):
        judge(case, Kind.NOTHING, network_moderator())
    assert Post.objects.get().state == Post.State.HIDDEN


def test_nobody_decides_what_a_colleague_has_taken() -> None:
    nadia, case = network_moderator(), case_of(PostFactory())
    reports.claim(case, actor=nadia)
    with pytest.raises(TakenByAnother):
        judge(case, Kind.HIDE, network_moderator())
    judge(case, Kind.HIDE, nadia)


def test_a_member_and_the_moderator_of_another_group_decide_nothing() -> None:
    group = CommunityFactory()
    case = case_of(PostFactory(community=group))
    for stranger in (member(group), group_moderator(CommunityFactory()), AgentFactory().user):
        with pytest.raises(PermissionDenied):
            judge(case, Kind.HIDE, stranger)


def test_the_network_reads_in_a_closed_group_the_reported_words_and_the_journal_says_so() -> None:
    group, nadia = ClosedFactory(), network_moderator()
    flora, post = group_moderator(group), PostFactory(community=group)
    other = PostFactory(community=group, words="Autre chose.")
    case = case_of(post, by=flora)
    with pytest.raises(NotOpened):
        judge(case, Kind.HIDE, nadia)
    reports.open_words(case, actor=nadia)
    reports.open_words(case, actor=nadia)
    assert [line.actor for line in journal.lines(case) if line.code == "opened"] == [nadia]
    assert not Post.objects.visible_to(nadia).filter(pk__in=[post.pk, other.pk]).exists()
    judge(case, Kind.HIDE, nadia)


def test_who_pauses_in_a_group_writes_elsewhere() -> None:
    group, elsewhere = CommunityFactory(), CommunityFactory()
    author = member(group)
    member(elsewhere, author)
    case = case_of(PostFactory(community=group, author=author))
    pause(case, group_moderator(group))
    with pytest.raises(Restricted, match=group.name):
        restrictions.require(author, group)
    with pytest.raises(Restricted):
        commenting.send_comment(PostFactory(community=group), body="Bonjour", token="a", actor=author)
    assert not can_comment(author, PostFactory(community=group))
    restrictions.require(author, elsewhere)
    restrictions.require(author, None)


def test_a_pause_in_the_network_holds_everywhere_and_leaves_private_messages() -> None:
    nadia, post = network_moderator(), PostFactory()
    pause(case_of(post), nadia, kind=Kind.NETWORK_PAUSE)
    with pytest.raises(Restricted):
        restrictions.require(post.author, None)
    with pytest.raises(Restricted):
        restrictions.require(post.author, CommunityFactory())
    restrictions.require_for_messages(post.author)
    assert not can_comment(post.author, PostFactory())


def test_a_moderator_of_a_group_pauses_nobody_in_the_whole_network() -> None:
    group = CommunityFactory()
    case = case_of(PostFactory(community=group))
    with pytest.raises(PermissionDenied):
        pause(case, group_moderator(group), kind=Kind.NETWORK_PAUSE)


def test_a_pause_ends_ahead_and_not_in_years() -> None:
    nadia, case = network_moderator(), case_of(PostFactory())
    for days in (0, 400):
        with pytest.raises(EndNotAhead):
            pause(case, nadia, kind=Kind.NETWORK_PAUSE, days=days)


def test_a_pause_ends_at_its_hour_and_the_person_is_told_once() -> None:
    nadia, post = network_moderator(), PostFactory()
    decision = pause(case_of(post), nadia, kind=Kind.NETWORK_PAUSE)
    assert sweeps.end_pauses() == 0
    with time_machine.travel(decision.until + timedelta(seconds=1), tick=False):
        restrictions.require(post.author, None)
        assert sweeps.end_pauses() == 1
        assert sweeps.end_pauses() == 0
    decision.refresh_from_db()
    assert decision.end == Decision.End.EXPIRED
    assert Notification.objects.filter(recipient=post.author, kind="moderation_ended").count() == 1


def test_a_moderator_ends_a_pause_before_its_hour() -> None:
    nadia, post = network_moderator(), PostFactory()
    decision = pause(case_of(post), nadia, kind=Kind.NETWORK_PAUSE)
    with pytest.raises(PermissionDenied):
        decisions.lift(decision, actor=post.author)
    decisions.lift(decision, actor=nadia)
    restrictions.require(post.author, None)


def test_a_warning_refuses_nothing() -> None:
    nadia, post = network_moderator(), PostFactory()
    decisions.take_measure(case_of(post), kind=Kind.WARNING, words="Restons courtois.", token="w", actor=nadia)
    restrictions.require(post.author, None)


def test_nobody_else_reads_the_measures_of_a_person() -> None:
    group = CommunityFactory()
    flora, post = group_moderator(group), PostFactory(community=group)
    decision = pause(case_of(post), flora)
    for reader in (AgentFactory().user, member(group), group_moderator(CommunityFactory()), AgentFactory(user__is_superuser=True).user):
        assert not Decision.objects.visible_to(reader).exists()
    for reader in (post.author, flora, network_moderator()):
        assert list(Decision.objects.visible_to(reader)) == [decision]


def test_the_person_answers_once_and_in_time() -> None:
    nadia, post = network_moderator(), PostFactory()
    decision = judge(case_of(post), Kind.HIDE, nadia)
    with pytest.raises(PermissionDenied):
        appeals.reply(decision, words="Je n’ai pas dit cela.", actor=nadia)
    appeals.reply(decision, words="Je n’ai pas dit cela.", actor=post.author)
    appeals.reply(decision, words="Je n’ai pas dit cela.", actor=post.author)
    with pytest.raises(AlreadyAnswered):
        appeals.reply(decision, words="Et aussi…", actor=post.author)
    assert Notification.objects.filter(recipient=nadia, kind="moderation_reply").count() == 1


def test_the_time_to_answer_ends() -> None:
    post = PostFactory()
    decision = judge(case_of(post), Kind.HIDE, network_moderator())
    with time_machine.travel(timezone.now() + timedelta(days=16), tick=False):
        with pytest.raises(TooLate):
            appeals.reply(decision, words="Trop tard.", actor=post.author)
        with pytest.raises(TooLate):
            appeals.appeal(decision, words="Trop tard.", actor=post.author)


def test_another_moderator_looks_again_and_puts_the_post_back() -> None:
    nadia, paul, post = network_moderator(), network_moderator(), PostFactory()
    decision = judge(case_of(post), Kind.HIDE, nadia)
    row = appeals.appeal(decision, words="C’était de l’humour.", actor=post.author)
    assert set(Notification.objects.filter(kind="moderation_appeal").values_list("recipient", flat=True)) == {paul.pk}
    with pytest.raises(PermissionDenied):
        appeals.judge_appeal(row, overturn=True, answer="Non.", actor=nadia)
    with pytest.raises(PermissionDenied):
        appeals.judge_appeal(row, overturn=True, answer="Oui.", actor=post.author)
    appeals.judge_appeal(row, overturn=True, answer="Relu : rien de blessant.", actor=paul)
    appeals.judge_appeal(row, overturn=True, answer="Relu : rien de blessant.", actor=paul)
    post.refresh_from_db()
    assert post.state == Post.State.PUBLISHED
    assert Notification.objects.filter(recipient=post.author, kind="moderation_appeal_judged").count() == 1
    assert Appeal.objects.get().judged_by == paul


def test_a_cancelled_measure_ends_at_once() -> None:
    nadia, paul, post = network_moderator(), network_moderator(), PostFactory()
    decision = pause(case_of(post), nadia, kind=Kind.NETWORK_PAUSE)
    row = appeals.appeal(decision, words="Trop sévère.", actor=post.author)
    appeals.judge_appeal(row, overturn=True, answer="En effet.", actor=paul)
    restrictions.require(post.author, None)
    decision.refresh_from_db()
    assert decision.end == Decision.End.OVERTURNED


def test_a_decision_that_stands_changes_nothing() -> None:
    nadia, paul, post = network_moderator(), network_moderator(), PostFactory()
    row = appeals.appeal(judge(case_of(post), Kind.HIDE, nadia), words="Non.", actor=post.author)
    appeals.judge_appeal(row, overturn=False, answer="Les mots restent blessants.", actor=paul)
    assert Post.objects.get().state == Post.State.HIDDEN


def test_one_appeal_a_decision() -> None:
    post = PostFactory()
    decision = judge(case_of(post), Kind.HIDE, network_moderator())
    first = appeals.appeal(decision, words="Non.", actor=post.author)
    assert appeals.appeal(decision, words="Non.", actor=post.author) == first
    with pytest.raises(AlreadyAppealed):
        appeals.appeal(decision, words="Encore.", actor=post.author)


def test_an_appeal_against_the_only_moderator_of_a_group_goes_to_the_network() -> None:
    group, nadia = CommunityFactory(), network_moderator()
    flora, post = group_moderator(group), PostFactory(community=group)
    appeals.appeal(judge(case_of(post), Kind.HIDE, flora), words="Non.", actor=post.author)
    assert set(Notification.objects.filter(kind="moderation_appeal").values_list("recipient", flat=True)) == {nadia.pk}


def test_a_judged_case_is_purged_a_year_after_its_last_effect() -> None:
    nadia, post = network_moderator(), PostFactory()
    case = case_of(post)
    decision = pause(case, nadia, kind=Kind.NETWORK_PAUSE, days=30)
    judge(case, Kind.HIDE, nadia)
    with time_machine.travel(timezone.now() + timedelta(days=370), tick=False):
        assert sweeps.purge() == 0
    with time_machine.travel(decision.until + timedelta(days=366), tick=False):
        assert sweeps.purge() == 1
        assert sweeps.purge() == 0
    assert not Case.objects.exists()
    assert not Decision.objects.exists()
    assert not Entry.objects.exists()


def test_what_is_not_judged_is_never_purged() -> None:
    reported(PostFactory())
    with time_machine.travel(timezone.now() + timedelta(days=1000), tick=False):
        assert sweeps.purge() == 0
