"""Skills and languages: what a person says they know, and the vocabulary that everybody shares."""

from collections.abc import Iterable

from django.db import transaction

from rse.people.actions.history import remember
from rse.people.actions.journal import record, require, require_hr
from rse.people.exceptions import SkillNameTaken, SkillNameUnreadable
from rse.people.models import Agent, Language, Skill, SpokenLanguage, User
from rse.people.permissions import hands_on, lines_for
from rse.people.search_key import letters, search_key
from rse.people.signals import agent_changed


@transaction.atomic
def set_skills(agent: Agent, *, names: Iterable[str], actor: User | None) -> Agent:
    """The person now holds these skills and no other. A word already in the vocabulary, or one of its synonyms, is reused; another enters it.

    Who may: `permissions.EDITORS`. Raises SkillNameUnreadable.
    """
    require_line("skills", agent, actor=actor)
    wanted = skills_named(names)
    held = set(agent.skills.all())
    if wanted == held:
        return agent
    agent.skills.set(wanted)
    refresh_search_key(agent)
    added, removed = wanted - held, held - wanted
    remember(agent, changes={"skills": (spell_skills(held), spell_skills(wanted))}, actor=actor)
    record("skills_changed", actor=actor, subject=agent.user, added=sorted(skill.pk for skill in added), removed=sorted(skill.pk for skill in removed))
    agent_changed.send(Agent, agent=agent, fields=["skills"], actor=actor)
    return agent


@transaction.atomic
def set_languages(agent: Agent, *, codes: Iterable[str], actor: User | None) -> Agent:
    """The person offers to speak these languages and no other. Who may: `permissions.EDITORS`. Unknown codes are refused by the form."""
    require_line("languages", agent, actor=actor)
    wanted = {Language(code).value for code in codes}
    held = set(agent.languages.values_list("code", flat=True))
    if wanted == held:
        return agent
    agent.languages.exclude(code__in=wanted).delete()
    SpokenLanguage.objects.bulk_create(SpokenLanguage(agent=agent, code=code) for code in sorted(wanted - held))
    refresh_search_key(agent)
    remember(agent, changes={"languages": (spell_languages(held), spell_languages(wanted))}, actor=actor)
    record("languages_changed", actor=actor, subject=agent.user, added=sorted(wanted - held), removed=sorted(held - wanted))
    agent_changed.send(Agent, agent=agent, fields=["languages"], actor=actor)
    return agent


@transaction.atomic
def create_skill(*, name: str, synonyms: str, actor: User | None) -> Skill:
    """Enter a word before anybody types it. HR or the program. Raises SkillNameTaken, SkillNameUnreadable."""
    require_hr(actor)
    key = skill_key(name)
    if Skill.objects.filter(folded=key).exists():
        raise SkillNameTaken
    skill = Skill.objects.create(name=" ".join(name.split())[:80], folded=key, synonyms=synonyms)
    record("skill_created", actor=actor, skill=skill.pk)
    return skill


@transaction.atomic
def rename_skill(skill: Skill, *, name: str, synonyms: str, actor: User | None) -> Skill:
    """Say the skill otherwise; its people keep it. HR or the program. Raises SkillNameTaken, SkillNameUnreadable."""
    require_hr(actor)
    key = skill_key(name)
    if Skill.objects.exclude(pk=skill.pk).filter(folded=key).exists():
        raise SkillNameTaken
    skill.name, skill.folded, skill.synonyms = " ".join(name.split()), key, synonyms
    skill.save(update_fields=["name", "folded", "synonyms"])
    refresh_keys_of_holders(skill)
    record("skill_renamed", actor=actor, skill=skill.pk)
    return skill


@transaction.atomic
def merge_skills(skill: Skill, *, into: Skill, actor: User | None) -> Skill:
    """Two words for one thing become one: its people pass to `into`, whose synonyms keep the word. HR or the program. Harmless twice."""
    require_hr(actor)
    if skill == into or not Skill.objects.filter(pk=skill.pk).exists():
        return into
    into.agents.add(*skill.agents.all())
    words = {skill_key(word): word for word in [*into.other_words, skill.name, *skill.other_words]}
    words.pop(into.folded, None)
    into.synonyms = "\n".join(words.values())
    into.save(update_fields=["synonyms"])
    record("skills_merged", actor=actor, skill=skill.pk, into=into.pk)
    skill.delete()
    refresh_keys_of_holders(into)
    return into


def skills_named(names: Iterable[str]) -> set[Skill]:
    """The skills these words mean; new ones are written. Raises SkillNameUnreadable."""
    words = {skill_key(name): " ".join(name.split())[:80] for name in names if name.strip()}
    known = {skill.folded: skill for skill in Skill.objects.all()}
    for skill in list(known.values()):
        for word in skill.other_words:
            known.setdefault(skill_key(word), skill)
    return {known.get(key) or Skill.objects.create(name=word, folded=key) for key, word in words.items()}


def skill_key(name: str) -> str:
    """How a skill is compared: folded letters and digits. Raises SkillNameUnreadable when there are none."""
    key = letters(name)[:80]
    if not key:
        raise SkillNameUnreadable
    return key


def refresh_search_key(agent: Agent) -> None:
    agent.folded = search_key(agent)
    agent.save(update_fields=["folded"])


def refresh_keys_of_holders(skill: Skill) -> None:
    agents = list(skill.agents.select_related("department"))
    for agent in agents:
        agent.folded = search_key(agent)
    Agent.objects.bulk_update(agents, ["folded"], batch_size=200)


def require_line(line: str, agent: Agent, *, actor: User | None) -> None:
    require(actor is None or line in lines_for(hands_on(actor, agent)))


def spell_skills(skills: Iterable[Skill]) -> str:
    return ", ".join(sorted(skill.name for skill in skills))


def spell_languages(codes: Iterable[str]) -> str:
    return ", ".join(sorted(str(Language(code).label) for code in codes))
