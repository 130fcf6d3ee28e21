"""From a call for volunteers to an active referent: each step once, journalled, told. The person may withdraw at any of them."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from referents import permissions, rights
from referents.actions import missions, referents
from referents.conf import directory, option
from referents.exceptions import AlreadyDone, CallOver, Conflict, OutOfScope, TextRefused
from referents.host import Department, User
from referents.models import Charter, CharterVersion, Mandate, Referent, Topic, VolunteerCall
from referents.signals import call_changed, referent_changed

State = Referent.State


@transaction.atomic
def open_call(*, department: Department, topics: Iterable[Topic], text: str, until: date, actor: User) -> VolunteerCall:
    """A department looks for a referent. The community manager or an administrator. The same call sent twice is one. Raises CallOver, TextRefused."""
    if not permissions.calls_volunteers(actor):
        raise PermissionDenied(_("Only Communication calls for volunteers."))
    today = timezone.localdate()
    if until < today:
        raise CallOver({"until": _("Choose a day to come.")})
    if not text.strip():
        raise TextRefused({"text": _("Say in a few words what is looked for.")})
    same = VolunteerCall.objects.open(today).filter(department=department.pk, text=text.strip(), until=until).first()
    if same is not None:
        return same
    call = VolunteerCall.objects.create(department_id=department.pk, text=text.strip(), until=until, opened_by=actor, opened_at=timezone.now())
    call.topics.set(topics)
    call_changed.send(sender=VolunteerCall, call=call, code="opened", actor=actor)
    return call


@transaction.atomic
def close_call(call: VolunteerCall, *, actor: User) -> VolunteerCall:
    """Nobody may answer it any more; those who did go on. Closing twice closes once."""
    if not permissions.calls_volunteers(actor):
        raise PermissionDenied(_("Only Communication calls for volunteers."))
    call = VolunteerCall.objects.select_for_update().get(pk=call.pk)
    if call.closed_at is None:
        call.closed_at = timezone.now()
        call.save()
        call_changed.send(sender=VolunteerCall, call=call, code="closed", actor=actor)
    return call


@transaction.atomic
def volunteer(call: VolunteerCall, *, topics: Iterable[Topic], word: str, actor: User) -> Referent:
    """Answer a call. Twice is once; whoever left may volunteer again. Raises CallOver, OutOfScope for an agent of another department
    and for somebody who is a referent there already."""
    today = timezone.localdate()
    if call.closed_at is not None or call.until < today:
        raise CallOver(_("This call is over."))
    if not permissions.may_volunteer(actor, call):
        raise OutOfScope(_("This call is for the agents of %(department)s.") % {"department": call.department})
    _row, created = Referent.objects.get_or_create(user=actor, department_id=call.department_id)
    referent = Referent.objects.select_for_update().get(user=actor, department_id=call.department_id)
    if not created and referent.state == State.VOLUNTEER:
        return referent
    if not created and referent.state != State.ENDED:
        raise OutOfScope(_("You are a referent for %(department)s already.") % {"department": call.department})
    referent.call, referent.word, referent.refusal, referent.since = call, word.strip()[:500], "", None
    referent.topics.set([topic for topic in topics if topic.pk in referents.allowed_topics(referent)])
    if not created:
        return missions.step(referent, to=State.VOLUNTEER, actor=actor)
    referent.save()
    missions.note(referent, code="state", from_state="", actor=actor)
    referent_changed.send(sender=Referent, referent=referent, from_state="", actor=actor)
    return referent


@transaction.atomic
def agree(referent: Referent, *, actor: User) -> Referent:
    """The head agrees: the mission enters the register with their visa, and the charter is asked. Raises Conflict when somebody decided before."""
    referent = _to_decide(referent, actor)
    referent = missions.step(referent, to=State.AGREED, actor=actor)
    if not referents.running_mandates(referent):
        missions.grant(
            user=referent.user,
            role=Mandate.Role.REFERENT,
            start=timezone.localdate(),
            departments=[referent.department],
            topics=referent.topics.all(),
            visa_by=actor,
            actor=actor,
        )
    return advance(referent, actor=None)


@transaction.atomic
def refuse(referent: Referent, *, reason: str, actor: User) -> Referent:
    """The head says why not, to the volunteer alone. Raises Conflict when somebody decided before, TextRefused without words."""
    if not reason.strip():
        raise TextRefused({"reason": _("Say why not, in a few words: the volunteer reads them.")})
    referent = _to_decide(referent, actor)
    referent.refusal = reason.strip()[:280]
    return missions.step(referent, to=State.ENDED, actor=actor)


def _to_decide(referent: Referent, actor: User) -> Referent:
    referent = Referent.objects.select_for_update().select_related(None).get(pk=referent.pk)
    if not permissions.may_agree(actor, referent):
        raise PermissionDenied(_("The head of the department decides."))
    if referent.state == State.VOLUNTEER:
        return referent
    last = referent.changes.filter(code="state", from_state=State.VOLUNTEER).select_related("actor").first()
    who = directory().label(last.actor) if last and last.actor else _("The program")
    decided = _("not agreed") if last and last.to_state == State.ENDED else _("agreed")
    raise (AlreadyDone if last and last.actor_id == actor.pk else Conflict)(who=who, what=decided)


@transaction.atomic
def note_training(referent: Referent, *, trained_on: date, actor: User) -> Referent:
    """HR notes that the training was followed on this day: the missions say so and the person may begin."""
    referent = Referent.objects.select_for_update().get(pk=referent.pk)
    for mandate in referents.running_mandates(referent):
        missions.note_training(mandate, trained_on=trained_on, valid_until=mandate.training_valid_until, actor=actor)
    return advance(referent, actor=None)


@transaction.atomic
def advance(referent: Referent, *, actor: User | None) -> Referent:
    """Every step that nothing holds back: the charter when it is signed or there is none, the training when the host asks for none or it is
    followed. Run twice, changes nothing."""
    referent = Referent.objects.select_for_update().get(pk=referent.pk)
    if referent.state == State.AGREED and charter_to_sign(referent.user) is None:
        referent = missions.step(referent, to=State.CHARTERED, actor=actor)
    if referent.state == State.CHARTERED and (not option("REFERENT_TRAINING") or trained(referent)):
        referent = missions.step(referent, to=State.ACTIVE, actor=actor)
    return referent


def charter_to_sign(user: User) -> CharterVersion | None:
    """The referents' charter in force when this person has no valid signature of it."""
    now = timezone.now()
    version = rights.version_in_force(Charter.Audience.PUBLISHING, at=now)
    return version if version and rights.valid_signature(user, Charter.Audience.PUBLISHING, at=now) is None else None


def trained(referent: Referent) -> bool:
    today = timezone.localdate()
    return any(mandate.trained_on is not None and mandate.trained_on <= today for mandate in referents.running_mandates(referent))
