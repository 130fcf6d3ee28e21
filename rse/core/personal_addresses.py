"""Addresses that a program reads in somebody's name without signing in: signed with the key of the site, so that the database alone opens nothing."""

from django.core import signing


def token(salt: str, user_id: int, nonce: str) -> str:
    """The last part of such an address. A new `nonce` ends the address before; another `salt` is another room's."""
    return signing.Signer(salt=salt).sign(f"{user_id}.{nonce}").replace(":", "~")


def read(salt: str, given: str) -> tuple[int, str] | None:
    """(id of the person, nonce) of an address that this site signed; None for any other. Whether it still stands is asked of the room."""
    try:
        said = signing.Signer(salt=salt).unsign(given.replace("~", ":"))
    except signing.BadSignature:
        return None
    pk, _dot, nonce = said.partition(".")
    return int(pk), nonce
