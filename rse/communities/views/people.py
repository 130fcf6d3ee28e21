"""The people of a group: the list, its export, roles, invitations, requests."""

import csv

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rse.communities.actions import invitations, memberships, requests
from rse.communities.forms import InviteForm, MembersForm, RefuseForm, RoleForm
from rse.communities.listing import members_listed, members_of
from rse.communities.models import Invitation, JoinRequest, Membership
from rse.communities.views.doors import attempt, of_group, only, page_of, private, written
from rse.communities.views.group import GET_OR_POST, base
from rse.communities.visits import Visit
from rse.core.requests import SignedInRequest
from rse.people.views.imports import harmless
from rse.people.views.outcomes import next_url


@of_group
@require_safe
def members(request: SignedInRequest, there: Visit) -> HttpResponse:
    only(there.reads)
    form = MembersForm(request.GET)
    asked = form.asked()
    rows, after = members_of(request.user, there.community, **asked)
    context = {"rows": rows, "after": after, "asked": asked, "form": form, "roles": Membership.Role.choices}
    return render(request, "communities/members.html", {**base(there, "membres"), **context})


@of_group
@require_safe
def export(request: SignedInRequest, there: Visit) -> HttpResponse:
    """Everybody in the group, for its owners; a cell that looks like a formula is shown as text."""
    only(there.owns)
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="membres.csv"'})
    response.write("\ufeff")
    lines = csv.writer(response, delimiter=";")
    lines.writerow([_("Last name"), _("First name"), _("Department"), _("Role"), _("How"), _("Member since")])
    for row in members_listed(request.user, there.community):
        agent = getattr(row.user, "agent", None)
        department = agent.department.name if agent and agent.department else ""
        cells = (row.user.last_name, row.user.first_name, department, str(row.get_role_display()), str(row.get_source_display()))
        lines.writerow([*(harmless(cell) for cell in cells), f"{localtime(row.joined_at):%d/%m/%Y}"])
    return response


@of_group
@require_POST
def change_role(request: SignedInRequest, there: Visit, pk: int) -> HttpResponse:
    only(there.owns)
    row, form = _row(there, pk), RoleForm(request.POST)
    if form.is_valid():
        role = form.cleaned_data["role"]
        attempt(request, lambda: memberships.change_role(there.community, user=row.user, role=role, actor=request.user), done=_("The role is changed."))
    return page_of(there, "members")


@of_group
@require_POST
def exclude(request: SignedInRequest, there: Visit, pk: int) -> HttpResponse:
    only(there.moderates)
    row = _row(there, pk)
    only(there.owns or row.role in {Membership.Role.MEMBER, Membership.Role.READER})
    attempt(request, lambda: memberships.exclude(there.community, user=row.user, actor=request.user), done=_("This person is no longer in the group."))
    return page_of(there, "members")


@of_group
@require_http_methods(GET_OR_POST)
def invite(request: SignedInRequest, there: Visit) -> HttpResponse:
    only(there.invites)
    form = InviteForm(request.POST if request.method == "POST" else None, user=request.user, organisation=there.community.organisation, owns=there.owns)
    sent: list[Invitation] = []

    def send() -> None:
        told = form.cleaned_data
        sent.extend(
            invitations.invite(
                there.community, people=form.people(), departments=told["departments"], role=told["role"], words=told["words"], actor=request.user
            )
        )

    if request.method == "POST" and written(form, send):
        number = len(sent)
        done = ngettext("%(number)s invitation sent.", "%(number)s invitations sent.", number) % {"number": number}
        messages.success(request, done if sent else _("Everybody named is in the group or already invited."))
        return redirect("communities:invite", there.community.slug)
    waiting = Invitation.objects.visible_to(request.user).filter(community=there.community).waiting().select_related("user").order_by("-pk")[:50]
    return render(request, "communities/invite.html", {**base(there, "membres"), "form": form, "waiting": waiting}, status=422 if form.errors else 200)


@private
@login_required
@require_safe
def invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the person invited may know before answering."""
    row = get_object_or_404(Invitation.objects.visible_to(request.user).waiting().select_related("community", "invited_by"), pk=pk, user=request.user)
    return render(request, "communities/invitation.html", {"invitation": row})


@login_required
@require_POST
def accept_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Invitation.objects.select_related("community").filter(user=request.user), pk=pk)
    done = row.community.welcome or _("You are in the group.")
    if attempt(request, lambda: invitations.accept(row, actor=request.user), done=done):
        row.community.refresh_from_db(fields=["slug"])
        return redirect("communities:community", row.community.slug)
    return redirect("communities:mine")


@login_required
@require_POST
def decline_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Invitation.objects.select_related("community").filter(user=request.user), pk=pk)
    attempt(request, lambda: invitations.decline(row, actor=request.user), done=_("The invitation is declined; nobody is told."))
    return redirect(next_url(request, "communities:mine"))


@login_required
@require_POST
def withdraw_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Invitation.objects.visible_to(request.user).select_related("community").exclude(user=request.user), pk=pk)
    attempt(request, lambda: invitations.withdraw(row, actor=request.user), done=_("The invitation is taken back."))
    return redirect("communities:invite", row.community.slug)


@of_group
@require_safe
def to_decide(request: SignedInRequest, there: Visit) -> HttpResponse:
    only(there.moderates)
    return render(request, "communities/requests.html", {**base(there, "membres"), "waiting": waiting_requests(there)})


@of_group
@require_POST
def accept_request(request: SignedInRequest, there: Visit, pk: int) -> HttpResponse:
    only(there.moderates)
    row = get_object_or_404(JoinRequest.objects.visible_to(request.user).select_related("community"), community=there.community, pk=pk)
    attempt(request, lambda: requests.accept(row, actor=request.user), done=_("The person is in the group, and has been told."))
    return page_of(there, "to_decide")


@of_group
@require_POST
def refuse_request(request: SignedInRequest, there: Visit, pk: int) -> HttpResponse:
    only(there.moderates)
    row = get_object_or_404(JoinRequest.objects.visible_to(request.user).select_related("community", "user"), community=there.community, pk=pk)
    form = RefuseForm(request.POST, prefix=str(pk))
    if written(form, lambda: requests.refuse(row, reason=form.cleaned_data["reason"], actor=request.user), field="reason"):
        messages.success(request, _("The person has been told why."))
        return page_of(there, "to_decide")
    return render(request, "communities/requests.html", {**base(there, "membres"), "waiting": waiting_requests(there, form, pk)}, status=422)


def waiting_requests(there: Visit, form: RefuseForm | None = None, about: int = 0) -> list[tuple[JoinRequest, RefuseForm]]:
    """Every request that waits, oldest first, each with the form of its refusal."""
    rows = JoinRequest.objects.visible_to(there.user).filter(community=there.community).waiting()
    rows = rows.select_related("user__agent__department", "user__agent__portrait").order_by("pk")
    return [(row, form if form is not None and row.pk == about else RefuseForm(prefix=str(row.pk))) for row in rows]


def _row(there: Visit, pk: int) -> Membership:
    return get_object_or_404(Membership.objects.visible_to(there.user).select_related("user"), community=there.community, pk=pk)
