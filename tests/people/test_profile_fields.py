"""Fields that an administrator defines, who fills them in, who sees them; the whole form, the yearly question and the history."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from rse.core import todo
from rse.people import actions
from rse.people.exceptions import KindIsSettled, LabelTaken, ListIsEmpty, UnknownField
from rse.people.history import history_of
from rse.people.leavers import forget_history
from rse.people.models import Agent, ProfileChange, ProfileField, ProfileValue, Skill
from rse.people.permissions import EDITORS, HEAD, HR, SELF, audience_of_profile_change, audience_of_value, hands_on, lines_for
from tests import factories

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def ask(label: str, kind: str = "text", **facts) -> ProfileField:
    return actions.create_field(label=label, kind=kind, actor=None, **facts)


def test_hr_asks_something_new_and_others_do_not(hr, sonia):
    field = actions.create_field(label="Permis", kind="choice", choices="B\nC", actor=hr.user)
    assert field.options == ["B", "C"]
    with pytest.raises(PermissionDenied):
        actions.create_field(label="Autre", kind="text", actor=sonia.user)


def test_a_field_is_refused_without_a_list_or_with_a_label_taken(hr):
    ask("Permis")
    with pytest.raises(LabelTaken):
        actions.create_field(label="permis", kind="text", actor=hr.user)
    with pytest.raises(ListIsEmpty):
        actions.create_field(label="Taille", kind="choice", choices="M", actor=hr.user)


def test_a_question_once_answered_keeps_its_kind(hr, sonia):
    field = ask("Bureau")
    actions.set_answers(sonia, answers={field: "12"}, actor=sonia.user)
    with pytest.raises(KindIsSettled):
        actions.change_field(field, changes={"kind": "date"}, actor=hr.user)
    assert actions.change_field(field, changes={"label": "Porte"}, actor=hr.user).label == "Porte"


def test_deleting_a_field_forgets_the_answers_and_what_they_were(hr, sonia):
    field = ask("Bureau")
    actions.set_answers(sonia, answers={field: "12"}, actor=sonia.user)
    actions.delete_field(field, actor=hr.user)
    assert not ProfileValue.objects.exists()
    assert not ProfileChange.objects.exists()


def test_each_fills_in_what_is_theirs(sonia, head, hr, outsider):
    own, shared, registered = ask("Bureau"), ask("Permis", editor="head"), ask("Habilitation", editor="hr")
    actions.set_answers(sonia, answers={own: "12", shared: "B"}, actor=sonia.user)
    actions.set_answers(sonia, answers={shared: "C"}, actor=head.user)
    actions.set_answers(sonia, answers={own: "13", registered: "oui"}, actor=hr.user)
    for actor, field in ((sonia, registered), (head, own), (head, registered)):
        with pytest.raises(UnknownField):
            actions.set_answers(sonia, answers={field: "x"}, actor=actor.user)
    with pytest.raises(PermissionDenied):
        actions.set_answers(sonia, answers={own: "x"}, actor=outsider.user)
    assert dict(ProfileValue.objects.values_list("field__label", "value")) == {"Bureau": "13", "Permis": "C", "Habilitation": "oui"}


def test_a_field_not_shown_is_seen_by_the_person_hr_and_the_head_who_fills_it_in(sonia, head, hr, outsider):
    hidden, shared = ask("Casier", shown=False), ask("Aptitude", shown=False, editor="head")
    actions.set_answers(sonia, answers={hidden: "7", shared: "oui"}, actor=sonia.user)
    seen = {who: set(ProfileValue.objects.visible_to(who.user).values_list("field__label", flat=True)) for who in (sonia, head, hr, outsider)}
    assert seen == {sonia: {"Casier", "Aptitude"}, hr: {"Casier", "Aptitude"}, head: {"Aptitude"}, outsider: set()}
    for answer in ProfileValue.objects.select_related("agent__department", "field"):
        audience = set(audience_of_value(answer))
        assert {who for who in seen if who.user in audience} == {who for who in seen if answer.field.label in seen[who]}


def test_nobody_outside_the_table_writes_a_line(sonia, head, hr, outsider):
    assert hands_on(sonia.user, sonia) == {SELF}
    assert hands_on(head.user, sonia) == {HEAD}
    assert hands_on(hr.user, sonia) == {HR}
    assert hands_on(outsider.user, sonia) == frozenset()
    assert hands_on(sonia.user, head) == frozenset()
    assert lines_for(frozenset({HEAD})) == {"phone", "mobile", "site", "skills"}
    assert all(HR in editors for editors in EDITORS.values())


def test_a_head_writes_the_telephone_of_their_people_and_not_their_words(sonia, head):
    actions.change_profile(sonia, changes={"phone": "01 02 03 04 05"}, actor=head.user)
    assert Agent.objects.get(pk=sonia.pk).phone == "01 02 03 04 05"
    with pytest.raises(UnknownField):
        actions.change_profile(sonia, changes={"about": "Toujours en retard"}, actor=head.user)
    with pytest.raises(PermissionDenied):
        actions.set_languages(sonia, codes=["en"], actor=head.user)


def test_a_head_above_keeps_those_below(sonia):
    top = factories.DepartmentFactory(organisation=sonia.organisation)
    director = factories.head_of(top)
    sonia.department.parent = top
    sonia.department.save()
    assert HEAD in hands_on(director.user, sonia)


def test_the_form_offers_to_each_their_lines_and_says_who_may_what(as_, sonia, head):
    ask("Bureau")
    mine, theirs = (text(as_(who).get(f"/annuaire/{sonia.pk}/modifier/")) for who in (sonia, head))
    assert 'name="about"' in mine
    assert 'name="about"' not in theirs
    assert 'name="phone"' in mine
    assert 'name="phone"' in theirs
    assert "Bureau" in mine
    assert "Qui peut modifier quoi" in theirs


def test_one_form_saves_words_skills_languages_and_answers(as_, sonia):
    Skill.objects.create(name="Excel", folded="excel")
    field = ask("Bureau")
    data = {"phone": "01 00 00 00 99", "new_skill_1": "EXCEL", "new_skill_2": "Accueil", "new_language_1": "lsf", field.name: "12"}
    assert as_(sonia).post(f"/annuaire/{sonia.pk}/modifier/", data).status_code == 302
    page = text(as_(sonia).get(f"/annuaire/{sonia.pk}/"))
    for piece in ("01 00 00 00 99", "Excel", "Accueil", "langue des signes française", "Bureau"):
        assert piece in page
    assert Skill.objects.count() == 2


def test_a_refused_answer_is_said_at_its_field_and_nothing_typed_is_lost(as_, sonia):
    field = ask("Site de l’équipe", "url")
    response = as_(sonia).post(f"/annuaire/{sonia.pk}/modifier/", {"phone": "01 99 99 99 99", field.name: "pas une adresse", "new_skill_1": "Tressage"})
    page = text(response)
    assert response.status_code == 422
    assert f'id="id_{field.name}_error"' in page
    assert "01 99 99 99 99" in page
    assert "Tressage" in page
    assert not ProfileChange.objects.exists()


def test_unticking_a_skill_lets_it_go(as_, sonia):
    actions.set_skills(sonia, names=["Excel", "Accueil"], actor=None)
    as_(sonia).post(f"/annuaire/{sonia.pk}/modifier/", {"skills": ["Accueil"]})
    assert [skill.name for skill in sonia.skills.all()] == ["Accueil"]


def test_what_is_missing_is_told_to_the_person_alone(as_, sonia, hr, head):
    ask("Bureau", required=True)
    assert "Bureau" in text(as_(sonia).get(f"/annuaire/{sonia.pk}/"))
    for other in (hr, head):
        page = text(as_(other).get(f"/annuaire/{sonia.pk}/"))
        assert "ne dit pas encore" not in page
        assert "Bureau" not in page


def test_after_a_year_the_person_is_asked_once_and_one_click_answers(as_, sonia, outsider):
    sonia.user.date_joined = timezone.now() - timedelta(days=800)
    sonia.user.save()
    Agent.objects.filter(pk=sonia.pk).update(confirmed_on=date.today() - timedelta(days=366))
    browser = as_(sonia)
    assert "toujours exacte" in text(browser.get("/"))
    for _click in range(2):
        assert browser.post(f"/annuaire/{sonia.pk}/confirmer/").status_code == 302
    assert "toujours exacte" not in text(browser.get("/"))
    assert todo.count_for(sonia.user) == 0
    assert as_(outsider).post(f"/annuaire/{sonia.pk}/confirmer/").status_code == 404


def test_a_profile_confirmed_within_the_year_asks_nothing(as_, sonia):
    sonia.user.date_joined = timezone.now() - timedelta(days=800)
    sonia.user.save()
    Agent.objects.filter(pk=sonia.pk).update(confirmed_on=date.today() - timedelta(days=300))
    assert "toujours exacte" not in text(as_(sonia).get("/"))


def test_nobody_confirms_for_somebody_else(sonia, hr):
    with pytest.raises(PermissionDenied):
        actions.confirm_profile(sonia, actor=hr.user)


def test_the_history_says_what_who_and_when_to_the_person_and_hr_only(as_, sonia, hr, head, outsider):
    actions.change_profile(sonia, changes={"job_title": "Régisseuse"}, actor=hr.user)
    actions.set_skills(sonia, names=["Excel"], actor=sonia.user)
    for reader in (sonia, hr):
        page = text(as_(reader).get(f"/annuaire/{sonia.pk}/historique/"))
        for piece in ("Chargée d’accueil", "Régisseuse", "Hélène Roy", "Compétences", "Excel"):
            assert piece in page
    for other in (head, outsider):
        assert as_(other).get(f"/annuaire/{sonia.pk}/historique/").status_code == 404
        assert history_of(other.user, sonia) == []
    change = ProfileChange.objects.select_related("agent").first()
    assert {who for who in (sonia, hr, head, outsider) if who.user in set(audience_of_profile_change(change))} == {sonia, hr}


def test_a_line_saved_unchanged_leaves_no_trace(as_, sonia):
    as_(sonia).post(f"/annuaire/{sonia.pk}/modifier/", {"phone": sonia.phone})
    assert not ProfileChange.objects.exists()


def test_old_history_is_forgotten_and_recent_history_kept(sonia, settings):
    settings.PEOPLE_HISTORY_KEPT_DAYS = 30
    for days in (31, 29):
        ProfileChange.objects.create(agent=sonia, field="phone", old="1", new="2", at=timezone.now() - timedelta(days=days))
    assert forget_history() == 1
    assert forget_history() == 0
    assert ProfileChange.objects.count() == 1
