"""A crisis cell: who sees the banner, one truth with its versions, held posts, who has read, never an hour."""

from datetime import timedelta
from itertools import count

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from rse.feed import holds
from rse.feed.models import Post
from rse.moderation import crisis_page, journal
from rse.moderation.actions import crisis as actions
from rse.moderation.crisis_page import Row, suppressed
from rse.moderation.exceptions import ChangedMeanwhile, CrisisClosed, NobodyConcerned, WordsMissing
from rse.moderation.models import Crisis, CrisisEntry, CrisisReading
from rse.notifications.models import Notification
from rse.people.models import User
from tests.factories import AgentFactory, DepartmentFactory
from tests.feed.factories import NonVisibleFactory, PostFactory, member
from tests.moderation.factories import allowed

pytestmark = pytest.mark.django_db
tokens = count()


def opened(actor: User, **changes: object) -> Crisis:
    facts = {"title": "Neige", "banner": "Prudence.", "everybody": True, "departments": [], "communities": [], "holds_posts": True}
    return actions.open_crisis(**(facts | {"token": f"c{next(tokens)}"} | changes), actor=actor)


def told(crisis: Crisis, actor: User, text: str = "Les cars ne circulent pas.", after: int = 0) -> CrisisEntry:
    return actions.tell_truth(crisis, text=text, after=after, token=f"t{next(tokens)}", actor=actor)


def urgent(user: User) -> User:
    user.user_permissions.add(Permission.objects.get(codename="send_urgent", content_type__app_label="notifications"))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def denis() -> User:
    return urgent(allowed("open_crisis"))


def test_everybody_is_told_at_once_and_the_journal_says_how_many(denis: User) -> None:
    sonia = AgentFactory().user
    crisis = opened(denis)
    assert Notification.objects.get(recipient=sonia, kind="crisis_opened").urgent
    line = next(line for line in journal.lines(crisis) if line.code == "told_at_once")
    assert line.detail["people"] == User.objects.filter(is_active=True).count()


def test_nobody_is_disturbed_by_who_may_not_disturb() -> None:
    sonia, keeper = AgentFactory().user, allowed("open_crisis")
    crisis = opened(keeper)
    assert not Notification.objects.get(recipient=sonia, kind="crisis_opened").urgent
    assert "told_at_once" not in {line.code for line in journal.lines(crisis)}


def test_a_double_click_opens_one(denis: User) -> None:
    assert opened(denis, token="same") == opened(denis, token="same")
    assert Crisis.objects.count() == 1


def test_an_agent_and_a_superuser_open_none() -> None:
    for user in (AgentFactory().user, AgentFactory(user__is_superuser=True).user):
        with pytest.raises(PermissionDenied):
            opened(user)


def test_somebody_must_be_concerned(denis: User) -> None:
    with pytest.raises(NobodyConcerned):
        opened(denis, everybody=False)


def test_a_department_and_those_below_it_see_the_banner_and_nobody_else(denis: User) -> None:
    schools = DepartmentFactory()
    below = DepartmentFactory(parent=schools, organisation=schools.organisation)
    inside, deeper, outside = (AgentFactory(department=place, organisation=schools.organisation).user for place in (schools, below, DepartmentFactory()))
    crisis = opened(denis, everybody=False, departments=[schools])
    for user, sees in ((inside, True), (deeper, True), (outside, False)):
        assert Crisis.objects.targeting(user).filter(pk=crisis.pk).exists() is sees
        assert Notification.objects.filter(recipient=user).exists() is sees
    assert not Crisis.objects.visible_to(outside).exists()


def test_a_group_nobody_may_know_is_not_chosen_by_who_is_not_in_it(denis: User) -> None:
    group = NonVisibleFactory()
    with pytest.raises(PermissionDenied):
        opened(denis, everybody=False, communities=[group])
    member(group, denis)
    insider = member(group)
    crisis = opened(denis, everybody=False, communities=[group])
    assert Crisis.objects.targeting(insider).filter(pk=crisis.pk).exists()
    assert not Crisis.objects.targeting(AgentFactory().user).exists()


def test_each_truth_is_a_dated_version(denis: User) -> None:
    crisis = opened(denis)
    first = told(crisis, denis)
    second = told(crisis, denis, text="Les cars circulent.", after=first.number)
    assert crisis_page.latest_truth(crisis) == second
    assert list(crisis.entries.truths().values_list("text", flat=True)) == ["Les cars ne circulent pas.", "Les cars circulent."]


def test_two_keepers_do_not_write_over_each_other(denis: User) -> None:
    crisis, flora = opened(denis), urgent(allowed("open_crisis"))
    actions.take_over(crisis, actor=flora)
    actions.take_over(crisis, actor=flora)
    told(crisis, denis)
    with pytest.raises(ChangedMeanwhile):
        told(crisis, flora, text="Autre chose.", after=0)
    assert crisis.entries.filter(kind="joined").count() == 1


def test_the_truth_is_told_by_those_who_run_the_cell_only(denis: User) -> None:
    crisis = opened(denis)
    for user in (AgentFactory().user, allowed("open_crisis")):
        with pytest.raises(PermissionDenied):
            told(crisis, user)
    with pytest.raises(WordsMissing):
        told(crisis, denis, text=" ")


def test_reading_keeps_no_hour_and_a_new_version_asks_again(denis: User) -> None:
    crisis, sonia = opened(denis), AgentFactory().user
    first = told(crisis, denis)
    actions.acknowledge(crisis, number=first.number, actor=sonia)
    actions.acknowledge(crisis, number=first.number, actor=sonia)
    assert {field.name for field in CrisisReading._meta.get_fields()} == {"id", "crisis", "user", "number"}
    second = told(crisis, denis, text="Autre chose.", after=first.number)
    waiting = Crisis.objects.open().targeting(sonia).with_truth(sonia).get()
    assert (waiting.read_number, waiting.truth_number) == (first.number, second.number)
    actions.acknowledge(crisis, number=second.number, actor=sonia)
    actions.acknowledge(crisis, number=first.number, actor=sonia)
    assert CrisisReading.objects.get(user=sonia).number == second.number


def test_who_is_not_concerned_acknowledges_nothing(denis: User) -> None:
    crisis = opened(denis, everybody=False, departments=[DepartmentFactory()])
    with pytest.raises(PermissionDenied):
        actions.acknowledge(crisis, number=1, actor=AgentFactory().user)


def test_departments_of_fewer_than_five_are_counted_together() -> None:
    rows = [Row("École", 2, 6), Row("Régie", 1, 2), Row("Cabinet", 1, 3), Row("Sport", 4, 9)]
    assert [(row.name, row.concerned) for row in suppressed(rows)][:2] == [("École", 6), ("Sport", 9)]
    assert suppressed(rows)[-1].concerned == 5
    alone = suppressed([Row("École", 2, 6), Row("Régie", 1, 2), Row("Sport", 4, 9)])
    assert next((row.name, row.concerned) for row in alone) == ("Sport", 9)
    assert alone[-1].concerned == 8
    assert suppressed([Row("Régie", 1, 2)]) == []


def test_names_of_who_has_still_to_read_are_for_those_who_run_the_cell(denis: User) -> None:
    crisis, sonia = opened(denis), AgentFactory(last_name="Introuvable")
    told(crisis, denis)
    assert "Introuvable" in str(crisis_page.readings(crisis, names=True).missing)
    assert crisis_page.readings(crisis, names=False).missing == []
    assert sonia.user_id


def test_scheduled_posts_wait_while_the_cell_is_open(denis: User) -> None:
    post = PostFactory(state=Post.State.SCHEDULED, scheduled_for=timezone.now() - timedelta(minutes=1), published_at=None)
    assert not holds.is_held(post)
    crisis = opened(denis)
    assert holds.is_held(post)
    actions.close_crisis(crisis, lessons="", actor=denis)
    assert not holds.is_held(post)


def test_a_cell_for_one_department_holds_its_posts_only(denis: User) -> None:
    schools = DepartmentFactory()
    inside = AgentFactory(department=schools, organisation=schools.organisation).user
    opened(denis, everybody=False, departments=[schools])
    when = timezone.now() - timedelta(minutes=1)
    mine = PostFactory(author=inside, state=Post.State.SCHEDULED, scheduled_for=when, published_at=None)
    other = PostFactory(state=Post.State.SCHEDULED, scheduled_for=when, published_at=None)
    assert holds.is_held(mine)
    assert not holds.is_held(other)


def test_a_cell_that_holds_nothing_holds_nothing(denis: User) -> None:
    opened(denis, holds_posts=False)
    assert not holds.is_held(PostFactory())


def test_closing_ends_the_banner_and_keeps_the_log(denis: User) -> None:
    crisis, sonia = opened(denis), AgentFactory().user
    actions.note(crisis, text="Standard renforcé.", token="n", actor=denis)
    with pytest.raises(PermissionDenied):
        actions.close_crisis(crisis, lessons="", actor=sonia)
    actions.close_crisis(crisis, lessons="Prévenir la veille.", actor=denis)
    actions.close_crisis(crisis, lessons="Prévenir la veille au soir.", actor=denis)
    crisis.refresh_from_db()
    assert not Crisis.objects.open().targeting(sonia).exists()
    assert crisis.lessons == "Prévenir la veille au soir."
    assert list(crisis.entries.values_list("kind", flat=True)) == ["opened", "note", "closed"]
    with pytest.raises(CrisisClosed):
        told(crisis, denis)
    assert journal.broken_line(crisis) is None


def test_notes_are_read_by_those_who_run_crises_only(denis: User) -> None:
    crisis, sonia = opened(denis), AgentFactory().user
    actions.note(crisis, text="Standard renforcé.", token="n", actor=denis)
    told(crisis, denis)
    assert set(CrisisEntry.objects.visible_to(sonia).values_list("kind", flat=True)) == {"opened", "truth"}
    assert "note" in set(CrisisEntry.objects.visible_to(denis).values_list("kind", flat=True))
