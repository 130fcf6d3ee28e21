"""Reporting, taking in hand: once per person, one case an object, and nobody told who reported."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from rse.feed.models import Comment
from rse.moderation import journal
from rse.moderation.actions import reports
from rse.moderation.exceptions import AlreadyJudged, NotReportable, OwnWords, TakenByAnother
from rse.moderation.models import Case, Reason, Report
from rse.notifications.models import Notification
from tests.factories import AgentFactory, DepartmentFactory
from tests.feed.factories import ClosedFactory, CommentFactory, CommunityFactory, PostFactory, member
from tests.moderation.factories import case_of, group_moderator, network_moderator, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def reason() -> Reason:
    return Reason.objects.get(code="hurtful")


def test_two_people_who_report_one_post_make_one_case() -> None:
    post = PostFactory()
    first, second = reported(post), reported(post, reason="false")
    assert first.case == second.case
    first.case.refresh_from_db()
    assert first.case.report_count == 2
    assert first.case.words == post.text
    assert first.case.author == post.author


def test_reporting_twice_is_reporting_once() -> None:
    post, sonia = PostFactory(), AgentFactory().user
    assert reported(post, by=sonia) == reported(post, by=sonia, reason="false")
    assert Report.objects.count() == 1
    assert Case.objects.get().report_count == 1


def test_one_does_not_report_ones_own_words(reason: Reason) -> None:
    post = PostFactory()
    with pytest.raises(OwnWords):
        reports.report(post, reason=reason, words="", actor=post.author)


def test_one_does_not_report_what_one_does_not_see(reason: Reason) -> None:
    post = PostFactory(community=ClosedFactory())
    with pytest.raises(PermissionDenied):
        reports.report(post, reason=reason, words="", actor=AgentFactory().user)


def test_what_no_room_registered_is_not_reported(reason: Reason) -> None:
    with pytest.raises(NotReportable):
        reports.report(DepartmentFactory(), reason=reason, words="", actor=AgentFactory().user)


def test_a_comment_is_reported_to_the_moderators_of_its_group() -> None:
    group = CommunityFactory()
    flora = group_moderator(group)
    comment = CommentFactory(post=PostFactory(community=group))
    case = reported(comment).case
    assert (case.label, case.community) == ("feed.comment", group)
    assert isinstance(comment, Comment)
    told = Notification.objects.filter(kind="moderation_report")
    assert [row.recipient for row in told] == [flora]


def test_moderators_are_told_once_a_case_and_never_who_reported() -> None:
    nadia = network_moderator()
    post, sonia = PostFactory(), AgentFactory(first_name="Zénobie", last_name="Introuvable").user
    reported(post, by=sonia, words="C’est blessant.")
    reported(post)
    told = Notification.objects.get(recipient=nadia, kind="moderation_report")
    assert told.actor is None
    assert "Introuvable" not in str(told.params)
    assert not Notification.objects.filter(recipient=post.author).exists()
    assert all(line.actor is None for line in journal.lines(Case.objects.get()))


def test_the_network_is_told_when_a_group_has_no_other_moderator() -> None:
    nadia, group = network_moderator(), CommunityFactory()
    flora = group_moderator(group)
    reported(PostFactory(community=group, author=flora))
    assert set(Notification.objects.values_list("recipient", flat=True)) == {nadia.pk}


def test_two_moderators_do_not_take_the_same_report() -> None:
    nadia, paul = network_moderator(), network_moderator()
    case = case_of(PostFactory())
    assert reports.claim(case, actor=nadia).claimed_by == nadia
    assert reports.claim(case, actor=nadia).claimed_by == nadia
    with pytest.raises(TakenByAnother):
        reports.claim(case, actor=paul)
    reports.release(case, actor=paul)
    with pytest.raises(TakenByAnother):
        reports.claim(case, actor=paul)
    reports.release(case, actor=nadia)
    assert reports.claim(case, actor=paul).claimed_by == paul
    assert [line.code for line in journal.lines(case)] == ["reported", "claimed", "released", "claimed"]


def test_a_report_kept_too_long_can_be_taken_over() -> None:
    nadia, paul = network_moderator(), network_moderator()
    case = case_of(PostFactory())
    reports.claim(case, actor=nadia)
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert reports.claim(case, actor=paul).claimed_by == paul


def test_who_does_not_moderate_takes_nothing() -> None:
    group = CommunityFactory()
    case = case_of(PostFactory(community=group))
    with pytest.raises(PermissionDenied):
        reports.claim(case, actor=member(group))
    with pytest.raises(PermissionDenied):
        reports.claim(case, actor=group_moderator(CommunityFactory()))


def test_nobody_takes_a_report_about_their_own_words() -> None:
    group = CommunityFactory()
    flora = group_moderator(group)
    case = case_of(PostFactory(community=group, author=flora))
    with pytest.raises(PermissionDenied):
        reports.claim(case, actor=flora)


def test_a_superuser_moderates_nothing_by_being_one() -> None:
    case = case_of(PostFactory())
    boss = AgentFactory(user__is_superuser=True).user
    with pytest.raises(PermissionDenied):
        reports.claim(case, actor=boss)


def test_what_is_judged_is_no_longer_taken() -> None:
    nadia = network_moderator()
    case = case_of(PostFactory())
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=timezone.now())
    with pytest.raises(AlreadyJudged):
        reports.claim(case, actor=nadia)


def test_a_rewritten_line_of_the_journal_is_named() -> None:
    case = case_of(PostFactory())
    reports.claim(case, actor=network_moderator())
    assert journal.broken_line(case) is None
    first = journal.lines(case)[0]
    first.detail = {"reason": "other"}
    first.save()
    assert journal.broken_line(case) == 1
