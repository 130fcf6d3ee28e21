"""No screen of Wagtail opens on a page, an image or a document that a restriction closes, whatever the view: for this person it does not exist."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch
from wagtail.models import Page

from cms.exceptions import CmsError
from cms.permissions import open_to
from rse.core.models import Document, Image

if TYPE_CHECKING:
    from rse.people.models import User

NAMED: dict[str, type[Model]] = {
    "page_id": Page,
    "parent_page_id": Page,
    "page_to_move_id": Page,
    "destination_id": Page,
    "image_id": Image,
    "document_id": Document,
}
SENT: dict[str, type[Model]] = {"new_parent_page": Page, "chooser": Page, "parent_page": Page}
BULK: dict[str, type[Model]] = {"wagtailcore.page": Page, "core.image": Image, "core.document": Document}
# Views whose argument has no telling name.
PLAIN: dict[str, type[Model]] = {
    "wagtailadmin_pages": Page,
    "wagtailimages": Image,
    "wagtailimages_chooser": Image,
    "wagtaildocs": Document,
    "wagtaildocs_chooser": Document,
    "wagtailadmin_api": Page,
}


class ClosedPagesMiddleware:
    """After authentication. Costs nothing outside the editing screens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, args: Sequence[object], kwargs: dict[str, object]) -> None:
        match = request.resolver_match
        if match is None or not _is_wagtails(match) or not request.user.is_authenticated:
            return
        for model, pks in _asked(request, match.namespace, args, kwargs).items():
            _refuse_closed(request.user, model, pks)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal of ours in one of Wagtail's screens: its sentence, and the page again."""
        match = request.resolver_match
        if not isinstance(error, CmsError) or match is None or not _is_wagtails(match):
            return None
        messages.error(request, " ".join(error.messages))
        page_id = match.kwargs.get("page_id")
        return redirect("wagtailadmin_pages:edit", page_id) if page_id else redirect("wagtailadmin_home")


def _is_wagtails(match: ResolverMatch) -> bool:
    return match.namespace.startswith("wagtail") or (match.url_name or "").startswith(("wagtail", "cms_"))


def _asked(request: HttpRequest, namespace: str, args: Sequence[object], kwargs: dict[str, object]) -> dict[type[Model], set[int]]:
    """What the address and the form name, by model."""
    found: dict[type[Model], set[int]] = {}
    for name, value in kwargs.items():
        model = NAMED.get(name) or (PLAIN.get(namespace.split(":")[0]) if name in {"pk", "object_id"} else None)
        _note(found, model, [value])
    _note(found, PLAIN.get(namespace.split(":")[0]), args[:1])
    bulk = BULK.get(f"{kwargs.get('app_label')}.{kwargs.get('model_name')}".lower())
    _note(found, bulk, request.GET.getlist("id"))
    for name, model in SENT.items():
        _note(found, model, request.POST.getlist(name))
    return found


def _note(found: dict[type[Model], set[int]], model: type[Model] | None, values: Iterable[object]) -> None:
    pks = {int(str(value)) for value in values if str(value).isdecimal()}
    if model is not None and pks:
        found.setdefault(model, set()).update(pks)


def _refuse_closed(user: "User", model: type[Model], pks: set[int]) -> None:
    rows = model._default_manager.filter(pk__in=pks)
    if open_to(user, rows).count() < rows.count():
        raise Http404
