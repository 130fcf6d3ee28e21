"""What a view behind `login_required` receives."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from rse.people.models import User


class SignedInRequest(HttpRequest):
    """For annotations: Django gives a plain request, whose user is known to be signed in and whose `htmx` the middleware has set."""

    user: "User"
    htmx: "HtmxDetails"
