from datetime import date, timedelta

import pytest

from rse.people.models import PersonChange, User
from rse.people.profile import week_of
from tests import factories

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_a_profile_gives_the_ways_to_reach_the_person(as_, sonia, head, outsider):
    page = text(as_(outsider).get(f"/annuaire/{sonia.pk}/"))
    for piece in (
        "tel:0100000012",
        "mailto:sonia@ville.example",
        sonia.department.name,
        "Paul Roche",
        "du lundi au vendredi, de 8 h 30 à 12 h et de 13 h 30 à 17 h 30",
    ):
        assert piece in page
    for hidden in ("Modifier", "Code de connexion", "Enregistrer une absence"):
        assert hidden not in page


def test_mon_profil_leads_to_ones_own_page(as_, sonia, client):
    assert as_(sonia).get("/mon-profil/").url == f"/annuaire/{sonia.pk}/"
    client.force_login(User.objects.create_superuser("root", password="x"))
    assert client.get("/mon-profil/").url == "/annuaire/"


def test_ones_own_page_offers_to_change_it(as_, sonia):
    page = text(as_(sonia).get(f"/annuaire/{sonia.pk}/"))
    assert "Modifier mon profil" in page
    assert "Enregistrer une absence" in page
    assert "Code de connexion" not in page


@pytest.mark.parametrize("path", ["", "modifier/", "absence/", "code/"])
def test_few_queries_for_each_page(as_, hr, sonia, head, path, django_assert_max_num_queries):
    browser = as_(hr)
    with django_assert_max_num_queries(24):
        assert browser.get(f"/annuaire/{sonia.pk}/{path}").status_code == 200


def test_a_person_edits_own_profile_and_what_hr_keeps_is_not_offered(as_, sonia):
    browser = as_(sonia)
    assert 'name="job_title"' not in text(browser.get(f"/annuaire/{sonia.pk}/modifier/"))
    response = browser.post(f"/annuaire/{sonia.pk}/modifier/", {"phone": "01 02 03 04 05", "job_title": "Maire", "about": "Cantines"})
    sonia.refresh_from_db()
    assert response.url == f"/annuaire/{sonia.pk}/"
    assert sonia.phone == "01 02 03 04 05"
    assert sonia.job_title != "Maire"


def test_hr_edits_the_job_and_the_working_pattern_of_the_same_organisation(as_, sonia, hr):
    pattern = factories.WorkingPatternFactory()
    foreign = factories.WorkingPatternFactory(organisation=factories.OrganisationFactory(name="Métropole"))
    data = {"first_name": "Sonia", "last_name": "Diallo", "job_title": "Régisseuse", "pattern": pattern.pk}
    as_(hr).post(f"/annuaire/{sonia.pk}/modifier/", data)
    sonia.refresh_from_db()
    assert (sonia.job_title, sonia.pattern) == ("Régisseuse", pattern)
    assert as_(hr).post(f"/annuaire/{sonia.pk}/modifier/", {**data, "pattern": foreign.pk}).status_code == 422


@pytest.mark.parametrize("path", ["modifier/", "absence/", "code/"])
def test_an_outsider_is_refused_read_or_write(as_, sonia, outsider, path):
    for method in ("get", "post"):
        assert getattr(as_(outsider), method)(f"/annuaire/{sonia.pk}/{path}").status_code == 403
    assert not PersonChange.objects.exists()


def test_an_absence_with_a_substitute_shows_in_the_directory(as_, sonia, outsider):
    substitute = factories.AgentFactory(first_name="Yann", last_name="Le Goff", department=sonia.department)
    today = date.today()
    days = {"start": today.isoformat(), "end": (today + timedelta(days=2)).isoformat(), "substitute": substitute.pk}
    assert as_(sonia).post(f"/annuaire/{sonia.pk}/absence/", days).status_code == 302
    assert "voir Yann Le Goff" in text(as_(outsider).get("/annuaire/", {"q": "diallo"}))


def test_a_refused_absence_says_why_at_the_field_and_keeps_what_was_typed(as_, sonia):
    factories.AbsenceFactory(agent=sonia, start=date(2027, 2, 1), end=date(2027, 2, 5))
    taken = as_(sonia).post(f"/annuaire/{sonia.pk}/absence/", {"start": "2027-02-03", "end": "2027-02-04"})
    assert taken.status_code == 422
    assert 'id="id_start_error"' in text(taken)
    assert 'value="2027-02-03"' in text(taken)
    disorder = as_(sonia).post(f"/annuaire/{sonia.pk}/absence/", {"start": "2027-03-03", "end": "2027-03-01"})
    assert 'id="id_end_error"' in text(disorder)


def test_cancelling_twice_is_harmless_and_an_outsider_cancels_nothing(as_, sonia, outsider):
    absence = factories.AbsenceFactory(agent=sonia, start=date.today() + timedelta(days=9))
    as_(outsider).post(f"/absences/{absence.pk}/annuler/")
    assert sonia.absences.exists()
    for _click in range(2):
        assert as_(sonia).post(f"/absences/{absence.pk}/annuler/").status_code == 302
    assert not sonia.absences.exists()
    assert as_(sonia).get(f"/absences/{absence.pk}/annuler/").status_code == 405


def test_the_head_prints_a_code_that_opens_the_account(as_, sonia, head, client):
    browser = as_(head)
    assert browser.get(f"/annuaire/{sonia.pk}/code/").status_code == 200
    response = browser.post(f"/annuaire/{sonia.pk}/code/")
    code = response.context["code"]
    assert code in text(response)
    assert "1001" in text(response)
    assert "no-store" in response["Cache-Control"]
    client.post("/compte/connexion/", {"login": "1001", "password": code})
    assert client.session["_auth_user_id"] == str(sonia.user_id)


def test_a_head_does_not_reset_an_account_that_opens_more_doors(as_, sonia, head, hr):
    for field in ("is_superuser", "is_staff"):
        User.objects.filter(pk=sonia.user_id).update(**{field: True})
        assert as_(head).post(f"/annuaire/{sonia.pk}/code/").status_code == 403
        assert as_(hr).post(f"/annuaire/{sonia.pk}/code/").status_code == 403
        User.objects.filter(pk=sonia.user_id).update(**{field: False})
    keeper = factories.hr_agent(department=sonia.department)
    assert as_(head).post(f"/annuaire/{keeper.pk}/code/").status_code == 403
    assert as_(hr).post(f"/annuaire/{keeper.pk}/code/").status_code == 200


def test_the_theme_is_kept_on_the_account(as_, sonia):
    browser = as_(sonia)
    assert browser.post("/mon-profil/theme/", {"theme": "dark", "next": "/annuaire/"}).url == "/annuaire/"
    assert 'data-theme="dark"' in text(browser.get("/annuaire/"))
    browser.post("/mon-profil/theme/", {"theme": "rose", "next": "https://ailleurs.example"})
    assert User.objects.get(pk=sonia.user_id).theme == "dark"


def test_days_alike_are_said_together(sonia):
    half = [["08:30", "12:00"]]
    sonia.pattern = factories.WorkingPatternFactory(slots={"0": half, "1": half, "3": half, "4": [["08:30", "24:00"]]})
    said = [(line.days, line.hours.replace("\N{NO-BREAK SPACE}", " ")) for line in week_of(sonia)]
    assert said == [("lundi et mardi", "de 8 h 30 à 12 h"), ("jeudi", "de 8 h 30 à 12 h"), ("vendredi", "de 8 h 30 à 0 h")]
