"""« Continuer sur Tchap »: a link to the messenger of the State, where the organisation uses it. Nothing is sent there by the site."""

import re
from urllib.parse import quote

from rse.conversations import conf
from rse.people.models import ProfileValue, User

ADDRESS = re.compile(r"@[a-z0-9._=/+-]{1,200}:[a-z0-9.-]{1,100}(?::\d{1,5})?", re.IGNORECASE)


def link_for(others: list[User], *, user: User) -> str:
    """To the one other person when they say their Tchap address on their profile, else to the messenger itself; "" where there is none.

    One query at most, and only for a conversation between two.
    """
    base = conf.tchap_base()
    if not base:
        return ""
    known = _address_of(others[0], user=user) if len(others) == 1 else ""
    return f"{base}/#/user/{quote(known, safe='@:')}" if known else f"{base}/"


def _address_of(person: User, *, user: User) -> str:
    answers = ProfileValue.objects.visible_to(user).filter(agent__user=person, field__label=conf.tchap_field())
    found = ADDRESS.fullmatch((answers.values_list("value", flat=True).first() or "").strip())
    return found[0] if found else ""
