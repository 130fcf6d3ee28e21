"""From a call to an active referent: who may, who may not, once each."""

from datetime import timedelta

import pytest
from browsing import POSTED, signed_in
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from factories import Town, make_charter_in_force, make_department, make_hr, make_referent, make_user, sign

from referents.actions import missions, referents, volunteering
from referents.exceptions import AlreadyDone, CallOver, Conflict, OutOfScope, TextRefused
from referents.models import Mandate, Referent, VolunteerCall


@pytest.fixture(autouse=True)
def _directory(settings: object):
    settings.REFERENTS = {**getattr(settings, "REFERENTS", {}), "DIRECTORY": "browsing.KnownDirectory", "REFERENT_TRAINING": True}
    POSTED.clear()
    yield
    POSTED.clear()


@pytest.fixture
def keeper(db: None):
    return make_user("Flora", "Quint", permissions=("referents.work_desk", "referents.add_referent", "referents.change_referent"))


@pytest.fixture
def head(town: Town):
    person = make_user("Rose", "Vidal")
    town.department.head = person
    town.department.save()
    return person


@pytest.fixture
def call(town: Town, keeper, head) -> VolunteerCall:
    until = timezone.localdate() + timedelta(days=10)
    return volunteering.open_call(department=town.department, topics=[town.topic], text="Deux questions par semaine.", until=until, actor=keeper)


def agent_of(town: Town, first: str = "Ali"):
    person = make_user(first, "Sylla")
    POSTED[person.pk] = {town.department.pk}
    return person


def test_a_volunteer_becomes_active_step_by_step_each_journalled(town: Town, call: VolunteerCall, head) -> None:
    ali, hr = agent_of(town), make_hr()
    referent = volunteering.volunteer(call, topics=[town.topic], word="Je connais.", actor=ali)
    assert (referent.state, list(referent.topics.all())) == ("volunteer", [town.topic])
    referent = volunteering.agree(referent, actor=head)
    assert referent.state == "agreed"
    (mandate,) = Mandate.objects.filter(user=ali, role="referent")
    assert (mandate.visa_by, list(mandate.departments.all())) == (head, [town.department])
    sign(ali)
    referent.refresh_from_db()
    assert referent.state == "chartered"
    assert "Ali" not in [str(one) for one in Referent.objects.active().values_list("user__first_name", flat=True)]
    missions.note_training(mandate, trained_on=timezone.localdate(), valid_until=None, actor=hr)
    referent.refresh_from_db()
    assert referent.state == "active"
    steps = [(row.from_state, row.to_state) for row in reversed(referent.changes.filter(code="state"))]
    assert steps == [("", "volunteer"), ("volunteer", "agreed"), ("agreed", "chartered"), ("chartered", "active")]


def test_without_training_nor_charter_to_sign_agreement_is_enough(town: Town, call: VolunteerCall, head, settings) -> None:
    settings.REFERENTS = {**settings.REFERENTS, "REFERENT_TRAINING": False}
    ali = agent_of(town)
    sign(ali, make_charter_in_force())
    referent = volunteering.agree(volunteering.volunteer(call, topics=[], word="", actor=ali), actor=head)
    assert referent.state == "active"


def test_volunteering_twice_is_once_and_leaving_opens_the_way_again(town: Town, call: VolunteerCall) -> None:
    ali = agent_of(town)
    first = volunteering.volunteer(call, topics=[], word="", actor=ali)
    assert volunteering.volunteer(call, topics=[], word="", actor=ali) == first
    assert first.changes.count() == 1
    referents.leave(first, actor=ali)
    referents.leave(first, actor=ali)
    again = volunteering.volunteer(call, topics=[], word="", actor=ali)
    assert (again.pk, again.state) == (first.pk, "volunteer")


def test_an_outsider_a_referent_already_and_a_call_that_is_over_are_refused(town: Town, call: VolunteerCall, keeper) -> None:
    outsider = make_user("Marc", "Lefort")
    POSTED[outsider.pk] = {0}
    with pytest.raises(OutOfScope):
        volunteering.volunteer(call, topics=[], word="", actor=outsider)
    POSTED[town.expert.pk] = {town.department.pk}
    with pytest.raises(OutOfScope):
        volunteering.volunteer(call, topics=[], word="", actor=town.expert)
    volunteering.close_call(call, actor=keeper)
    call.refresh_from_db()
    with pytest.raises(CallOver):
        volunteering.volunteer(call, topics=[], word="", actor=agent_of(town))


def test_only_the_head_decides_once_and_the_head_above_when_the_seat_is_empty(town: Town, call: VolunteerCall, head) -> None:
    referent = volunteering.volunteer(call, topics=[], word="", actor=agent_of(town))
    other = make_user("Paul", "Roche")
    make_department("Voirie", head=other)
    for person in (other, town.cm, referent.user):
        with pytest.raises(PermissionDenied):
            volunteering.agree(referent, actor=person)
    volunteering.agree(referent, actor=head)
    with pytest.raises(AlreadyDone):
        volunteering.agree(referent, actor=head)
    above = make_department("Direction", head=other)
    town.department.head, town.department.parent = None, above
    town.department.save()
    second = volunteering.volunteer(call, topics=[], word="", actor=agent_of(town, "Zoé"))
    second.refresh_from_db()
    assert volunteering.agree(Referent.objects.get(pk=second.pk), actor=other).state == "agreed"


def test_somebody_who_decided_before_is_named(town: Town, call: VolunteerCall, head) -> None:
    referent = volunteering.volunteer(call, topics=[], word="", actor=agent_of(town))
    volunteering.agree(referent, actor=head)
    second = make_user("Léa", "Besnard")
    town.department.head = second
    town.department.save()
    with pytest.raises(Conflict, match="Rose Vidal"):
        volunteering.refuse(Referent.objects.get(pk=referent.pk), reason="Non", actor=second)


def test_a_refusal_says_why_to_the_volunteer_alone(town: Town, call: VolunteerCall, head, keeper) -> None:
    ali = agent_of(town)
    referent = volunteering.volunteer(call, topics=[], word="", actor=ali)
    with pytest.raises(TextRefused):
        volunteering.refuse(referent, reason=" ", actor=head)
    address = reverse("referents:refuse_volunteer", args=[referent.pk])
    assert signed_in(head).post(address, {"reason": ""}).status_code == 422
    assert signed_in(head).post(address, {"reason": "Pas avant l’été."}).status_code == 302
    page = reverse("referents:volunteer", args=[referent.pk])
    assert "Pas avant" in signed_in(ali).get(page).content.decode()
    assert "Pas avant" not in signed_in(keeper).get(page).content.decode()
    assert signed_in(make_user()).get(page).status_code == 404
    assert not Mandate.objects.filter(user=ali).exists()


def test_the_pages_lead_from_the_call_to_the_agreement(town: Town, call: VolunteerCall, head, keeper) -> None:
    ali = agent_of(town)
    client = signed_in(ali)
    assert "Deux questions par semaine" in client.get(reverse("referents:calls")).content.decode()
    answered = client.post(reverse("referents:call", args=[call.pk]), {"topics": [town.topic.pk], "word": "Volontiers."})
    referent = Referent.objects.get(user=ali)
    assert answered["Location"] == reverse("referents:volunteer", args=[referent.pk])
    assert "Ali Sylla" in signed_in(keeper).get(reverse("referents:calls")).content.decode()
    assert "Ali Sylla" in signed_in(head).get(reverse("referents:calls")).content.decode()
    assert "Ali Sylla" not in signed_in(make_user()).get(reverse("referents:calls")).content.decode()
    for _click in range(2):
        assert signed_in(head).post(reverse("referents:agree", args=[referent.pk])).status_code == 302
    assert signed_in(make_user()).post(reverse("referents:agree", args=[referent.pk])).status_code == 404
    assert signed_in(ali).post(reverse("referents:agree", args=[referent.pk])).status_code == 403
    assert Mandate.objects.filter(user=ali, role="referent").count() == 1


def test_communication_calls_and_nobody_else(town: Town, keeper) -> None:
    address = reverse("referents:new_call")
    assert signed_in(make_user()).get(address).status_code == 403
    client = signed_in(keeper)
    assert "select" in client.get(address).content.decode()
    typed = {"department": town.department.pk, "text": "Qui connaît ?", "until": "2020-01-01", "topics": [town.topic.pk]}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "Qui connaît" in refused.content.decode()
    right = {**typed, "until": (timezone.localdate() + timedelta(days=5)).isoformat()}
    for _click in range(2):
        assert client.post(address, right).status_code == 302
    (found,) = VolunteerCall.objects.all()
    assert list(found.topics.all()) == [town.topic]
    assert signed_in(make_user()).post(reverse("referents:close_call", args=[found.pk])).status_code == 403
    assert client.post(reverse("referents:close_call", args=[found.pk])).status_code == 302


def test_a_referent_of_another_department_may_volunteer_here_too(town: Town, call: VolunteerCall) -> None:
    other = make_referent(department=make_department("Voirie")).user
    POSTED[other.pk] = {town.department.pk}
    assert volunteering.volunteer(call, topics=[], word="", actor=other).state == "volunteer"
