"""What the views of this room share: the group an address means, a refusal said in the page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import cache_control

from rse.communities.visits import Moved, Visit, visit
from rse.core.requests import SignedInRequest

private = cache_control(private=True, no_store=True)
View = Callable[..., HttpResponseBase]


def of_group(view: View) -> View:
    """`view(request, visit, …)` for somebody signed in who may know the group; an old address leads to the new one."""

    @private
    @login_required
    @wraps(view)
    def wrapped(request: SignedInRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:  # Any: the holes of the address
        try:
            there = visit(request.user, slug)
        except Moved as moved:
            if request.method not in {"GET", "HEAD"}:
                there = visit(request.user, moved.community.slug)
            else:
                return redirect("communities:community", moved.community.slug)
        return view(request, there, *args, **kwargs)

    return wrapped


def only(allowed: bool) -> None:
    """What one may not do is as absent as what does not exist. Raises Http404."""
    if not allowed:
        raise Http404


def attempt(request: SignedInRequest, action: Callable[[], object], *, done: str = "") -> bool:
    """Run an action from a button: what it refuses is said on the next page."""
    try:
        action()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    if done:
        messages.success(request, done)
    return True


def written(form: BaseForm, action: Callable[[], object], *, field: str | None = None) -> bool:
    """Run an action from a form: what it refuses is said at the field, and nothing written is lost."""
    if not form.is_valid():
        return False
    try:
        action()
    except ValidationError as refusal:
        form.add_error(field, refusal)
        return False
    return True


def page_of(there: Visit, name: str = "community") -> HttpResponse:
    return redirect(reverse(f"communities:{name}", args=[there.community.slug]))
