"""What groups do when people come, move, leave, or are erased."""

from rse.communities.actions import departments
from rse.communities.models import Invitation, JoinRequest
from rse.people import signals as people
from rse.people.models import Agent, User


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice. Somebody who was just entered has a closed account: the code that opens it counts."""
    people.sign_in_code_issued.connect(account_opened, dispatch_uid="communities.account_opened")
    people.agent_moved.connect(moved, dispatch_uid="communities.moved")
    people.account_closed.connect(account_closed, dispatch_uid="communities.account_closed")
    people.agent_left.connect(left, dispatch_uid="communities.left")
    people.department_changed.connect(chart_changed, dispatch_uid="communities.chart_changed")
    people.agent_erased.connect(forget_erased, dispatch_uid="communities.forget_erased")


def account_opened(agent: Agent, actor: User | None, **_payload: object) -> None:
    if departments.concern(agent.user):
        departments.follow_person(agent.user, actor=actor)
        departments.follow_account(agent.user, actor=actor)


def moved(agent: Agent, actor: User | None, **_payload: object) -> None:
    departments.follow_person(agent.user, actor=actor)


def account_closed(agent: Agent, actor: User | None, **_payload: object) -> None:
    departments.follow_account(agent.user, actor=actor)


def left(agent: Agent, actor: User | None, **_payload: object) -> None:
    departments.follow_departure(agent.user, actor=actor)


def chart_changed(fields: list[str], actor: User | None, **_payload: object) -> None:
    if "parent" in fields:
        departments.follow_chart(actor=actor)


def forget_erased(agent: Agent, **_payload: object) -> None:
    """What the person asked and was told in words; the journal, which holds none, stays."""
    JoinRequest.objects.filter(user=agent.user_id).delete()
    JoinRequest.objects.filter(decided_by=agent.user_id).update(reason="")
    Invitation.objects.filter(user=agent.user_id).delete()
    Invitation.objects.filter(invited_by=agent.user_id).update(words="")
