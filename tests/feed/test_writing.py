"""Who may write where, drafts, sending once, scheduling, and what is refused before it leaves."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from rse.communities.models import Membership
from rse.core import text
from rse.core.actions import receive_file
from rse.feed import exceptions, holds, sweeps
from rse.feed.actions.drafts import throw_away, write_draft
from rse.feed.actions.sending import schedule, send, send_new, unschedule
from rse.feed.content import Content, FileLine, Place, PollLines
from rse.feed.models import Hashtag, Post
from rse.feed.writing import can_write_in, groups_to_write_in, reach_of
from rse.notifications.models import Notification
from tests.factories import AgentFactory, DepartmentFactory, UserFactory, head_of
from tests.feed.factories import CommunityFactory, content, joined, png, sent

pytestmark = pytest.mark.django_db


def in_an_hour():
    return timezone.now() + timedelta(hours=1)


def test_a_draft_is_seen_by_its_author_alone_and_written_over_by_the_same_form():
    writer, colleague = UserFactory(), UserFactory()
    group = joined(CommunityFactory(), writer, colleague)
    draft = write_draft(content("Un début"), place=Place(group), token="t", actor=writer)
    again = write_draft(content("Un début de phrase"), place=Place(group), token="t", actor=writer)
    assert again.pk == draft.pk
    assert Post.objects.visible_to(writer).get().text == "Un début de phrase"
    assert not Post.objects.visible_to(colleague).exists()


def test_a_double_click_is_one_post():
    writer = UserFactory()
    group = joined(CommunityFactory(), writer)
    first = send_new(content("Une fois"), place=Place(group), token="t", actor=writer)
    second = send_new(content("Une autre"), place=Place(group), token="t", actor=writer)
    assert (first.pk, second.text) == (second.pk, "Une fois")
    group.refresh_from_db()
    assert group.last_post_at == first.published_at


def test_nobody_sends_the_draft_of_another():
    writer, other = UserFactory(), UserFactory()
    group = joined(CommunityFactory(), writer, other)
    draft = write_draft(content(), place=Place(group), token="t", actor=writer)
    with pytest.raises(PermissionDenied):
        send(draft, actor=other)
    with pytest.raises(PermissionDenied):
        throw_away(draft, actor=other)


@pytest.mark.parametrize(("role", "allowed"), [("member", True), ("reader", False), ("moderator", True)])
def test_one_writes_in_a_group_as_its_roles_say(role, allowed):
    writer = UserFactory()
    group = joined(CommunityFactory(), writer, role=role)
    assert can_write_in(writer, Place(group)) is allowed
    assert (group in groups_to_write_in(writer)) is allowed


def test_only_moderators_write_where_the_group_says_so_and_nobody_once_it_is_archived():
    member, moderator = UserFactory(), UserFactory()
    group = joined(joined(CommunityFactory(posting="moderators"), member), moderator, role=Membership.Role.MODERATOR)
    assert (can_write_in(member, Place(group)), can_write_in(moderator, Place(group))) == (False, True)
    assert (set(groups_to_write_in(member)), set(groups_to_write_in(moderator))) == (set(), {group})
    group.archived_at = timezone.now()
    group.save()
    assert not can_write_in(moderator, Place(group))
    assert not groups_to_write_in(moderator).exists()


def test_all_agents_are_written_to_by_heads_and_whoever_holds_the_right():
    agent, head, communication = AgentFactory(), head_of(DepartmentFactory()), AgentFactory()
    communication.user.user_permissions.add(Permission.objects.get(codename="post_to_everyone"))
    assert [can_write_in(one.user, Place()) for one in (agent, head)] == [False, True]
    assert can_write_in(type(communication.user).objects.get(pk=communication.user.pk), Place())
    draft = write_draft(content(), place=Place(), token="t", actor=agent.user)
    with pytest.raises(exceptions.PlaceClosed):
        send(draft, actor=agent.user)
    assert Post.objects.get().state == "draft", "what was written is kept"


def test_one_writes_on_the_page_of_ones_department_and_those_above_not_of_others():
    town = DepartmentFactory()
    agent = AgentFactory(department=DepartmentFactory(parent=town))
    assert can_write_in(agent.user, Place(department=agent.department))
    assert can_write_in(agent.user, Place(department=town))
    assert not can_write_in(agent.user, Place(department=DepartmentFactory()))


def test_the_writer_is_told_how_many_will_read():
    agents = [AgentFactory() for _ in range(3)]
    AgentFactory(gone=True)
    group = joined(CommunityFactory(hidden=True), agents[0].user, agents[1].user)
    assert reach_of(Place(), besides=agents[0].user) == 2
    assert reach_of(Place(group), besides=agents[0].user) == 1
    assert reach_of(Place(department=agents[0].department), besides=agents[0].user) == 0


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        (Content(text.to_html("  ")), exceptions.NothingToSend),
        (Content(text.to_html("x" * 20_001)), exceptions.PostTooLong),
        (Content(text.to_html("Lequel ?"), kind="poll"), exceptions.FewChoices),
        (Content(text.to_html("Lequel ?"), kind="poll", poll=PollLines(("Lundi", "lundi"), timezone.now() + timedelta(days=9))), exceptions.FewChoices),
        (Content(text.to_html("Lequel ?"), kind="poll", poll=PollLines(("A", "B"), timezone.now() - timedelta(days=1))), exceptions.ClosesTooSoon),
        (Content(text.to_html("Lequel ?"), kind="poll", poll=PollLines(("A" * 121, "B"), timezone.now())), exceptions.TooManyChoices),
    ],
)
def test_what_cannot_leave_is_said_in_a_sentence(written, refusal):
    writer = UserFactory()
    group = joined(CommunityFactory(), writer)
    with pytest.raises(refusal):
        send_new(written, place=Place(group), token="t", actor=writer)


def test_a_group_without_polls_refuses_polls():
    writer = UserFactory()
    group = joined(CommunityFactory(tools=["questions"]), writer)
    poll = content("Lequel ?", kind="poll", poll=PollLines(("A", "B"), timezone.now() + timedelta(days=2)))
    with pytest.raises(exceptions.ToolOff):
        send_new(poll, place=Place(group), token="t", actor=writer)
    assert send_new(content("Qui sait ?", kind="question"), place=Place(group), token="u", actor=writer).state == "published"


def test_an_image_leaves_only_with_words_for_who_cannot_see_it():
    writer = UserFactory()
    group = joined(CommunityFactory(), writer)
    file = receive_file(png("plan.png"), actor=writer)
    with pytest.raises(exceptions.DescriptionMissing):
        send_new(content("", files=(FileLine(file.pk),)), place=Place(group), token="t", actor=writer)
    post = send_new(content("", files=(FileLine(file.pk, "Plan du quartier"),)), place=Place(group), token="u", actor=writer)
    file.refresh_from_db()
    assert (post.state, file.description, file.owner_pk) == ("published", "Plan du quartier", post.pk)


def test_the_file_of_somebody_else_is_never_taken():
    writer, other = UserFactory(), UserFactory()
    group = joined(CommunityFactory(), writer)
    file = receive_file(png("a.png"), actor=other)
    write_draft(content(files=(FileLine(file.pk, "à moi"),)), place=Place(group), token="t", actor=writer)
    file.refresh_from_db()
    assert file.owner_label == ""


def test_a_scheduled_post_leaves_once_at_its_hour_and_waits_while_something_holds_it(monkeypatch, time_machine):
    writer, reader = UserFactory(), UserFactory()
    group = joined(CommunityFactory(), writer, reader)
    post = schedule(write_draft(content("#Neige"), place=Place(group), token="t", actor=writer), at=in_an_hour(), actor=writer)
    assert sweeps.send_scheduled() == 0
    assert not Hashtag.objects.exists()
    time_machine.move_to(in_an_hour() + timedelta(minutes=1))
    monkeypatch.setattr(holds, "_holds", [lambda _post: True])
    assert sweeps.send_scheduled() == 0
    monkeypatch.setattr(holds, "_holds", [])
    assert (sweeps.send_scheduled(), sweeps.send_scheduled()) == (1, 0)
    assert Post.objects.visible_to(reader).get().pk == post.pk
    assert Hashtag.objects.visible_to(reader).get().name == "Neige"


def test_a_scheduled_post_whose_author_has_left_the_group_is_a_draft_again_and_the_author_knows(time_machine):
    writer = UserFactory()
    group = joined(CommunityFactory(), writer)
    schedule(write_draft(content(), place=Place(group), token="t", actor=writer), at=in_an_hour(), actor=writer)
    joined(group, writer, role=Membership.Role.READER)
    time_machine.move_to(in_an_hour() + timedelta(minutes=1))
    sweeps.send_scheduled()
    assert Post.objects.get().state == "draft"
    assert Notification.objects.get(recipient=writer).kind == "feed.post_returned"


def test_an_hour_that_has_passed_is_refused_and_one_may_change_ones_mind():
    writer = UserFactory()
    group = joined(CommunityFactory(), writer)
    draft = write_draft(content(), place=Place(group), token="t", actor=writer)
    with pytest.raises(exceptions.HourGone):
        schedule(draft, at=timezone.now() - timedelta(minutes=1), actor=writer)
    assert unschedule(schedule(draft, at=in_an_hour(), actor=writer), actor=writer).state == "draft"


def test_one_writes_in_the_name_of_a_department_with_a_mandate_only():
    head, agent = head_of(DepartmentFactory()), AgentFactory()
    group = joined(CommunityFactory(), head.user, agent.user)
    assert sent(head.user, community=group, on_behalf_of=head.department).on_behalf_of == head.department
    with pytest.raises(exceptions.NotTheirVoice):
        sent(agent.user, community=group, on_behalf_of=head.department)
