"""What a profile says beyond the register: answers to the organisation's own questions, the yearly confirmation, one save for a whole form."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from rse.people.actions.agents import change_profile
from rse.people.actions.history import remember
from rse.people.actions.journal import record, require
from rse.people.actions.skills import set_languages, set_skills
from rse.people.exceptions import UnknownField
from rse.people.models import Agent, ProfileField, ProfileValue, User
from rse.people.permissions import can_answer, hands_on
from rse.people.profile_values import stored
from rse.people.signals import agent_changed, profile_confirmed


@transaction.atomic
def save_profile(
    agent: Agent,
    *,
    changes: Mapping[str, Any],
    actor: User | None,
    answers: Mapping[ProfileField, str] | None = None,
    skills: Iterable[str] | None = None,
    languages: Iterable[str] | None = None,
) -> Agent:
    """All that one form says, or nothing of it: None leaves a part as it is. Raises what the parts raise (see change_profile, set_answers, set_skills)."""
    if changes:
        change_profile(agent, changes=changes, actor=actor)
    if skills is not None:
        set_skills(agent, names=skills, actor=actor)
    if languages is not None:
        set_languages(agent, codes=languages, actor=actor)
    if answers:
        set_answers(agent, answers=answers, actor=actor)
    return agent


@transaction.atomic
def set_answers(agent: Agent, *, answers: Mapping[ProfileField, str], actor: User | None) -> Agent:
    """Keep what is answered to these fields, "" forgets an answer. Each field says who may (`permissions.can_answer`).

    Raises UnknownField for a field that is not this person's to fill in, and the refusals of `profile_values.stored`.
    """
    hands = hands_on(actor, agent) if actor else frozenset()
    require(actor is None or bool(hands))
    if actor is not None and not all(can_answer(field, hands) for field in answers):
        raise UnknownField
    held = {row.field_id: row for row in ProfileValue.objects.select_for_update(of=("self",)).filter(agent=agent, field__in=answers).select_related("field")}
    changed: dict[str, tuple[object, object]] = {}
    for field, answer in answers.items():
        before, after = held.get(field.pk), stored(field, answer)
        if (before.value if before else "") != after:
            changed[field.name] = (before.words if before else "", _answer(field, agent, after))
    if not changed:
        return agent
    remember(agent, changes=changed, actor=actor)
    record("answers_changed", actor=actor, subject=agent.user, fields=sorted(changed))
    agent_changed.send(Agent, agent=agent, fields=sorted(changed), actor=actor)
    return agent


@transaction.atomic
def confirm_profile(agent: Agent, *, actor: User | None) -> Agent:
    """« Still true »: the person has read their own profile and nothing is to be changed. Nobody else confirms; a second click the same day writes nothing."""
    require(actor is None or (actor.is_active and actor.pk == agent.user_id))
    today = timezone.localdate()
    if agent.confirmed_on == today:
        return agent
    agent.confirmed_on = today
    agent.save(update_fields=["confirmed_on"])
    record("profile_confirmed", actor=actor, subject=agent.user)
    profile_confirmed.send(Agent, agent=agent, actor=actor)
    return agent


def _answer(field: ProfileField, agent: Agent, value: str) -> str:
    """Write the answer, and say it as people read it."""
    if not value:
        ProfileValue.objects.filter(field=field, agent=agent).delete()
        return ""
    row, _created = ProfileValue.objects.update_or_create(field=field, agent=agent, defaults={"value": value})
    return row.words
