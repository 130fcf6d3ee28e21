"""Who comes in: the desk's pages exist for those who read the desk, a question for those who see it."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from referents import permissions
from referents.host import SignedInRequest, User
from referents.models import Enquiry

View = Callable[..., HttpResponse]
SHOWN = ("topic__department", "topic__outside_body", "area", "account", "author", "filed_by", "merged_into", "handed_to", "follows")


def desk_only(view: View) -> View:
    """The community manager, the dispatcher, the auditor. For anybody else the desk does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: SignedInRequest, *args: object, **options: object) -> HttpResponse:
        if not permissions.reads_desk(request.user):
            raise Http404
        return view(request, *args, **options)

    return guarded


def may_enter(user: User) -> bool:
    """Auditors read; the desk and the dispatcher enter questions."""
    return permissions.works_desk(user) or permissions.dispatches(user)


def fragment(request: SignedInRequest) -> bool:
    return request.headers.get("X-Fragment") == "1"


def enquiry_of(request: SignedInRequest, pk: int) -> Enquiry:
    """The question with what every part of its page names; 404 when it does not exist for this person."""
    return get_object_or_404(Enquiry.objects.visible_to(request.user).select_related(*SHOWN), pk=pk)
