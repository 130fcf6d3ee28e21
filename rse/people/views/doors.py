"""Doors of a room: whoever has no business there is told that there is nothing."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse

from rse.core.requests import SignedInRequest
from rse.people.models import Organisation, User
from rse.people.permissions import can_manage_people

View = Callable[..., HttpResponse]


def for_hr(view: View) -> View:
    """Signed in, and keeping the register of people; 404 for anybody else."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not can_manage_people(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)


def organisation_of(user: User) -> Organisation:
    """The one the person belongs to; for an account without a person, the first. 404 before there is any."""
    found = Organisation.objects.filter(agents__user=user).first() or Organisation.objects.order_by("pk").first()
    if found is None:
        raise Http404
    return found
