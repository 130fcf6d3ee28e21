"""Tokens of links to answer: unguessable, made again from a random nonce and the host's secret key, kept only as digests. Pure."""

import base64
import hashlib
import secrets

from django.utils.crypto import salted_hmac

SALT = "referents.answer_link"


def fresh_nonce() -> str:
    """256 random bits."""
    return secrets.token_hex(32)


def token_of(nonce: str) -> str:
    """The token that stands in the address: whoever reads the database cannot make it without the secret key."""
    return base64.urlsafe_b64encode(salted_hmac(SALT, nonce, algorithm="sha256").digest()).decode().rstrip("=")


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
