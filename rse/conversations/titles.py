"""What a conversation is called: its name, or the people in it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rse.conversations.models import Conversation, Participant
from rse.people.models import User

NAMED = 3


def title_for(conversation: Conversation, seats: Iterable[Participant], user: User) -> str:
    """As `user` reads it: without their own name. `seats` holds every place, `user` loaded."""
    if conversation.name:
        return conversation.name
    others = [seat.user for seat in seats if seat.user_id != user.pk and (conversation.is_direct or seat.left_at is None)]
    return _said(others) or _("Nobody else for now")


def among(conversation: Conversation) -> str:
    """The same for somebody who is not named: everybody in it."""
    if conversation.name:
        return conversation.name
    return _said([seat.user for seat in conversation.participants.present().select_related("user").order_by("pk")])


def _said(people: list[User]) -> str:
    names = [str(user) for user in people]
    more = len(names) - NAMED
    if more < 1:
        return ", ".join(names)
    return ngettext("%(names)s and %(number)s other", "%(names)s and %(number)s others", more) % {"names": ", ".join(names[:NAMED]), "number": more}
