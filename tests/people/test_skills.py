"""Skills and languages: one vocabulary for everybody, words reused whatever their accents."""

import pytest
from django.core.exceptions import PermissionDenied

from rse.people import actions
from rse.people.exceptions import SkillNameTaken, SkillNameUnreadable
from rse.people.models import Agent, Skill
from tests import factories

pytestmark = pytest.mark.django_db


def names(agent: Agent) -> list[str]:
    return [skill.name for skill in agent.skills.all()]


def test_a_person_says_what_they_know(sonia: Agent, journal) -> None:
    actions.set_skills(sonia, names=["Marchés publics", "Excel"], actor=sonia.user)
    assert names(sonia) == ["Excel", "Marchés publics"]
    assert journal(sonia) == ["skills_changed"]


def test_a_word_written_otherwise_is_the_same_skill(sonia: Agent, outsider: Agent) -> None:
    actions.set_skills(sonia, names=["Marchés publics"], actor=None)
    actions.set_skills(outsider, names=["  MARCHES   publics ", "marchés-publics"], actor=None)
    assert Skill.objects.count() == 1
    assert list(Skill.objects.get().agents.order_by("pk")) == [sonia, outsider]


def test_a_synonym_gives_the_skill_it_stands_for(sonia: Agent) -> None:
    sign = Skill.objects.create(name="Langue des signes", folded="langue des signes", synonyms="LSF\nsigner")
    actions.set_skills(sonia, names=["lsf"], actor=None)
    assert list(sonia.skills.all()) == [sign]


def test_saying_the_same_again_writes_nothing(sonia: Agent, journal) -> None:
    for _time in range(2):
        actions.set_skills(sonia, names=["Excel"], actor=None)
        actions.set_languages(sonia, codes=["ar", "lsf"], actor=None)
    assert journal(sonia) == ["skills_changed", "languages_changed"]


def test_a_skill_without_a_letter_is_refused(sonia: Agent) -> None:
    with pytest.raises(SkillNameUnreadable):
        actions.set_skills(sonia, names=["***"], actor=sonia.user)


def test_an_outsider_says_nothing_of_others(sonia: Agent, outsider: Agent) -> None:
    with pytest.raises(PermissionDenied):
        actions.set_skills(sonia, names=["Excel"], actor=outsider.user)
    with pytest.raises(PermissionDenied):
        actions.set_languages(sonia, codes=["ar"], actor=outsider.user)


def test_hr_renames_a_skill_and_its_people_keep_it(sonia: Agent, hr: Agent) -> None:
    actions.set_skills(sonia, names=["Excell"], actor=None)
    actions.rename_skill(Skill.objects.get(), name="Tableur", synonyms="Excel\nCalc", actor=hr.user)
    assert names(sonia) == ["Tableur"]
    actions.set_skills(sonia, names=["Calc", "Accueil"], actor=None)
    with pytest.raises(SkillNameTaken):
        actions.rename_skill(Skill.objects.get(folded="accueil"), name="tableur", synonyms="", actor=hr.user)


def test_merging_keeps_the_people_and_the_word(sonia: Agent, outsider: Agent, hr: Agent) -> None:
    actions.set_skills(sonia, names=["Secourisme"], actor=None)
    actions.set_skills(outsider, names=["SST"], actor=None)
    one, other = Skill.objects.get(folded="secourisme"), Skill.objects.get(folded="sst")
    for _time in range(2):
        actions.merge_skills(other, into=one, actor=hr.user)
    assert names(outsider) == names(sonia) == ["Secourisme"]
    assert Skill.objects.get().synonyms == "SST"


def test_only_hr_keeps_the_vocabulary(sonia: Agent) -> None:
    skill = Skill.objects.create(name="Excel", folded="excel")
    with pytest.raises(PermissionDenied):
        actions.rename_skill(skill, name="Tableur", synonyms="", actor=sonia.user)
    with pytest.raises(PermissionDenied):
        actions.merge_skills(skill, into=Skill.objects.create(name="Calc", folded="calc"), actor=sonia.user)


def test_the_vocabulary_is_open_to_active_accounts_only(sonia: Agent) -> None:
    Skill.objects.create(name="Excel", folded="excel")
    gone = factories.AgentFactory(gone=True)
    assert Skill.objects.visible_to(sonia.user).count() == 1
    assert Skill.objects.visible_to(gone.user).count() == 0
