"""What a referent decides alone: subjects, a pause with or without an end, leaving; and what becomes of their questions."""

from datetime import timedelta

import pytest
from browsing import signed_in
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from factories import Town, fresh, make_department, make_mandate, make_referent, make_topic, make_user

from referents import sweeps
from referents.actions import referents
from referents.exceptions import OutOfScope
from referents.models import AnswerLink, Referent
from referents.states import State


def answer_for(town: Town, **fields: object) -> Referent:
    known = {"topics": [town.topic], "areas": [], "capacity": 5, "deputy": None, "by_link": False, "actor": town.expert}
    return referents.answer_for(town.referent, **{**known, **fields})


def test_subjects_are_added_and_removed_alone_each_time_journalled(town: Town) -> None:
    other = make_topic("Cantines", department=make_department("Restauration", parent=town.department))
    answer_for(town, topics=[other], capacity=3)
    assert list(town.referent.topics.all()) == [other]
    codes = {row.code: row.detail for row in town.referent.changes.all()}
    assert codes["subjects"] == {"added": [other.pk], "removed": [town.topic.pk]}
    assert codes["capacity"] == {"from": 5, "to": 3}
    answer_for(town, topics=[other], capacity=3)
    assert town.referent.changes.count() == 2


def test_a_subject_of_another_department_and_somebody_elses_card_are_refused(town: Town) -> None:
    with pytest.raises(OutOfScope):
        answer_for(town, topics=[make_topic("Voirie", department=make_department("Voirie"))])
    with pytest.raises(PermissionDenied):
        answer_for(town, actor=town.cm)
    for name in ("my_subjects", "pause"):
        assert signed_in(town.cm).get(reverse(f"referents:{name}", args=[town.referent.pk])).status_code == 404


def test_the_page_of_subjects_keeps_what_was_typed(town: Town) -> None:
    client, address = signed_in(town.expert), reverse("referents:my_subjects", args=[town.referent.pk])
    assert client.get(address).status_code == 200
    refused = client.post(address, {"topics": [], "capacity": 99, "deputy": ""})
    assert refused.status_code == 422
    assert 'value="99"' in refused.content.decode()
    assert client.post(address, {"topics": [], "capacity": 4, "deputy": make_user().pk, "by_link": "on"}).status_code == 302
    town.referent.refresh_from_db()
    assert (town.referent.capacity, town.referent.by_link, town.referent.topics.count()) == (4, True, 0)


def test_a_pause_with_a_last_day_ends_by_itself(town: Town) -> None:
    today = timezone.localdate()
    client, address = signed_in(town.expert), reverse("referents:pause", args=[town.referent.pk])
    assert client.post(address, {"until": (today - timedelta(days=1)).isoformat()}).status_code == 422
    assert client.post(address, {"until": (today + timedelta(days=2)).isoformat()}).status_code == 302
    town.referent.refresh_from_db()
    assert (town.referent.state, town.referent.paused_until) == ("paused", today + timedelta(days=2))
    assert sweeps.resume_paused(today + timedelta(days=2)) == 0
    assert [sweeps.resume_paused(today + timedelta(days=3)), sweeps.resume_paused(today + timedelta(days=3))] == [1, 0]
    town.referent.refresh_from_db()
    assert (town.referent.state, town.referent.paused_until) == ("active", None)


def test_a_pause_without_a_day_lasts_until_one_comes_back(town: Town) -> None:
    referents.pause(town.referent, until=None, hand_on=False, actor=town.expert)
    assert sweeps.resume_paused(timezone.localdate() + timedelta(days=900)) == 0
    assert referents.come_back(town.referent, actor=town.expert).state == "active"


@pytest.mark.parametrize("moved", ["assigned", "in_progress"])
def test_open_questions_go_to_the_deputy(town: Town, moved: str) -> None:
    deputy = make_user("Yann", "Le Goff")
    answer_for(town, deputy=deputy)
    enquiry = getattr(town, moved)()
    referents.pause(town.referent, until=None, hand_on=True, actor=town.expert)
    assert (fresh(enquiry).state, fresh(enquiry).assignments.get(active=True).user) == (State.ASSIGNED, deputy)


def test_without_a_deputy_the_next_candidate_is_asked_else_the_desk(town: Town) -> None:
    first, second = town.assigned(), town.assigned()
    other = make_referent(make_user("Paul", "Roche"), department=town.department, topics=(town.topic,)).user
    referents.leave(town.referent, actor=town.expert)
    assert fresh(first).assignments.get(active=True).user == other
    referents.leave(Referent.objects.get(user=other), actor=other)
    assert {fresh(first).state, fresh(second).state} == {State.QUALIFIED}


def test_kept_questions_stay_and_leaving_ends_the_mission(town: Town) -> None:
    mandate = make_mandate(town.expert, "referent", departments=[town.department])
    enquiry = town.assigned()
    referents.pause(town.referent, until=None, hand_on=False, actor=town.expert)
    assert fresh(enquiry).assignments.get(active=True).user == town.expert
    referents.leave(Referent.objects.get(pk=town.referent.pk), actor=town.expert)
    mandate.refresh_from_db()
    assert mandate.end == timezone.localdate()


def test_who_asked_for_links_receives_one_for_each_question(town: Town) -> None:
    answer_for(town, by_link=True)
    enquiry = town.assigned()
    assert AnswerLink.objects.get(enquiry=enquiry).user == town.expert
