"""What an agent or a colleague sends in one gesture: words, a place, a photo."""

from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from referents.actions.answers import contribute
from referents.actions.attachments import attach
from referents.actions.enquiries import Citizen, first_words, receive
from referents.exceptions import TextRefused
from referents.host import User
from referents.models import Area, Contribution, Enquiry
from referents.text import words


@transaction.atomic
def file_question(
    *, text: str, channel: str, submission: UUID, actor: User, place: str = "", contact: str = "", photo: UploadedFile | None = None, alt: str = ""
) -> Enquiry:
    """« Un habitant demande… »: a question brought by an agent, with its photo and the citizen's telephone number or e-mail address.

    Sending the same words twice from one page (a double click, a reload) files once; other words from that page are another question.
    A place that is no known neighbourhood is kept beside the words. Raises TextRefused, PhotoRefused: nothing is filed then.
    """
    if not text.strip():
        raise TextRefused({"text": _("Write what the citizen asks: a few words are enough.")})
    area = area_named(place)
    message = text.strip() if area or not place.strip() else "\n".join([text.strip(), _("Place: %(place)s") % {"place": place.strip()}])
    key = uuid5(submission, message)
    if filed := Enquiry.objects.filter(submission=key).first():
        return filed
    citizen = Citizen(email=contact) if "@" in contact else Citizen(phone=contact)
    enquiry = receive(text=message, subject=first_words(text), channel=channel, submission=key, actor=actor, citizen=citizen, area=area)
    if photo is not None:
        attach(enquiry, photo=photo, alt=alt or enquiry.subject, actor=actor)
    return enquiry


def area_named(place: str) -> Area | None:
    """The neighbourhood people call by this name, whatever its accents and capitals."""
    wanted = words(place)
    if not wanted:
        return None
    return next((area for area in Area.objects.all() if wanted in [words(name) for name in (area.name, *area.aliases)]), None)


@transaction.atomic
def answer_with_photo(enquiry: Enquiry, *, text: str, actor: User, version: int | None, photo: UploadedFile | None = None, alt: str = "") -> Contribution:
    """A technical answer and its photo, both or none. Raises what `contribute` raises, and PhotoRefused."""
    contribution = contribute(enquiry, text=text, actor=actor, version=version)
    if photo is not None:
        attach(enquiry, photo=photo, alt=alt or first_words(text), actor=actor)
    return contribution
