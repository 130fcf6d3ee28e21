"""Asking people: the lead, the colleagues brought in, and what happens when nobody takes the question."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from referents import matching
from referents.actions.moves import begin, record
from referents.exceptions import NoCandidate, OutOfScope
from referents.host import Department, User
from referents.models import Assignment, ContributionRequest, Enquiry, Referent
from referents.signals import colleague_brought_in, enquiry_stuck, person_asked
from referents.states import State

DECLINED = (Assignment.State.NOT_MINE, Assignment.State.DONT_KNOW)


@transaction.atomic
def assign(enquiry: Enquiry, *, person: User, actor: User | None, version: int | None) -> Enquiry:
    """Ask this person to answer; whoever was asked before is told that it moved on. The person must be a referent of the subject,
    or stand in for one. Absent people are replaced by their deputy (at most three hops, no loop).

    Raises OutOfScope, NoCandidate when everybody in the chain is away.
    """
    enquiry = begin(enquiry, move="assign", actor=actor, version=version)
    _require_scope(enquiry, person)
    stand_in = matching.present_or_deputy(person, at=timezone.now())
    if stand_in is None:
        raise NoCandidate({"person": _("This person is away and nobody stands in: choose somebody else.")})
    assignment = _ask(enquiry, stand_in, on_behalf_of=person if stand_in.pk != person.pk else None)
    record(enquiry, move="assign", to=State.ASSIGNED, actor=actor, detail={"assignment": assignment.pk, "user": stand_in.pk})
    person_asked.send(sender=Enquiry, assignment=assignment, actor=actor)
    return enquiry


def _require_scope(enquiry: Enquiry, person: User) -> None:
    """A referent may be asked on their topics and on everything of their department, those above and below.

    A subject without a department is open to any referent.
    """
    topic = enquiry.topic
    scope = Referent.objects.active().filter(user=person.pk)
    if topic is not None and topic.department_id:
        branch = _branch(topic.department) if topic.department else []
        scope = scope.filter(Q(topics=topic.pk) | Q(department__in=branch) | Q(department__code__in=topic.also_codes))
    if not scope.exists():
        raise OutOfScope({"person": _("%(name)s is not a referent for this subject.") % {"name": person.get_full_name() or person.get_username()}})


def _branch(department: Department) -> list[int]:
    """The department, those below it and those above it: what `matching` calls the same level."""
    branch, above = list(department.descendants().values_list("pk", flat=True)), department.parent
    while above is not None:
        branch.append(above.pk)
        above = above.parent
    return branch


def _ask(enquiry: Enquiry, person: User, *, on_behalf_of: User | None) -> Assignment:
    enquiry.assignments.filter(active=True).update(active=None, state=Assignment.State.PASSED_ON)
    reasons = [reason.code for reason in matching.reasons(enquiry, person, at=timezone.now())]
    return Assignment.objects.create(enquiry=enquiry, user=person, on_behalf_of=on_behalf_of, cycle=enquiry.cycle, reasons=reasons, asked_at=timezone.now())


@transaction.atomic
def bring_in(enquiry: Enquiry, *, person: User, actor: User, version: int | None, note: str = "") -> ContributionRequest:
    """Ask one more colleague beside the lead. Asking twice asks once."""
    existing = ContributionRequest.objects.filter(enquiry=enquiry, user=person).first()
    if existing is not None:
        return existing
    if not person.is_active:
        raise OutOfScope({"person": _("This account is closed.")})
    enquiry = begin(enquiry, move="bring_in", actor=actor, version=version)
    request = ContributionRequest.objects.create(enquiry=enquiry, user=person, asked_by=actor, note=note.strip()[:280], asked_at=timezone.now())
    record(enquiry, move="bring_in", to=enquiry.state, actor=actor, detail={"request": request.pk, "user": person.pk})
    colleague_brought_in.send(sender=Enquiry, request=request, actor=actor)
    return request


@transaction.atomic
def accept(enquiry: Enquiry, *, actor: User, version: int | None) -> Enquiry:
    """Take the question; the first one wins. Answering accepts too. Only the person asked may."""
    enquiry = begin(enquiry, move="accept", actor=actor, version=version)
    assignment = lead_of(enquiry, actor)
    assignment.state = Assignment.State.ACCEPTED
    assignment.save()
    record(enquiry, move="accept", to=State.IN_PROGRESS, actor=actor, detail={"assignment": assignment.pk})
    return enquiry


def lead_of(enquiry: Enquiry, person: User) -> Assignment:
    """The active assignment of this person. Raises PermissionDenied when somebody else leads now."""
    assignment = enquiry.assignments.filter(active=True, user=person.pk).first()
    if assignment is None:
        raise PermissionDenied(_("This question is no longer with you."))
    return assignment


@transaction.atomic
def decline(enquiry: Enquiry, *, knows: bool, actor: User, version: int | None, suggested: User | None = None) -> Enquiry:
    """« Ce n’est pas pour moi » (`knows` True) or « Je ne sais pas »: costs nothing, is counted nowhere. Two in a row go to the dispatcher."""
    enquiry = begin(enquiry, move="decline", actor=actor, version=version)
    assignment = lead_of(enquiry, actor)
    assignment.active = None
    assignment.state = Assignment.State.NOT_MINE if knows else Assignment.State.DONT_KNOW
    assignment.suggested = suggested
    assignment.save()
    record(enquiry, move="decline", to=State.QUALIFIED, actor=actor, detail={"assignment": assignment.pk})
    last_two = list(enquiry.assignments.filter(cycle=enquiry.cycle).order_by("-asked_at", "-pk")[:2])
    if len(last_two) == 2 and all(one.state in DECLINED for one in last_two):
        enquiry_stuck.send(sender=Enquiry, enquiry=enquiry, why="declined_twice", actor=actor)
    return enquiry


@transaction.atomic
def hand_on(enquiry: Enquiry, *, person: User, to: User | None, actor: User | None) -> Enquiry:
    """The person who leads steps aside (a pause, a departure): `to`, or whoever stands in for them, is asked; else the next candidate not
    asked yet in this cycle; else the question goes back to the desk. Called by the person, or by the program."""
    if actor is not None and actor.pk != person.pk:
        raise PermissionDenied(_("Only the person hands their questions on."))
    enquiry = begin(enquiry, move="hand_on", actor=actor, version=None)
    lead_of(enquiry, person)
    asked = set(enquiry.assignments.filter(cycle=enquiry.cycle).values_list("user", flat=True))
    deputy = matching.present_or_deputy(to, at=timezone.now()) if to is not None else None
    found = (deputy, person) if deputy is not None and deputy.pk not in asked else _next_candidate(enquiry, asked)
    if found is None:
        enquiry.assignments.filter(active=True).update(active=None, state=Assignment.State.PASSED_ON)
        record(enquiry, move="hand_on", to=State.QUALIFIED, actor=actor)
        enquiry_stuck.send(sender=Enquiry, enquiry=enquiry, why="no_candidate", actor=actor)
        return enquiry
    assignment = _ask(enquiry, found[0], on_behalf_of=found[1])
    record(enquiry, move="hand_on", to=State.ASSIGNED, actor=actor, detail={"assignment": assignment.pk, "user": found[0].pk})
    person_asked.send(sender=Enquiry, assignment=assignment, actor=actor)
    return enquiry


def _next_candidate(enquiry: Enquiry, asked: set[int]) -> tuple[User, User | None] | None:
    """The best candidate who was not asked in this cycle, and in whose place."""
    people = ((one.user, one.on_behalf_of) for one in matching.candidates(enquiry, at=timezone.now()) if one.user is not None and one.user.pk not in asked)
    return next(people, None)


@transaction.atomic
def miss_acceptance(enquiry: Enquiry, *, actor: User | None) -> Enquiry:
    """Nobody took it in time: the next candidate who has not been asked in this cycle, else back to the desk and to the dispatcher."""
    enquiry = begin(enquiry, move="miss_acceptance", actor=actor, version=None)
    asked = set(enquiry.assignments.filter(cycle=enquiry.cycle).values_list("user", flat=True))
    found = _next_candidate(enquiry, asked)
    if found is None:
        enquiry.assignments.filter(active=True).update(active=None, state=Assignment.State.PASSED_ON)
        record(enquiry, move="miss_acceptance", to=State.QUALIFIED, actor=actor)
        enquiry_stuck.send(sender=Enquiry, enquiry=enquiry, why="no_candidate", actor=actor)
        return enquiry
    assignment = _ask(enquiry, found[0], on_behalf_of=found[1])
    record(enquiry, move="miss_acceptance", to=State.ASSIGNED, actor=actor, detail={"assignment": assignment.pk, "user": found[0].pk})
    person_asked.send(sender=Enquiry, assignment=assignment, actor=actor)
    return enquiry
