"""What the views of this app share: an event found through `visible_to`, refusals put at their field."""

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control

from rse.core.requests import SignedInRequest
from rse.events.models import Event
from rse.events.permissions import can_organise

private = cache_control(private=True, no_store=True)
GET_OR_POST = ["GET", "HEAD", "POST"]
UNPROCESSABLE = 422


def visible(request: SignedInRequest, pk: int) -> Event:
    return get_object_or_404(Event.objects.visible_to(request.user).with_post(), pk=pk)


def organised(request: SignedInRequest, pk: int) -> Event:
    """For organisers; to anybody else there is no such page."""
    found = visible(request, pk)
    if not can_organise(request.user, found):
        raise Http404
    return found


def put(form: BaseForm, refusal: ValidationError) -> None:
    """At the field that mends it, when the form shows it."""
    name = _shown(getattr(refusal, "field", ""))
    form.add_error(name if name in form.fields else None, refusal)


def _shown(name: str) -> str:
    return {"closes": "closes_day", "start": "day", "body": "text"}.get(name, name)
