"""« À prévenir »: announcing, changing, cancelling; offered first when a question speaks of it, and only then."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from factories import Town, make_dispatcher, make_referent, make_topic, make_user

from referents import announced, permissions
from referents.actions import notices
from referents.exceptions import TextRefused
from referents.models import Area, Enquiry, Notice

NOW = timezone.now


def facts(**fields: object) -> notices.Announced:
    fields.setdefault("title", "Coupure d’eau rue du Lavoir")
    fields.setdefault("wording", "Bonjour, l’eau revient avant midi.")
    fields.setdefault("place", "rue du Lavoir")
    fields.setdefault("start", NOW() - timedelta(hours=1))
    fields.setdefault("end", NOW() + timedelta(hours=3))
    return notices.Announced(**fields)


def announce(by: object, **fields: object) -> Notice:
    return notices.announce(facts(**fields), submission=uuid4(), actor=by)


def test_any_agent_announces_and_a_second_click_announces_once(town: Town) -> None:
    agent, key = make_user("Marc", "Lefort"), uuid4()
    first, second = (notices.announce(facts(topic=town.topic), submission=key, actor=agent) for _ in range(2))
    assert first == second
    assert first.department == town.department
    assert list(first.changes.values_list("code", flat=True)) == ["announced"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"wording": ""}, "wording"),
        ({"end": NOW() - timedelta(hours=2)}, "end"),
        ({"start": NOW() - timedelta(hours=9), "end": NOW() - timedelta(hours=8)}, "end"),
    ],
)
def test_what_cannot_be_announced_is_refused_at_its_field(town: Town, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(TextRefused) as refusal:
        announce(town.expert, **wrong)
    assert field in refusal.value.message_dict


def test_whoever_keeps_a_notice_changes_and_cancels_it(town: Town) -> None:
    notice = announce(town.expert, department=town.department)
    with pytest.raises(PermissionDenied):
        notices.cancel(notice, actor=make_user("Luc", "Aubry"))
    colleague = make_referent(make_user("Ali", "Benali"), department=town.department).user
    notices.change(notice, facts(department=town.department, place="toute la rue"), actor=colleague)
    notices.cancel(notice, actor=town.cm)
    notices.cancel(notice, actor=make_dispatcher())
    notice.refresh_from_db()
    assert notice.cancelled_at
    assert notice.place == "toute la rue"
    assert sorted(notice.changes.values_list("code", flat=True)) == ["announced", "cancelled", "changed"]


def test_nothing_new_changes_nothing(town: Town) -> None:
    said = facts()
    notice = notices.announce(said, submission=uuid4(), actor=town.expert)
    notices.change(notice, said, actor=town.expert)
    assert notice.changes.count() == 1


def test_what_only_the_network_may_know_is_hidden_from_the_others(town: Town) -> None:
    author, outsider, former = make_user("Marc", "Lefort"), make_user("Luc", "Aubry"), make_user("Ève", "Noël", is_active=False)
    quiet, loud = announce(author, readers="network"), announce(author)
    for user, seen in ((author, {quiet, loud}), (town.expert, {quiet, loud}), (town.cm, {quiet, loud}), (outsider, {loud}), (former, set())):
        assert set(Notice.objects.visible_to(user)) == seen
        for notice in (quiet, loud):
            assert (user in permissions.readers_of_notice(notice)) == (notice in seen)


def test_notices_are_current_upcoming_or_past(town: Town) -> None:
    now = NOW()
    current = announce(town.cm)
    soon = announce(town.cm, start=now + timedelta(days=1), end=now + timedelta(days=2))
    cancelled = notices.cancel(announce(town.cm), actor=town.cm)
    over = announce(town.cm)
    Notice.objects.filter(pk=over.pk).update(start=now - timedelta(days=2), end=now - timedelta(days=1))
    assert list(Notice.objects.current(now)) == [current]
    assert list(Notice.objects.upcoming(now)) == [soon]
    assert set(Notice.objects.past(now)) == {cancelled, over}


# What the citizen asks, and whether the water cut of the rue du Lavoir answers it.
@pytest.mark.parametrize(
    ("asked", "speaks"),
    [
        ("Plus d’eau rue du Lavoir depuis ce matin !", True),
        ("Y a-t-il une coupure d’eau aujourd’hui rue du Lavoir ?", True),
        ("Pourquoi pas d’eau ce matin, une coupure ?", False),
        ("Un nid-de-poule rue du Lavoir, qui le rebouche ?", False),
        ("L’eau de la piscine est-elle chauffée ?", False),
        ("Où sont les menus de la cantine ?", False),
    ],
)
def test_a_notice_is_offered_when_the_question_speaks_of_it(town: Town, asked: str, speaks: bool) -> None:
    notice = announce(town.cm, topic=make_topic("Coupures d’eau", department=town.department, terms=("coupure d’eau",)))
    found = announced.about(town.received(asked), asked, user=town.cm, now=NOW())
    assert found == ([notice] if speaks else [])


def test_subject_neighbourhood_and_day_speak_too(town: Town) -> None:
    area = Area.objects.create(name="Saint-Roch")
    notice = announce(town.cm, title="Coupure d’eau", place="", area=area, topic=town.topic)
    enquiry = town.qualified()
    text = "Rien ne coule au robinet d’eau."
    assert announced.about(enquiry, text, user=town.cm, now=NOW()) == [notice]
    Enquiry.objects.filter(pk=enquiry.pk).update(topic=None, area=area)
    assert announced.about(Enquiry.objects.get(pk=enquiry.pk), "De l’eau ?", user=town.cm, now=NOW()) == [notice]


@pytest.mark.parametrize("gone", ["cancelled", "over", "far"])
def test_what_will_not_happen_soon_is_not_offered(town: Town, gone: str) -> None:
    notice = announce(town.cm)
    moves = {"cancelled": {"cancelled_at": NOW()}, "over": {"end": NOW() - timedelta(days=2), "start": NOW() - timedelta(days=3)}}
    far = {"start": NOW() + timedelta(days=60), "end": NOW() + timedelta(days=61)}
    Notice.objects.filter(pk=notice.pk).update(**moves.get(gone, far))
    assert announced.about(town.received(), "Plus d’eau rue du Lavoir !", user=town.cm, now=NOW()) == []
