"""« Groupes »: mine, the others, a new one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rse.communities import permissions
from rse.communities.actions import memberships
from rse.communities.actions.groups import create as open_group
from rse.communities.exceptions import AlreadyIn, NameTaken, NameUnreadable
from rse.communities.forms import CreateForm, EnterForm, GroupsForm
from rse.communities.listing import Asked, my_groups, other_groups
from rse.communities.models import Community, Invitation
from rse.communities.views.doors import only, private
from rse.core.requests import SignedInRequest
from rse.people.models import Organisation

GET_OR_POST = ["GET", "HEAD", "POST"]


@private
@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    form = GroupsForm(request.GET)
    asked = form.asked()
    invited = Invitation.objects.visible_to(request.user).waiting().filter(user=request.user).select_related("community", "invited_by")
    context = {"page": my_groups(request.user, asked), "asked": asked, "form": form, "tab": "mine", "invited": invited}
    return render(request, "communities/mine.html", context)


@private
@login_required
@require_safe
def discover(request: SignedInRequest) -> HttpResponse:
    form = GroupsForm(request.GET)
    asked = form.asked()
    context = {"page": other_groups(request.user, asked), "asked": asked, "form": form, "tab": "discover", "filters": filters(asked)}
    return render(request, "communities/discover.html", context)


@private
@login_required
@require_http_methods(GET_OR_POST)
def create(request: SignedInRequest) -> HttpResponse:
    organisation = Organisation.objects.filter(agents__user=request.user).first() or Organisation.objects.order_by("pk").first()
    if organisation is None:
        raise Http404
    form = CreateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            community = open_group(organisation, **form.cleaned_data, actor=request.user)
        except (NameTaken, NameUnreadable) as refusal:
            form.add_error("name", refusal)
        else:
            messages.success(request, _("The group is open. Who should be in it?"))
            return redirect("communities:invite", community.slug)
    return render(request, "communities/create.html", {"form": form}, status=422 if form.errors else 200)


@private
@login_required
@require_http_methods(GET_OR_POST)
def enter(request: SignedInRequest) -> HttpResponse:
    """For administrators: a group by its exact address, non-visible or not."""
    only(permissions.can_enter(request.user))
    form = EnterForm(request.POST if request.method == "POST" else None, initial={"address": request.GET.get("groupe", "")[:90]})
    if request.method == "POST" and form.is_valid():
        community = Community.objects.filter(slug=form.cleaned_data["address"]).first()
        if community is None:
            form.add_error("address", _("No group has this address."))
        else:
            try:
                memberships.enter_as_administrator(community, reason=form.cleaned_data["reason"], actor=request.user)
            except AlreadyIn as refusal:
                form.add_error("address", refusal)
            else:
                messages.success(request, _("You are in as administrator: every member has been told."))
                return redirect("communities:community", community.slug)
    return render(request, "communities/enter.html", {"form": form}, status=422 if form.errors else 200)


def filters(asked: Asked) -> list[tuple[str, str, bool]]:
    """(label, address, chosen) of each filter of the page."""
    labels = {"": _("All the groups"), "open": _("Open groups"), "closed": _("Groups on request"), "archives": _("Archived groups")}
    return [(label, asked.address(type=kind), asked.kind == kind) for kind, label in labels.items()]
