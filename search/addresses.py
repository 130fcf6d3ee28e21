"""Where a best bet may lead."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _


def check_address(address: str) -> None:
    """A path of this site, or a web address: nothing that a browser would run."""
    if address.startswith("/") and not address.startswith(("//", "/\\")):
        return
    try:
        URLValidator(schemes=["https", "http"])(address)
    except ValidationError as error:
        raise ValidationError(_("Give a path that begins with /, or an address that begins with https://.")) from error
