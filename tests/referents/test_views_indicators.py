"""Indicators: who reads them, what the journal gives, and nothing of anybody."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from browsing import signed_in
from django.contrib.auth.models import AbstractUser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import Town, fresh, make_calendar, make_department, make_hr, make_referent, make_topic, make_user

from referents.actions import answers, assignments, enquiries, publications
from referents.indicators import page as figures_page
from referents.indicators import rows, standing
from referents.indicators.figures import Dimension
from referents.indicators.periods import Period
from referents.models import Enquiry, EnquiryMove

ADDRESSES = ("indicators", "indicators_export", "indicators_month", "unheld_subjects")
HOUR = timedelta(hours=1)


def now_plus(hours: float):
    """Everything inside happens so many hours after the 10th of next month, at noon: what the town signed is signed by then."""
    return patch("django.utils.timezone.now", return_value=month().bounds[0] + timedelta(days=9, hours=12) + hours * HOUR)


def month() -> Period:
    return Period.month(timezone.localdate()).next


def cycles():
    return rows.read(*month().bounds)


def head(name: str = "Rose") -> AbstractUser:
    user = make_user(name, "Vidal")
    make_department("Éducation", head=user)
    return user


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_desk_the_auditor_and_heads_read_and_nobody_else(town: Town, name: str) -> None:
    address = reverse(f"referents:{name}")
    for reader in (town.cm, make_user(permissions=("referents.dispatch",)), make_user(permissions=("referents.audit",)), head()):
        assert signed_in(reader).get(address).status_code == 200
    for outsider in (make_user(), town.expert, make_hr()):
        assert signed_in(outsider).get(address).status_code == 404
    assert signed_in(town.cm).post(address).status_code == 405


def test_hr_reads_no_figure_even_when_heading_a_department(town: Town) -> None:
    hr = make_hr()
    make_department("Ressources humaines", head=hr)
    assert signed_in(hr).get(reverse("referents:indicators")).status_code == 404


def test_one_cycle_is_read_from_its_journal(town: Town) -> None:
    with now_plus(0):
        enquiry = town.qualified()
    with now_plus(1):
        publications.hold(enquiry, text="Nous regardons.", promised_at=timezone.now() + 4 * HOUR, actor=town.cm, version=None)
    with now_plus(2):
        assignments.assign(fresh(enquiry), person=town.expert, actor=town.cm, version=None)
    with now_plus(4):
        answers.contribute(fresh(enquiry), text="Oui.", actor=town.expert, version=None)
    with now_plus(7):
        draft = answers.word(fresh(enquiry), text="Bonjour, oui.", actor=town.cm, version=None)
        assert draft.decisions.exists()
        publication = publications.publish(fresh(enquiry), actor=town.cm, version=None)[0]
        publications.attest(publication, actor=town.cm)
    (found,) = cycles()
    lasted = {span.metric: (span.business / HOUR, span.calendar / HOUR, span.in_time) for span in found.spans}
    assert lasted == {"first_contact": (1, 1, True), "expert_answer": (2, 2, True), "answer": (7, 7, False)}
    assert found.keys == {
        Dimension.TOPIC: town.topic.pk,
        Dimension.DEPARTMENT: town.department.pk,
        Dimension.ACCOUNT: town.account.pk,
        Dimension.NETWORK: "facebook",
    }
    assert (found.reviewed, found.reused, found.redirected, found.by_hand, found.unsure) == (False, False, False, True, False)


def test_waiting_for_the_citizen_is_lived_and_not_counted(town: Town) -> None:
    with now_plus(0):
        enquiry = town.in_progress()
    with now_plus(1):
        publications.ask_citizen(fresh(enquiry), text="Quel jour ?", actor=town.cm, version=None)
    with now_plus(25):
        enquiries.append(fresh(enquiry), text="Mardi.", actor=town.cm)
    with now_plus(26):
        answers.contribute(fresh(enquiry), text="Oui.", actor=town.expert, version=None)
        answers.word(fresh(enquiry), text="Bonjour, oui.", actor=town.cm, version=None)
        publications.attest(publications.publish(fresh(enquiry), actor=town.cm, version=None)[0], actor=town.cm)
    (found,) = cycles()
    answer = next(span for span in found.spans if span.metric == "answer")
    assert (answer.business, answer.calendar) == (2 * HOUR, 26 * HOUR)


def test_a_question_that_comes_back_is_a_second_cycle(town: Town) -> None:
    with now_plus(0):
        enquiry = town.published()
    with now_plus(30):
        enquiries.append(fresh(enquiry), text="Et dimanche ?", actor=town.cm)
    first, second = sorted(cycles(), key=lambda cycle: cycle.begun_at)
    assert (first.reopened, first.answered_at is not None) == (False, True)
    assert (second.reopened, second.answered_at) == (True, None)
    assert second.keys == first.keys
    assert second.begun_at - first.begun_at == 30 * HOUR


def test_a_question_given_to_somebody_else_is_redirected(town: Town) -> None:
    other = make_user("Paul", "Roche")
    make_referent(other, department=town.department, topics=(town.topic,))
    with now_plus(0):
        enquiry = town.assigned()
        assignments.decline(enquiry, knows=True, actor=town.expert, version=None)
        assignments.assign(fresh(enquiry), person=other, actor=town.cm, version=None)
    (found,) = cycles()
    assert found.redirected


def test_advertising_mistakes_and_insults_are_left_out_and_thanks_are_not(town: Town) -> None:
    with now_plus(0):
        for reason in ("spam", "test", "thanks"):
            enquiries.drop(town.received(), reason=reason, actor=town.cm, version=None)
        enquiries.moderate(town.received(), actor=town.cm, version=None)
        undone = enquiries.drop(town.received(), reason="spam", actor=town.cm, version=None)
        enquiries.undo(undone, actor=town.cm, version=None)
    found = cycles()
    assert len(found) == 2
    assert sorted(cycle.no_reply for cycle in found) == [False, True]


def test_what_a_robot_an_echo_or_an_import_brought_is_left_out(town: Town) -> None:
    with now_plus(0):
        kept, robot = town.received(), town.received()
    row = EnquiryMove.objects.get(enquiry=robot, move="receive")
    EnquiryMove.objects.filter(pk=row.pk).update(detail={**row.detail, "origin": "robot"})
    assert len(cycles()) == 1
    assert Enquiry.objects.filter(pk=kept.pk).exists()


def many(town: Town, count: int) -> None:
    with now_plus(0):
        for _turn in range(count):
            town.published()


def test_under_five_questions_the_page_says_so_and_shows_no_figure(town: Town) -> None:
    many(town, 4)
    context = signed_in(town.cm).get(reverse("referents:indicators"), {"periode": month().key}).context
    assert context["page"].figures is None
    assert context["page"].lines == []


def test_the_page_and_its_file_say_the_same(town: Town) -> None:
    many(town, 6)
    client = signed_in(town.cm)
    query = {"periode": month().key, "par": "network"}
    page = client.get(reverse("referents:indicators"), query).context["page"]
    assert (page.figures.received, page.figures.answered) == (6, 6)
    text = client.get(reverse("referents:indicators_export"), query).content.decode("utf-8-sig")
    assert "Facebook;6;6" in text
    assert page.figures.durations["expert_answer"] is None  # one person answered all six


def test_no_page_names_or_counts_a_person(town: Town) -> None:
    many(town, 6)
    for name in ADDRESSES:
        for query in ({"periode": month().key}, {"mois": month().key}):
            text = signed_in(town.cm).get(reverse(f"referents:{name}"), query).content.decode()
            assert "Diallo" not in text
            assert "Quint" not in text.partition("<main")[2]


def test_a_cell_is_never_a_formula(town: Town) -> None:
    town.department.name = "=HYPERLINK(1)"
    town.department.save()
    many(town, 6)
    text = signed_in(town.cm).get(reverse("referents:indicators_export"), {"periode": month().key}).content.decode()
    assert ";=" not in text
    assert "\n=" not in text
    assert "'=HYPERLINK(1)" in text


@pytest.mark.parametrize(
    "query", [{"periode": "hier"}, {"periode": "2026-03..2026-01"}, {"de": "2026-01", "a": "2026-04"}, {"par": "personne"}, {"mois": "2026"}]
)
def test_any_address_is_answered(town: Town, query: dict[str, str]) -> None:
    for name in ADDRESSES:
        assert signed_in(town.cm).get(reverse(f"referents:{name}"), query).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_questions(town: Town, django_assert_num_queries, connection_of_default) -> None:
    many(town, 5)
    with CaptureQueriesContext(connection_of_default) as before:
        figures_page.page(month())
    many(town, 5)
    with django_assert_num_queries(len(before.captured_queries)):
        figures_page.page(month())
    assert len(before.captured_queries) <= 10


@pytest.fixture
def connection_of_default():
    from django.db import connection

    return connection


def test_subjects_that_nobody_holds_are_those_no_referent_and_no_department_answers_for(town: Town) -> None:
    alone = make_department("Affaires juridiques")
    lonely, named = make_topic("Contentieux", department=alone), make_topic("Marchés", department=alone)
    town.referent.topics.add(named)
    above = make_department("Direction")
    below = make_department("Crèches", parent=above)
    make_topic("Vision", department=above)
    make_referent(department=below)
    found = {held.department.name: [topic.name for topic in held.topics] for held in standing.nobody_holds(town.cm)}
    assert found == {"Affaires juridiques": [lonely.name]}
    town.referent.state = "paused"
    town.referent.save()
    assert {name for held in standing.nobody_holds(town.cm) for name in [held.department.name]} == {"Affaires juridiques", "Éducation"}


def test_a_head_reads_their_own_departments_first(town: Town) -> None:
    make_topic("Un", department=make_department("Affaires juridiques"))
    rose = make_user("Rose", "Vidal")
    above = make_department("Urbanisme", head=rose)
    make_topic("Deux", department=make_department("Voirie", parent=above))
    assert [(held.department.name, held.own) for held in standing.nobody_holds(rose)] == [("Voirie", True), ("Affaires juridiques", False)]


def test_what_stands_today(town: Town) -> None:
    make_calendar()
    found = standing.today(town.cm, at=timezone.now())
    assert (found.accounts, found.accounts_alone) == (1, 1)
    assert (found.signers, found.to_sign) == (1, 0)
    assert found.subjects == found.subjects_held == 1
