"""What surrounds a wording: the citizen's words, the network, the people who must not be named, the acronyms of the house. Reads only."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from referents.conf import directory
from referents.models import Acronym, Enquiry, Message
from referents.shipped import plain_words
from referents.wording import Setting

NAMED_BY_NETWORK = "@"


def setting_of(enquiry: Enquiry) -> Setting:
    """Everything a second look needs to know of a question. A constant number of queries."""
    said = enquiry.messages.filter(direction=Message.Direction.IN, deleted_at__isnull=True).values_list("text", flat=True)
    touched = (
        Q(pk__in=enquiry.contributions.values("said_by")) | Q(pk__in=enquiry.contributions.values("author")) | Q(pk__in=enquiry.assignments.values("user"))
    )
    colleagues = list(get_user_model()._default_manager.filter(touched))
    phones = directory().phones(colleagues)
    citizen = enquiry.author
    meanings, known = acronyms()
    names = [directory().label(user) for user in colleagues]
    secrets = [*phones.values(), *(user.email or "" for user in colleagues)]
    if citizen is not None:
        names += [citizen.display]
        secrets += [citizen.email, citizen.phone, citizen.handle if NAMED_BY_NETWORK in citizen.handle else ""]
    return Setting(
        question="\n".join(said),
        network=enquiry.channel,
        most=enquiry.account.max_length if enquiry.account else None,
        names=tuple(name for name in names if name),
        secrets=tuple(secret for secret in secrets if secret),
        plain=plain_words(),
        meanings=meanings,
        known=known,
    )


def acronyms() -> tuple[dict[str, str], frozenset[str]]:
    """What acronyms stand for, and those everybody knows, as administrators keep them. One query."""
    rows = list(Acronym.objects.values_list("letters", "meaning", "known"))
    meanings = {letters: meaning for letters, meaning, known in rows if meaning and not known}
    return meanings, frozenset(letters for letters, _meaning, known in rows if known)
