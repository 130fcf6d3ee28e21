"""What a message is about, and whom the desk proposes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_department, make_enquiry, make_referent, make_topic, make_user

from referents import matching
from referents.matching import Why
from referents.models import Absence, Answer, Area, Assignment, OutsideBody, Referent, SensitiveWord, Topic

pytestmark = pytest.mark.django_db


def ask(text: str = "travaux de peinture", **fields: object) -> list[matching.Candidate]:
    return matching.candidates(text, at=timezone.now(), **fields)


def people(found: list[matching.Candidate]) -> list[object]:
    return [candidate.user for candidate in found if candidate.user]


def away(user: object, *, days: int = 1) -> None:
    today = timezone.localdate()
    Absence.objects.create(user=user, start=today, end=today + timedelta(days=days))


@pytest.fixture(autouse=True)
def _plain_directory(settings):
    """The plugin's own directory, whatever the host's."""
    settings.REFERENTS = {**getattr(settings, "REFERENTS", {}), "DIRECTORY": "referents.directory.DefaultDirectory", "ANALYSER": "referents.text.analyse"}


@pytest.fixture
def works() -> Topic:
    return make_topic("Travaux dans les bâtiments", department=make_department("Bâtiments", code="BAT"), terms=("travaux", "peinture"))


@pytest.fixture
def painter(works) -> Referent:
    return make_referent(department=works.department, topics=(works,))


# --- reading ---


def test_a_message_gives_its_topic_with_the_words_that_say_so(works):
    match = matching.match("De la PEINTURE fraîche au gymnase")
    assert match.topics[0].topic == works
    assert match.topics[0].words == ("peinture",)
    assert match.departments[0][0] == "BAT"


def test_the_sensitivity_is_raised_by_words_and_by_the_topic(works):
    SensitiveWord.objects.create(kind="health", level="high", term="malaise")
    assert matching.match("travaux").sensitivity == "low"
    assert matching.match("un malaise pendant les travaux").sensitivity == "high"
    assert matching.match("un malaise pendant les travaux").sensitive_words == ("malaise",)
    works.sensitivity = "medium"
    works.save()
    assert matching.match("travaux").sensitivity == "medium"


def test_a_neighbourhood_is_found_by_any_of_its_names():
    mills = Area.objects.create(name="Les Moulins", aliases=["cité des Moulins", "ZUP"])
    Area.objects.create(name="Gare")
    assert matching.match("à la zup c'est sale").area == mills
    assert matching.match("Les moulins, encore").area == mills
    assert matching.match("un égareur").area is None


def test_two_neighbourhoods_named_equally_well_are_not_decided_between():
    Area.objects.create(name="Nord")
    Area.objects.create(name="Gare")
    assert matching.area_in("entre le quartier nord et la gare") is None


def test_a_new_topic_and_a_changed_one_are_seen_at_once(works):
    assert matching.departments("la chorale") == []
    choir = make_topic("Chorale", department=make_department(code="CUL"), terms=("chorale",))
    assert matching.departments("la chorale") == ["CUL", "BAT"]
    choir.active = False
    choir.save()
    assert matching.departments("la chorale") == []


def test_a_past_answer_teaches_the_words_of_its_question(works):
    assert matching.departments("le grincement du portillon") == []
    today = timezone.localdate()
    Answer.objects.create(question="Qui répare le portillon qui grince ?", wording="Nous.", topic=works, owner=make_user(), written_on=today, valid_until=today)
    assert matching.departments("le grincement du portillon") == ["BAT"]


def test_reading_a_message_asks_few_queries(works, django_assert_max_num_queries):
    matching.match("travaux")
    with django_assert_max_num_queries(5):
        matching.match("travaux")


@pytest.mark.parametrize("text", ["Merci beaucoup !", "merci a toute l’equipe, super réactif", "Bravo et merci pour votre réponse"])
def test_thanks_are_recognised(text):
    assert matching.is_thanks(text)


@pytest.mark.parametrize("text", ["Merci de réparer la rue ?", "merci mais rien n'a changé", "toujours rien, merci", "le trou est revenu", ""])
def test_what_only_begins_like_thanks_is_not(text):
    assert not matching.is_thanks(text)


# --- who is asked ---


def test_a_referent_of_the_topic_is_proposed_with_plain_reasons(painter):
    candidate = ask()[0]
    assert candidate.user == painter.user
    assert candidate.score == 4
    assert [(reason.code, reason.params) for reason in candidate.reasons] == [
        (Why.KNOWS, {"words": ["travaux", "peinture"]}),
        (Why.LEVEL, {"name": str(painter.department)}),
        (Why.PRESENT, {}),
        (Why.LOAD, {"count": 0}),
    ]


def test_reasons_read_as_sentences_and_travel_as_json(painter):
    for reason in ask()[0].reasons:
        assert str(reason)
        assert reason.as_json()["code"] == reason.code


def test_topic_weighs_three_area_two_level_one(works, painter):
    area = Area.objects.create(name="Les Moulins")
    local = make_referent(department=works.department)
    local.areas.add(area)
    plain = make_referent(department=works.department)
    found = ask("travaux aux Moulins", area=area)
    assert [(candidate.user, candidate.score) for candidate in found] == [(painter.user, 4), (local.user, 3), (plain.user, 1)]


def test_departments_above_and_below_count_as_level_and_others_do_not(works):
    above = make_department("Services techniques")
    works.department.parent = above
    works.department.save()
    below = make_department("Peinture", parent=works.department)
    near = {make_referent(department=above).user, make_referent(department=below).user}
    make_referent(department=make_department("Culture"))
    assert set(people(ask())) == near


def test_open_questions_weigh_against_capacity_and_a_full_person_is_left_out(works, painter):
    painter.capacity = 2
    painter.save()
    other = make_referent(department=works.department, topics=(works,), capacity=5)
    Assignment.objects.create(enquiry=make_enquiry("Un"), user=painter.user, asked_at=timezone.now())
    assert [(candidate.user, candidate.score) for candidate in ask()] == [(other.user, 4), (painter.user, 3.5)]
    Assignment.objects.create(enquiry=make_enquiry("Deux"), user=painter.user, asked_at=timezone.now())
    assert people(ask()) == [other.user]


def test_a_question_closed_weighs_nothing(painter):
    enquiry = make_enquiry("Un")
    Assignment.objects.create(enquiry=enquiry, user=painter.user, asked_at=timezone.now())
    type(enquiry).objects.filter(pk=enquiry.pk).update(state="closed")
    assert ask()[0].score == 4


def test_between_equals_whoever_was_asked_longest_ago_comes_first(works, painter):
    other = make_referent(department=works.department, topics=(works,))
    now = timezone.now()
    for referent, days in ((painter, 1), (other, 3)):
        Assignment.objects.create(enquiry=make_enquiry("Passée"), user=referent.user, asked_at=now - timedelta(days=days), active=None, state="answered")
    assert people(ask()) == [other.user, painter.user]
    never = make_referent(department=works.department, topics=(works,))
    assert people(ask()) == [never.user, other.user, painter.user]


def test_paused_ended_and_closed_accounts_are_not_proposed(works, painter):
    for state in ("paused", "ended", "volunteer", "chartered"):
        Referent.objects.filter(pk=painter.pk).update(state=state)
        assert people(ask()) == []
    Referent.objects.filter(pk=painter.pk).update(state="active")
    painter.user.is_active = False
    painter.user.save()
    assert people(ask()) == []


def test_an_absent_person_is_replaced_by_the_deputy_by_name(painter):
    painter.deputy = make_user("Paul", "Petit")
    painter.save()
    away(painter.user)
    candidate = ask()[0]
    assert candidate.user == painter.deputy
    assert candidate.on_behalf_of == painter.user
    assert candidate.label == "Paul Petit"
    assert Why.STANDS_IN in [reason.code for reason in candidate.reasons]


def test_an_absent_person_without_deputy_is_left_out(painter):
    away(painter.user)
    assert people(ask()) == []


def chain(department: object, length: int) -> list[object]:
    """`length` referents of a department nobody asks for; each is the deputy of the one before, and all but the last are away."""
    users = [make_user() for _ in range(length)]
    for user, deputy in zip(users, [*users[1:], None], strict=True):
        make_referent(user, department=department, deputy=deputy)
        if deputy:
            away(user)
    return users


def test_three_hops_are_followed_and_a_fourth_is_not():
    three, four = chain(make_department(), 4), chain(make_department(), 5)
    assert matching.present_or_deputy(three[0], at=timezone.now()) == three[3]
    assert matching.present_or_deputy(four[0], at=timezone.now()) is None


def test_deputies_in_a_loop_lead_nowhere():
    users = chain(make_department(), 3)
    Referent.objects.filter(user=users[2]).update(deputy=users[0])
    away(users[2])
    assert matching.present_or_deputy(users[0], at=timezone.now()) is None


def test_whoever_is_there_stands_for_themselves(painter):
    assert matching.present_or_deputy(painter.user, at=timezone.now()) == painter.user


def test_nobody_means_the_dispatcher_for_the_department(works):
    candidate = ask()[0]
    assert candidate.user is None
    assert candidate.department == works.department
    assert [reason.code for reason in candidate.reasons] == [Why.NOBODY]


def test_the_head_is_named_where_nobody_is_referent(works):
    works.department.head = make_user("Chantal", "Chef")
    works.department.save()
    assert [reason.code for reason in ask()[0].reasons] == [Why.NOBODY, Why.HEAD]


def test_an_unknown_subject_means_the_dispatcher():
    found = ask("xyzzy")
    assert [reason.code for reason in found[0].reasons] == [Why.NO_SUBJECT]
    assert len(found) == 1


def test_a_matter_of_others_gives_the_body_and_the_words_to_say():
    body = OutsideBody.objects.create(slug="caf", name="Caf", kind="state", where="caf.fr", say="Voyez la Caf.")
    Topic.objects.create(slug="apl", name="APL", terms=["apl"], outside_body=body, department_code="EXTERNAL")
    candidate = ask("mes apl")[0]
    assert (candidate.department_code, candidate.body, candidate.body.say) == ("EXTERNAL", body, "Voyez la Caf.")


def test_departments_come_in_the_order_of_the_reading(works, painter):
    make_topic("Chorale", department=make_department(code="CUL"), terms=("chorale", "chant"))
    text = "la chorale, le chant et des travaux"
    assert list(dict.fromkeys(candidate.department_code for candidate in ask(text))) == matching.departments(text)[:3] == ["CUL", "BAT"]


def test_a_given_topic_keeps_to_its_own_people_and_to_the_departments_it_names(works, painter):
    choir = make_topic("Chorale", department=make_department(code="CUL"), terms=("chorale",), also_codes=["BAT"])
    singer = make_referent(department=choir.department, topics=(choir,))
    assert people(ask("travaux", topic=choir)) == [singer.user, painter.user]
    assert people(ask("chorale", topic=works)) == [painter.user]


def test_an_enquiry_is_read_with_its_topic_and_without_those_who_declined(works, painter):
    enquiry = make_enquiry("De la peinture partout")
    other = make_referent(department=works.department, topics=(works,))
    enquiry.topic = works
    enquiry.save()
    assert set(people(matching.candidates(enquiry, at=timezone.now()))) == {painter.user, other.user}
    Assignment.objects.create(enquiry=enquiry, user=painter.user, asked_at=timezone.now(), active=None, state="not_mine", cycle=enquiry.cycle)
    assert people(matching.candidates(enquiry, at=timezone.now())) == [other.user]


def test_reasons_of_a_person_are_those_shown(painter):
    assert matching.reasons("travaux", painter.user, at=timezone.now()) == list(ask("travaux")[0].reasons)
    assert matching.reasons("xyzzy", painter.user, at=timezone.now())[0].code == Why.LEVEL


def test_no_reason_tells_how_fast_or_how_willing_somebody_is():
    assert set(Why) == {"knows", "area", "level", "stands_in", "present", "load", "nobody", "head", "outside", "no_subject"}
    assert set(matching.Candidate.__dataclass_fields__) == {
        "department_code", "label", "score", "reasons", "user", "on_behalf_of", "phone", "department", "topic", "body",
    }  # fmt: skip


def test_the_number_of_queries_does_not_depend_on_how_many_referents_there_are(works, painter):
    def crowd(size: int) -> None:
        for _ in range(size):
            referent = make_referent(department=works.department, topics=(works,), deputy=make_user())
            away(make_referent(department=works.department, topics=(works,), deputy=referent.user).user)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            ask()
        return len(queries)

    crowd(2)
    ask()
    few = count()
    crowd(10)
    assert count() == few
    assert few <= 16


# --- synonyms of the host ---


def groups() -> list[list[str]]:
    return [["CTB", "centre des travaux"], ["badigeon", "peinture"]]


def test_a_synonym_of_the_host_is_read_as_what_subjects_say(works: Topic, settings) -> None:
    assert matching.match("du badigeon").topics == ()
    settings.REFERENTS = {**settings.REFERENTS, "SYNONYMS": f"{__name__}.groups"}
    match = matching.match("du badigeon")
    assert [found.topic for found in match.topics] == [works]
    assert match.topics[0].words == ("badigeon",)


def test_an_expression_no_subject_says_whole_stands_for_nothing(works: Topic, settings) -> None:
    settings.REFERENTS = {**settings.REFERENTS, "SYNONYMS": f"{__name__}.groups"}
    assert matching.match("le CTB").topics == ()


# --- neighbourhoods ---


def test_what_begins_an_expression_of_the_thesaurus_is_no_neighbourhood():
    centre = Area.objects.create(name="Centre")
    make_topic("Centres de loisirs", terms=("centre de loisirs",))
    assert matching.match("Le centre de loisirs du Moulin est-il ouvert ?").area is None
    assert matching.match("Un arbre est tombé dans le centre").area == centre
    assert matching.match("Le centre de loisirs du quartier Centre").area == centre
