"""A group's pages: its stream, the tabs of rooms above, about, settings; coming in and going out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rse.communities import sections
from rse.communities.actions import departments, groups, memberships, requests
from rse.communities.exceptions import AlreadyIn
from rse.communities.forms import CommunityForm, DepartmentForm, LeaveForm, WordsForm
from rse.communities.journal_words import journal_of
from rse.communities.models import AutomaticMembership, Membership
from rse.communities.views.doors import attempt, of_group, only, page_of, written
from rse.communities.visits import Visit
from rse.core.requests import SignedInRequest
from rse.people.models import User

GET_OR_POST = ["GET", "HEAD", "POST"]


@of_group
@require_safe
def community(request: SignedInRequest, there: Visit) -> HttpResponse:
    """The stream for those who read the group, its door for the others."""
    if not there.reads:
        return render(request, "communities/door.html", {**base(there, ""), "form": WordsForm()})
    stream = sections.stream()
    told = stream.context(request, there) if stream else {}
    return render(request, "communities/community.html", {**base(there, ""), "stream": stream, **told})


@of_group
@require_safe
def tab(request: SignedInRequest, there: Visit, tab: str) -> HttpResponse:
    """A tab that a room above registered."""
    only(there.reads)
    found = next((one for one in sections.tabs_of(there.community) if one.slug == tab), None)
    only(found is not None)
    told = found.context(request, there.community) if found else {}
    return render(request, "communities/tab.html", {**base(there, tab), "found": found, **told})


@of_group
@require_safe
def about(request: SignedInRequest, there: Visit) -> HttpResponse:
    if not there.reads:
        return render(request, "communities/door.html", {**base(there, "a-propos"), "form": WordsForm()})
    people = Membership.objects.visible_to(request.user).filter(community=there.community, role__in=["owner", "moderator"])
    listed = people.select_related("user__agent__department", "user__agent__portrait").order_by("role", "joined_at", "pk")
    coming = AutomaticMembership.objects.visible_to(request.user).filter(community=there.community).select_related("department")
    context = {"animators": sorted(listed, key=lambda row: row.role != Membership.Role.OWNER), "automatic": coming}
    return render(request, "communities/about.html", {**base(there, "a-propos"), **context})


@of_group
@require_http_methods(GET_OR_POST)
def settings(request: SignedInRequest, there: Visit) -> HttpResponse:
    only(there.owns)
    group = there.community
    initial = {name: getattr(group, name) for name in CommunityForm.Meta.fields}
    form = CommunityForm(request.POST if request.method == "POST" else None, initial=initial)
    changed = []
    if request.method == "POST" and written(form, lambda: changed.append(groups.change(group, changes=form.cleaned_data, actor=request.user)), field="name"):
        messages.success(request, _("The settings are kept."))
        return redirect("communities:settings", changed[0].slug)
    context = {
        "form": form,
        "automatic": AutomaticMembership.objects.visible_to(request.user).filter(community=group).select_related("department"),
        "department_form": DepartmentForm(user=request.user, organisation=group.organisation),
        "journal": journal_of(request.user, group),
    }
    return render(request, "communities/settings.html", {**base(there, "reglages"), **context}, status=422 if form.errors else 200)


@of_group
@require_POST
def join(request: SignedInRequest, there: Visit) -> HttpResponse:
    done = there.community.welcome or _("You are in the group.")
    attempt(request, lambda: memberships.join(there.community, actor=request.user), done=done)
    return page_of(there)


@of_group
@require_http_methods(GET_OR_POST)
def leave(request: SignedInRequest, there: Visit) -> HttpResponse:
    """Asked once more; the last owner names who comes after."""
    mine = Membership.objects.select_related("community", "user").filter(community=there.community, user=request.user).first()
    if mine is None:
        return redirect("communities:mine")
    last = memberships.is_last_owner(mine)
    others = Membership.objects.filter(community=there.community).active().exclude(user=request.user).exclude(source=Membership.Source.ADMINISTRATOR)
    people = User.objects.filter(pk__in=others.values("user")).order_by("last_name", "first_name")
    form = LeaveForm(request.POST if request.method == "POST" else None, members=people)
    go = lambda: memberships.leave(there.community, successor=form.cleaned_data["successor"], actor=request.user)  # noqa: E731 - the action of this form
    if request.method == "POST" and written(form, go, field="successor"):
        messages.success(request, _("You have left the group."))
        return redirect("communities:mine")
    context = {**base(there, ""), "form": form, "last": last, "alone": last and not people}
    return render(request, "communities/leave.html", context, status=422 if form.errors else 200)


@of_group
@require_POST
def ask(request: SignedInRequest, there: Visit) -> HttpResponse:
    only(there.may_ask or there.asked or there.is_in)
    form = WordsForm(request.POST)
    try:
        sent = written(form, lambda: requests.ask(there.community, words=form.cleaned_data["words"], actor=request.user), field="words")
    except AlreadyIn:
        return page_of(there)
    if not sent:
        return render(request, "communities/door.html", {**base(there, "a-propos"), "form": form}, status=422)
    messages.success(request, _("Your request is sent. You will be told the answer."))
    return page_of(there)


@of_group
@require_POST
def ask_no_more(request: SignedInRequest, there: Visit) -> HttpResponse:
    if (row := there.request) is not None:
        attempt(request, lambda: requests.withdraw(row, actor=request.user), done=_("Your request is taken back."))
    return page_of(there)


@of_group
@require_POST
def archive(request: SignedInRequest, there: Visit) -> HttpResponse:
    only(there.owns)
    attempt(request, lambda: groups.archive(there.community, actor=request.user), done=_("The group is archived: it can be read, nobody writes in it."))
    return page_of(there, "settings")


@of_group
@require_POST
def unarchive(request: SignedInRequest, there: Visit) -> HttpResponse:
    only(there.owns)
    attempt(request, lambda: groups.unarchive(there.community, actor=request.user), done=_("The group is open again."))
    return page_of(there, "settings")


@of_group
@require_POST
def add_department(request: SignedInRequest, there: Visit) -> HttpResponse:
    only(there.owns)
    form = DepartmentForm(request.POST, user=request.user, organisation=there.community.organisation)
    if form.is_valid():
        told = form.cleaned_data
        add = lambda: departments.add_department(there.community, department=told["department"], with_below=told["with_below"], actor=request.user)  # noqa: E731 - the action of this form
        attempt(request, add, done=_("Whoever works there is now in the group."))
    else:
        messages.error(request, _("Choose a department in the list."))
    return page_of(there, "settings")


@of_group
@require_POST
def remove_department(request: SignedInRequest, there: Visit, pk: int) -> HttpResponse:
    only(there.owns)
    row = AutomaticMembership.objects.visible_to(request.user).filter(community=there.community, pk=pk).first()
    if row is not None:
        attempt(request, lambda: departments.remove_department(row, actor=request.user), done=_("This department no longer comes of itself."))
    return page_of(there, "settings")


def base(there: Visit, current: str) -> dict[str, object]:
    """What the head of every page of a group reads."""
    return {"community": there.community, "visit": there, "tabs": there.tabs, "current": current}
