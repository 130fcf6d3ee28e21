"""Calls for volunteers and those who answered them, as each reader sees them. Reading only; no step is dated, nobody is waited for aloud."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referents import permissions
from referents.actions import volunteering
from referents.conf import directory, option
from referents.host import User
from referents.models import CharterVersion, Referent, Topic, VolunteerCall

State = Referent.State
ON_THE_WAY = (State.VOLUNTEER, State.AGREED, State.CHARTERED)
STAGES: tuple[tuple[str, str | Promise], ...] = (
    (State.VOLUNTEER, gettext_lazy("volunteer")),
    (State.AGREED, gettext_lazy("agreement of the head")),
    (State.CHARTERED, gettext_lazy("charter")),
    (State.ACTIVE, gettext_lazy("training")),
)


@dataclass(frozen=True)
class Stage:
    """One step of the way: behind, or the one that comes now."""

    label: str | Promise
    done: bool
    now: bool


@dataclass(frozen=True)
class Volunteer:
    """One person on the way to be a referent. `next` says what comes, never since when."""

    referent: Referent
    name: str
    stages: tuple[Stage, ...]
    next: str


@dataclass(frozen=True)
class CallLine:
    """A call, whether the reader may answer it, and their own place on the way if they did."""

    call: VolunteerCall
    topics: list[Topic]
    may_volunteer: bool
    mine: Referent | None


def stages(referent: Referent) -> tuple[Stage, ...]:
    order = [code for code, _label in STAGES]
    reached = len(order) if referent.state in {State.ACTIVE, State.PAUSED} else order.index(referent.state) + 1 if referent.state in order else 0
    shown = STAGES if option("REFERENT_TRAINING") else STAGES[:-1]
    return tuple(Stage(label, done=place < reached, now=place == reached) for place, (_code, label) in enumerate(shown))


def next_step(referent: Referent) -> str:
    """What comes now, in a sentence."""
    if referent.state == State.VOLUNTEER:
        heads = ", ".join(directory().label(head) for head in permissions.heads_for(referent))
        return _("Asked: %(names)s.") % {"names": heads} if heads else _("A head of department is missing: Communication sees to it.")
    return {
        State.AGREED: _("The charter is to be read and signed."),
        State.CHARTERED: _("The training is to be followed; HR notes it afterwards."),
        State.ACTIVE: _("Questions come."),
        State.PAUSED: _("Paused."),
        State.ENDED: _("Over."),
    }[State(referent.state)]


def volunteer(referent: Referent) -> Volunteer:
    return Volunteer(referent, directory().label(referent.user), stages(referent), next_step(referent))


def on_the_way(user: User) -> list[Volunteer]:
    """Those whom this reader follows: everybody for whoever calls volunteers, else those who wait for the reader's agreement."""
    rows = Referent.objects.filter(state__in=ON_THE_WAY, user__is_active=True).select_related("user", "department", "call").prefetch_related("topics")
    rows = rows.order_by("department__name", "user__last_name", "pk")
    if not permissions.calls_volunteers(user):
        rows = rows.filter(state=State.VOLUNTEER)
        return [volunteer(row) for row in rows if permissions.may_agree(user, row)]
    return [volunteer(row) for row in rows]


def calls(user: User, *, on: date) -> list[CallLine]:
    """Calls that may be answered today, those of the reader's department first."""
    rows = VolunteerCall.objects.visible_to(user).open(on).select_related("department").prefetch_related("topics").order_by("until", "pk")
    mine = {referent.department_id: referent for referent in Referent.objects.filter(user=user.pk)}
    works_in = directory().works_in(user)
    lines = [CallLine(call, list(call.topics.all()), works_in is None or call.department_id in works_in, mine.get(call.department_id)) for call in rows]
    return sorted(lines, key=lambda line: not line.may_volunteer)


def to_sign(referent: Referent) -> CharterVersion | None:
    """The charter that holds this volunteer back."""
    return volunteering.charter_to_sign(referent.user) if referent.state == State.AGREED else None
