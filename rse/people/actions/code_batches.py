"""Printed sign-in codes for many people at once."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rse.people.actions.journal import require, require_hr
from rse.people.codes import generate_code
from rse.people.exceptions import HasLeft, TooManyCodes
from rse.people.models import Agent, PersonChange, User
from rse.people.permissions import can_reset_sign_in
from rse.people.signals import sign_in_code_issued

AT_ONCE = 40


@dataclass(frozen=True)
class Slip:
    """The only copy of a code in clear: what is printed for one person."""

    agent: Agent
    code: str


def issue_sign_in_codes(agents: Sequence[Agent], *, actor: User | None) -> list[Slip]:
    """What `issue_sign_in_code` does, for AT_ONCE people at most: all of them or none. HR or the program.

    Codes are kept as slowly hashed as any password; the hashes are made before the transaction, by as many threads as there are processors
    (the hash gives up Python's lock). A longer list is asked for slice by slice. Raises TooManyCodes, HasLeft, PermissionDenied.
    """
    require_hr(actor)
    if len(agents) > AT_ONCE:
        raise TooManyCodes
    for agent in agents:
        if agent.state == Agent.State.LEFT:
            raise HasLeft
        require(actor is None or can_reset_sign_in(actor, agent))
    codes = [generate_code() for _agent in agents]
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        hashes = list(pool.map(make_password, codes))
    return _keep([Slip(agent, code) for agent, code in zip(agents, codes, strict=True)], hashes, actor=actor)


@transaction.atomic
def _keep(slips: list[Slip], hashes: list[str], *, actor: User | None) -> list[Slip]:
    now = timezone.now()
    pks = [slip.agent.pk for slip in slips]
    still = set(Agent.objects.select_for_update().filter(pk__in=pks, state=Agent.State.ACTIVE).values_list("pk", flat=True))
    if still != set(pks):
        raise PermissionDenied
    journal = []
    for slip, password in zip(slips, hashes, strict=True):
        user = slip.agent.user
        code = "code_reset" if user.is_active else "code_issued"
        user.password, user.is_active, user.must_choose_password, user.code_issued_at = password, True, True, now
        journal.append(PersonChange(code=code, actor=actor, subject=user, detail={"batch": len(slips)}, at=now))
    User.objects.bulk_update([slip.agent.user for slip in slips], ["password", "is_active", "must_choose_password", "code_issued_at"])
    PersonChange.objects.bulk_create(journal)
    for slip in slips:
        sign_in_code_issued.send(Agent, agent=slip.agent, actor=actor)
    return slips
