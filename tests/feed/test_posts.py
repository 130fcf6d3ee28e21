"""A post that was sent: mentions, history, two-stage deletion, pins, must-reads, polls, sharing, the voice of a department."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.utils import timezone

from rse.communities.models import Membership
from rse.core.actions import receive_file
from rse.core.files import may_read_attachment
from rse.core.models import Attachment
from rse.feed import exceptions, naming, roles, sweeps
from rse.feed.actions import polls, posts, reading, spokespeople
from rse.feed.actions.drafts import write_draft
from rse.feed.actions.marks import mark
from rse.feed.actions.sending import send
from rse.feed.content import FileLine, Place, PollLines
from rse.feed.models import Acknowledgement, FollowedTag, Hashtag, Mention, Post, PostVersion, SavedPost, Vote
from rse.feed.sharing import originals
from rse.feed.writing import still_to_read
from rse.notifications.models import Notification
from rse.people.models import PersonChange, Skill, User
from tests.factories import AgentFactory, DepartmentFactory, UserFactory, head_of, hr_agent
from tests.feed.factories import CommunityFactory, content, joined, png, sent, to_everyone

pytestmark = pytest.mark.django_db
MODERATOR = Membership.Role.MODERATOR


def told(user: User) -> list[str]:
    return list(Notification.objects.filter(recipient=user).order_by("seq").values_list("kind", flat=True))


def karim(**kwargs):
    return AgentFactory(first_name="Karim", last_name="Benali", **kwargs)


# Mentions


def test_whoever_is_named_and_reads_the_place_is_told_once():
    writer, named = AgentFactory(), karim()
    group = joined(CommunityFactory(hidden=True), writer.user, named.user)
    post = sent(writer.user, "Merci @Karim.Benali, et encore @karim.benali !", community=group)
    assert told(named.user) == ["feed.mention"]
    assert Mention.objects.get().user == named.user
    assert mark(post, actor=writer.user) == []
    assert told(named.user) == ["feed.mention"]


def test_being_named_gives_no_right_and_the_writer_is_told():
    writer, outsider = AgentFactory(), karim()
    group = joined(CommunityFactory(hidden=True), writer.user)
    post = sent(writer.user, "Demandons à @Karim.Benali", community=group)
    assert told(outsider.user) == []
    assert not Post.objects.visible_to(outsider.user).exists()
    assert not Mention.objects.visible_to(outsider.user).exists()
    assert naming.unreached_by(post, writer=writer.user).unread == ["Karim Benali"]


def test_namesakes_are_told_apart_by_a_number():
    writer, one, other = AgentFactory(), karim(), karim()
    assert naming.handles_of([one, writer]) == {one.pk: f"Karim.Benali.{one.pk}", writer.pk: ".".join(writer.full_name.split())}
    group = joined(CommunityFactory(), writer.user)
    post = sent(writer.user, f"@Karim.Benali.{other.pk}", community=group)
    assert (told(one.user), told(other.user)) == ([], ["feed.mention"])
    post = sent(writer.user, "@Karim.Benali", community=group)
    assert naming.unreached_by(post, writer=writer.user).unclear == ["Karim Benali"]


def test_a_composed_name_is_found_however_it_is_cut():
    writer, named = AgentFactory(), AgentFactory(first_name="Jean-Pierre", last_name="Le Goff")
    sent(writer.user, "@Jean-Pierre.Le.Goff vient ?")
    assert told(named.user) == ["feed.mention"]


def test_a_group_is_told_by_one_of_its_members_only_and_only_those_who_read_the_place():
    writer, member, stranger = AgentFactory(), AgentFactory(), AgentFactory()
    crew = joined(CommunityFactory(slug="plan-neige"), writer.user, member.user)
    place = joined(CommunityFactory(hidden=True), writer.user, stranger.user)
    sent(writer.user, "@plan-neige réunion à midi", community=place)
    assert told(member.user) == []
    sent(stranger.user, "@plan-neige ?", community=joined(CommunityFactory(), stranger.user))
    assert told(member.user) == []
    sent(writer.user, "@plan-neige réunion à midi", community=crew)
    assert told(member.user) == ["feed.mention"]


def test_a_group_that_the_writer_cannot_see_is_no_name():
    writer = AgentFactory()
    CommunityFactory(hidden=True, slug="cellule")
    sent(writer.user, "@cellule êtes-vous là ?")
    assert not Mention.objects.exists()


def test_a_role_is_named_through_the_registry(monkeypatch):
    writer, referent = AgentFactory(), AgentFactory()
    role = roles.Role("referent-", people=lambda rest: [referent.user] if rest == "voirie" else [], suggest=lambda _typed: [])
    monkeypatch.setattr(roles, "_roles", {"referent-": role})
    sent(writer.user, "Une idée @referent-voirie ? et @referent-lune")
    assert told(referent.user) == ["feed.mention"]
    assert Mention.objects.get().role == "referent-voirie"


# Questions


def test_a_question_is_told_to_who_follows_its_subject_or_knows_it_and_to_nobody_else():
    writer, follower, knower, other, outside = (AgentFactory() for _ in range(5))
    group = joined(CommunityFactory(hidden=True), *[agent.user for agent in (writer, follower, knower, other)])
    knower.skills.add(Skill.objects.create(name="Déneigement", folded="deneigement", synonyms="salage"))
    outside.skills.add(Skill.objects.get())
    tag = Hashtag.objects.create(name="neige", folded="neige")
    FollowedTag.objects.create(user=follower.user, tag=tag)
    sent(writer.user, "Qui peut aider ? #Neige", community=group, kind="question", title="Où se prépare le salage ?")
    assert [told(agent.user) for agent in (follower, knower, other, outside, writer)] == [["feed.question"], ["feed.question"], [], [], []]


# Edits and deletions


def test_an_edit_keeps_what_was_said_and_the_same_words_keep_nothing():
    writer, reader, outsider = UserFactory(), UserFactory(), UserFactory()
    post = sent(writer, "Avant", community=joined(CommunityFactory(hidden=True), writer, reader))
    post = posts.edit(post, content=content("Après"), seen=1, actor=writer)
    posts.edit(post, content=content("Après"), seen=1, actor=writer)
    assert (post.text, post.version, PostVersion.objects.visible_to(reader).get().body) == ("Après", 2, "<p>Avant</p>")
    assert not PostVersion.objects.visible_to(outsider).exists()


def test_two_windows_do_not_write_over_each_other():
    writer = UserFactory()
    post = sent(writer, "Avant")
    posts.edit(post, content=content("Une"), seen=1, actor=writer)
    with pytest.raises(exceptions.PostChangedMeanwhile):
        posts.edit(post, content=content("Deux"), seen=1, actor=writer)


def test_nobody_writes_in_the_place_of_an_author_moderators_included():
    writer, moderator = UserFactory(), UserFactory()
    group = joined(joined(CommunityFactory(), writer), moderator, role=MODERATOR)
    post = sent(writer, community=group)
    for act in (lambda: posts.edit(post, content=content("Non"), seen=1, actor=moderator), lambda: posts.delete_post(post, actor=moderator)):
        with pytest.raises(PermissionDenied):
            act()


def test_an_edit_tells_only_who_is_newly_named():
    writer, one, two = AgentFactory(), karim(), AgentFactory(first_name="Hélène", last_name="Roy")
    post = sent(writer.user, "@Karim.Benali")
    posts.edit(post, content=content("@Karim.Benali et @Hélène.Roy"), seen=1, actor=writer.user)
    assert (told(one.user), told(two.user)) == (["feed.mention"], ["feed.mention"])


def test_a_deleted_post_leaves_every_exit_at_once_and_is_purged_with_its_files_after_thirty_days(time_machine, django_capture_on_commit_callbacks):
    writer = UserFactory()
    group = joined(CommunityFactory(), writer)
    file = receive_file(png(), actor=writer)
    post = sent(writer, "Adieu #Neige", community=group, files=(FileLine(file.pk, "Plan"),))
    share = write_draft(content("Voyez"), place=Place(group), token="s", actor=writer, shared_from=post)
    send(share, actor=writer)
    file.refresh_from_db()
    assert may_read_attachment(UserFactory(), file)
    posts.delete_post(post, actor=writer)
    posts.delete_post(post, actor=writer)
    assert not Post.objects.visible_to(writer).filter(pk=post.pk).exists()
    assert not Hashtag.objects.visible_to(writer).exists()
    assert not may_read_attachment(writer, file)
    assert originals([share], reader=writer) == {}
    time_machine.move_to(timezone.now() + timedelta(days=29))
    assert sweeps.purge_deleted() == 0
    time_machine.move_to(timezone.now() + timedelta(days=2))
    with django_capture_on_commit_callbacks(execute=True):
        assert sweeps.purge_deleted() == 1
    assert not Post.objects.filter(pk=post.pk).exists()
    assert not Attachment.objects.exists()
    assert not default_storage.exists(file.file.name)


# Pins, locks, must-reads


def test_moderators_pin_for_a_time_in_their_group_and_communication_for_everybody():
    member, moderator, communication = UserFactory(), UserFactory(), UserFactory()
    communication.user_permissions.add(Permission.objects.get(codename="pin_for_everyone"))
    group = joined(joined(CommunityFactory(), member), moderator, role=MODERATOR)
    in_group, before_all = sent(member, community=group), to_everyone(member)
    until = timezone.now() + timedelta(days=2)
    for user, post in ((member, in_group), (communication, in_group), (moderator, before_all)):
        with pytest.raises(PermissionDenied):
            posts.pin(post, until=until, actor=user)
    assert posts.pin(in_group, until=until, actor=moderator).pinned_until == until
    assert posts.pin(before_all, until=until, actor=communication).pinned_until == until
    assert posts.unpin(in_group, actor=moderator).pinned_until is None
    with pytest.raises(exceptions.TooFarAway):
        posts.pin(in_group, until=timezone.now() + timedelta(days=200), actor=moderator)


def test_an_author_or_a_moderator_closes_the_comments_and_nobody_else():
    member, other, moderator = UserFactory(), UserFactory(), UserFactory()
    group = joined(joined(CommunityFactory(), member, other), moderator, role=MODERATOR)
    post = sent(member, community=group)
    with pytest.raises(PermissionDenied):
        posts.lock_comments(post, actor=other)
    assert posts.lock_comments(post, actor=member).locked_at
    assert posts.unlock_comments(post, actor=moderator).locked_at is None


def test_a_must_read_asks_the_members_and_follows_up_without_hours():
    member, reader, stranger, moderator = (AgentFactory().user for _ in range(4))
    group = joined(joined(CommunityFactory(), member, reader), moderator, role=MODERATOR)
    post = sent(member, community=group)
    until = timezone.now() + timedelta(days=3)
    with pytest.raises(PermissionDenied):
        reading.require_reading(post, until=until, actor=member)
    reading.require_reading(post, until=until, actor=moderator)
    assert (told(reader), told(stranger), told(member)) == (["feed.must_read"], [], [])
    assert set(still_to_read(post)) == {reader, moderator}
    reading.acknowledge(post, actor=reader)
    reading.acknowledge(post, actor=reader)
    assert Acknowledgement.objects.count() == 1
    assert set(still_to_read(post)) == {moderator}
    assert not Acknowledgement.objects.visible_to(moderator).exists(), "nobody sees the hour of another"
    assert (reading.remind(post, actor=moderator), reading.remind(post, actor=moderator)) == (1, 1)
    assert told(moderator) == ["feed.must_read", "feed.must_read_reminder"], "a second press the same day tells nobody again"
    with pytest.raises(PermissionDenied):
        reading.remind(post, actor=member)


def test_nobody_acknowledges_what_they_do_not_read_nor_what_nobody_asked():
    writer, moderator, outsider = UserFactory(), UserFactory(), UserFactory()
    group = joined(joined(CommunityFactory(hidden=True), writer), moderator, role=MODERATOR)
    post = sent(writer, community=group)
    with pytest.raises(exceptions.NotSent):
        reading.acknowledge(post, actor=writer)
    reading.require_reading(post, until=timezone.now() + timedelta(days=1), actor=moderator)
    for act in (reading.acknowledge, reading.save_for_later):
        with pytest.raises(exceptions.NotSent):
            act(post, actor=outsider)


def test_a_post_put_aside_is_ones_own_business():
    writer, reader = UserFactory(), UserFactory()
    post = sent(writer)
    reading.save_for_later(post, actor=reader)
    reading.save_for_later(post, actor=reader)
    assert SavedPost.objects.visible_to(reader).count() == 1
    assert not SavedPost.objects.visible_to(writer).exists()
    reading.forget_saved(post, actor=reader)
    assert not SavedPost.objects.exists()


# Polls


def poll_of(writer, group=None, **rules):
    lines = PollLines(("Mardi", "Jeudi", "Lundi"), timezone.now() + timedelta(days=2), **rules)
    post = sent(writer, "Quel jour ?", community=group, kind="poll", poll=lines)
    return post.poll, list(post.poll.options.all())


def counts(poll):
    poll.refresh_from_db()
    return [option.vote_count for option in poll.options.all()], poll.voter_count


def test_a_vote_counts_once_and_changes_until_the_close(time_machine):
    writer, voter = UserFactory(), UserFactory()
    poll, (tuesday, thursday, _monday) = poll_of(writer)
    for options in ([tuesday.pk], [tuesday.pk], [thursday.pk]):
        polls.vote(poll, options=options, actor=voter)
    assert counts(poll) == ([0, 1, 0], 1)
    with pytest.raises(exceptions.OneChoiceOnly):
        polls.vote(poll, options=[tuesday.pk, thursday.pk], actor=voter)
    with pytest.raises(exceptions.ChooseSomething):
        polls.vote(poll, options=[0], actor=voter)
    polls.withdraw_vote(poll, actor=voter)
    assert counts(poll) == ([0, 0, 0], 0)
    time_machine.move_to(timezone.now() + timedelta(days=3))
    with pytest.raises(exceptions.PollIsClosed):
        polls.vote(poll, options=[tuesday.pk], actor=voter)


def test_several_choices_are_several_votes_of_one_voter():
    writer, voter = UserFactory(), UserFactory()
    poll, (tuesday, thursday, monday) = poll_of(writer, several=True)
    polls.vote(poll, options=[tuesday.pk, monday.pk], actor=voter)
    polls.vote(poll, options=[monday.pk, thursday.pk], actor=voter)
    assert counts(poll) == ([0, 1, 1], 1)


def test_nobody_votes_where_they_do_not_read():
    writer, outsider = UserFactory(), UserFactory()
    poll, options = poll_of(writer, joined(CommunityFactory(hidden=True), writer))
    with pytest.raises(exceptions.NotSent):
        polls.vote(poll, options=[options[0].pk], actor=outsider)


def test_the_result_is_told_once_and_an_anonymous_poll_forgets_who_chose_what(time_machine):
    writer, voter, other = UserFactory(), UserFactory(), UserFactory()
    poll, options = poll_of(writer)
    polls.vote(poll, options=[options[0].pk], actor=voter)
    assert not Vote.objects.visible_to(writer).exists(), "anonymous, for its author too"
    time_machine.move_to(timezone.now() + timedelta(days=3))
    assert (sweeps.close_polls(), sweeps.close_polls()) == (1, 0)
    assert (told(voter), told(writer), told(other)) == (["feed.poll_result"], ["feed.poll_result"], [])
    assert not Vote.objects.exists()
    assert counts(poll) == ([1, 0, 0], 1)


def test_a_named_poll_shows_its_voters_once_the_results_are_shown(time_machine):
    writer, voter = UserFactory(), UserFactory()
    poll, options = poll_of(writer, anonymous=False, results_when_closed=True)
    polls.vote(poll, options=[options[0].pk], actor=voter)
    assert (Vote.objects.visible_to(writer).count(), Vote.objects.visible_to(voter).count()) == (0, 1)
    time_machine.move_to(timezone.now() + timedelta(days=3))
    assert Vote.objects.visible_to(writer).count() == 1


def test_choices_stay_once_somebody_has_voted():
    writer = UserFactory()
    poll, options = poll_of(writer)
    polls.vote(poll, options=[options[0].pk], actor=writer)
    with pytest.raises(exceptions.PollHasVotes):
        posts.edit(poll.post, content=content("Quel jour ?", kind="poll", poll=PollLines(("A", "B"), poll.closes_at)), seen=1, actor=writer)


# Shares and voices


def test_a_share_copies_no_word_and_shows_its_card_to_who_may_read_the_original():
    writer, member, outsider = UserFactory(), UserFactory(), UserFactory()
    closed = joined(CommunityFactory(hidden=True), writer, member)
    original = sent(writer, "Secret de la cellule", community=closed)
    share = write_draft(content("À voir"), place=Place(joined(CommunityFactory(), writer)), token="s", actor=writer, shared_from=original)
    share = send(share, actor=writer)
    assert "Secret" not in share.text + share.body + share.title
    assert originals([share], reader=member) == {original.pk: original}
    assert originals([share], reader=outsider) == {}
    with pytest.raises(exceptions.NotSent):
        write_draft(content(), place=Place(joined(CommunityFactory(), outsider)), token="o", actor=outsider, shared_from=original)


def test_heads_and_hr_name_who_writes_in_the_name_of_a_department_with_a_line_in_the_journal():
    head, agent, hr = head_of(DepartmentFactory()), AgentFactory(), hr_agent()
    with pytest.raises(PermissionDenied):
        spokespeople.name_spokesperson(head.department, user=agent.user, actor=agent.user)
    row = spokespeople.name_spokesperson(head.department, user=agent.user, actor=head.user)
    assert sent(agent.user, department=head.department, on_behalf_of=head.department).on_behalf_of == head.department
    spokespeople.remove_spokesperson(row, actor=hr.user)
    codes = PersonChange.objects.filter(subject=agent.user).order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["spokesperson_named", "spokesperson_removed"]
