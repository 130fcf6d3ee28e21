"""Settings of the shell. `LEGAL_NOTICE` holds what the law asks an employer to print; what is missing is said on the page."""

from dataclasses import dataclass, fields

from django.conf import settings


@dataclass(frozen=True)
class LegalNotice:
    """Plain text, one line each. `accessibility_contact` and `privacy_contact` are an address a person can write to or ring."""

    organisation: str = ""
    address: str = ""
    director: str = ""
    host: str = ""
    accessibility_contact: str = ""
    privacy_contact: str = ""


def legal_notice() -> LegalNotice:
    given = getattr(settings, "LEGAL_NOTICE", {})
    return LegalNotice(**{field.name: given[field.name] for field in fields(LegalNotice) if field.name in given})


def shows_styleguide() -> bool:
    """Every component on one page: for development and the demo only."""
    return bool(settings.DEBUG or getattr(settings, "DEMO", False))
