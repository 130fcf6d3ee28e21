"""What the plugin itself does when something happened: a signed charter lets a volunteer go on, a referent who asked for links gets them."""

from referents import permissions, signals
from referents.actions import links, volunteering
from referents.host import User
from referents.models import Assignment, CharterSignature, Mandate, Referent


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    signals.charter_answered.connect(on_charter_answered, dispatch_uid="referents.charter_answered")
    signals.mandate_changed.connect(on_mandate_changed, dispatch_uid="referents.mandate_changed")
    signals.person_asked.connect(on_person_asked, dispatch_uid="referents.person_asked")


def on_mandate_changed(mandate: Mandate, code: str, **_payload: object) -> None:
    """A training noted anywhere, in the register too, lets its person begin."""
    if code == "training":
        for referent in Referent.objects.filter(user=mandate.user_id, state=Referent.State.CHARTERED).order_by("pk"):
            volunteering.advance(referent, actor=None)


def on_charter_answered(signature: CharterSignature, **_payload: object) -> None:
    """The next step of every department where this person was agreed to."""
    for referent in Referent.objects.filter(user=signature.user_id, state=Referent.State.AGREED).order_by("pk"):
        volunteering.advance(referent, actor=None)


def on_person_asked(assignment: Assignment, actor: User | None, **_payload: object) -> None:
    """A referent who answers from links receives one for every question; nothing for somebody without an address."""
    person = assignment.user
    if person.email and Referent.objects.active().filter(user=person.pk, by_link=True).exists():
        links.write_to(assignment.enquiry, person=person, actor=actor if actor and permissions.keeps_contacts(actor) else None)
