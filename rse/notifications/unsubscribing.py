"""Leaving one sort of e-mail in one click, from the message itself (RFC 2369, RFC 8058): a signed address that says who and what."""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rse.notifications import conf, kinds
from rse.people.models import User

SALT = "relais.notifications.unsubscribe"
DIGEST = "digest"


@dataclass(frozen=True)
class Leaving:
    """What an address stands for. `kind` is the code of a kind, or "digest"."""

    user: User
    kind: str
    label: str | Promise


def address(user: User, kind: str) -> str:
    """Where `user` stops the e-mails of `kind`; it needs no signing in, and does nothing else."""
    return conf.base_url() + reverse("notifications:unsubscribe", args=[signing.dumps([user.pk, kind], salt=SALT, compress=False)])


def headers(url: str) -> dict[str, str]:
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def read(token: str) -> Leaving | None:
    """None for a forged address, a closed account, a kind that has gone or that binds."""
    try:
        pk, code = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None:
        return None
    if code == DIGEST:
        return Leaving(user, DIGEST, _("The digest"))
    kind = kinds.find(code)
    return Leaving(user, code, kind.label) if kind is not None and "email" in kind.refusable else None
