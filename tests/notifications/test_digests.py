"""The digest: worth reading, at the first working hour, never a word from a place the person no longer reads, nothing when there is nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from rse.notifications import actions, digest, digests, kinds, scopes, tasks
from rse.notifications.digest import Line, Section
from rse.notifications.kinds import Kind
from rse.notifications.models import Digest, Inbox
from rse.notifications.scopes import ScopeType
from rse.people.models import User
from tests.factories import AbsenceFactory, AgentFactory, OrganisationFactory, WorkingPatternFactory
from tests.notifications.test_actions import tell

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
OPENING = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def places(help_wanted, monkeypatch):
    """The garden, a group Sonia reads, and a section made of one post of it."""
    names = {12: "Jardin partagé"}
    monkeypatch.setattr(scopes, "_types", {})
    monkeypatch.setattr(digest, "_sections", {})
    readable = lambda user, pks: {pk: names[pk] for pk in pks & set(names)}  # noqa: E731
    scopes.register(ScopeType("communities.community", "Groupes", readable, lambda user: names))
    return names


def play(day=MONDAY, until=OPENING):
    """The sweep before opening, the sender at opening."""
    with time_machine.travel(day, tick=False) as clock:
        digests.plan(at=day)
        clock.move_to(until)
        return digests.send_due()


def told(user, at=MONDAY - timedelta(hours=14), **kwargs):
    with time_machine.travel(at, tick=False):
        return tell(user, **kwargs)


def test_it_says_what_concerns_me_then_what_my_groups_offer(sonia, mailoutbox):
    told(sonia, params={"who": "Flora <b>"})
    digest.register(
        Section("posts", "Le plus utile de vos groupes", lambda user, since: [Line("Compost", "/p/7/", where="Jardin partagé", by="Paul", words="Bacs")])
    )
    assert play() == 1
    (mail,) = mailoutbox
    assert mail.to == ["sonia@technopole.example"]
    assert mail.subject == "Du nouveau pour vous dans Relais, 23 novembre"
    html = mail.alternatives[0][0]
    for body in (mail.body, html):
        assert body.index("demande votre aide") < body.index("Compost")
        assert "http://127.0.0.1:8000/p/7/" in body
    assert "&lt;b&gt;" in html
    assert "<img" not in html
    assert "style" not in html
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Digest.objects.get().state == "sent"


def test_nothing_to_say_is_not_sent(sonia, mailoutbox):
    (row,) = told(sonia)
    actions.mark_read(row, actor=sonia)
    assert play() == 0
    assert not mailoutbox
    assert Digest.objects.get().state == "cancelled"


def test_a_place_that_closed_meanwhile_leaves_no_word(sonia, mailoutbox, places):
    told(sonia, scope="communities.community:12", params={"who": "Canari"})
    with time_machine.travel(MONDAY, tick=False):
        digests.plan(at=MONDAY)
    places.clear()
    with time_machine.travel(OPENING, tick=False):
        assert digests.send_due() == 0
    assert not mailoutbox


def test_what_the_person_left_out_of_the_digest_is_left_out(sonia, mailoutbox):
    told(sonia)
    actions.prefer(sonia, {("kind:help.wanted", "digest"): False}, actor=sonia)
    assert play() == 0


def test_weekly_by_default_daily_or_never_by_choice(sonia, mailoutbox):
    told(sonia, kind="quiet")
    assert play() == 1
    assert play(MONDAY + timedelta(days=1), OPENING + timedelta(days=1)) == 0
    actions.choose_digest(sonia, rhythm="daily", quotes=True, actor=sonia)
    told(sonia, MONDAY + timedelta(days=1, hours=4), kind="quiet", key="2")
    assert play(MONDAY + timedelta(days=2), OPENING + timedelta(days=2)) == 1
    actions.choose_digest(sonia, rhythm="none", quotes=True, actor=sonia)
    told(sonia, MONDAY + timedelta(days=2, hours=4), kind="quiet", key="3")
    assert play(MONDAY + timedelta(days=7), OPENING + timedelta(days=7)) == 0


def test_a_holiday_a_leave_or_a_day_off_moves_it_to_the_first_day_worked(mailoutbox):
    moselle = OrganisationFactory(name="Metz", holiday_area="57")
    pattern = WorkingPatternFactory(slots={"1": [["13:00", "17:00"]]})
    part_time = AgentFactory(user__email="p@t.example", pattern=pattern)
    away = AgentFactory(user__email="a@t.example")
    AbsenceFactory(agent=away, start=date(2027, 3, 22), end=date(2027, 4, 2))
    office = AgentFactory(user__email="o@t.example", organisation=moselle)
    for agent in (part_time, away, office):
        told(agent.user, datetime(2027, 3, 21, 10, 0, tzinfo=UTC), kind="quiet")
    moments = {}
    with time_machine.travel(datetime(2027, 3, 22, 0, 10, tzinfo=UTC), tick=False) as clock:
        for _quarter in range(4 * 24 * 16):
            digests.plan(at=datetime.now(UTC))
            digests.send_due()
            for mail in mailoutbox:
                moments.setdefault(mail.to[0], datetime.now(UTC))
            clock.shift(timedelta(minutes=15 if 5 < datetime.now(UTC).hour < 16 else 60))
            if datetime.now(UTC) > datetime(2027, 4, 7, tzinfo=UTC):
                break
    assert moments["o@t.example"].date() == date(2027, 3, 22)
    assert (moments["p@t.example"].date(), moments["p@t.example"].hour) == (date(2027, 3, 23), 12)
    # Easter Monday is on the 29th: the one who was on leave comes back on the 5th of April.
    assert moments["a@t.example"].date() == date(2027, 4, 5)


def test_each_person_is_considered_once_a_day_whatever_the_sweep_does(sonia, django_assert_num_queries):
    AgentFactory()
    with time_machine.travel(MONDAY, tick=False):
        assert digests.plan(at=MONDAY) == User.objects.exclude(email=None).count()
        with django_assert_num_queries(1):
            assert digests.plan(at=MONDAY) == 0
    assert Digest.objects.count() == 1
    assert Inbox.objects.get(user=sonia).digest_day == date(2026, 11, 23)


def test_planning_costs_the_same_for_two_people_or_forty(django_assert_max_num_queries):
    for number in range(40):
        AgentFactory(user__email=f"{number}@t.example")
    with time_machine.travel(MONDAY, tick=False), django_assert_max_num_queries(9):
        assert digests.plan(at=MONDAY) == 40


def test_too_late_in_the_day_there_is_no_digest(sonia):
    told(sonia)
    late = MONDAY + timedelta(hours=5)
    with time_machine.travel(late, tick=False):
        digests.plan(at=late)
    assert not Digest.objects.exists()


def test_who_left_or_lost_the_address_between_plan_and_opening_gets_nothing(sonia, mailoutbox):
    told(sonia)
    with time_machine.travel(MONDAY, tick=False):
        digests.plan(at=MONDAY)
    User.objects.filter(pk=sonia.pk).update(is_active=False)
    with time_machine.travel(OPENING, tick=False):
        assert digests.send_due() == 0
    assert not mailoutbox


def test_the_sweep_wakes_the_writer(sonia, mailoutbox, django_capture_on_commit_callbacks):
    kinds.register(Kind("calm", "calm", "Calme"))
    told(sonia, kind="calm")
    with time_machine.travel(OPENING, tick=False), django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()
    assert len(mailoutbox) == 1
