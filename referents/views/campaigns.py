"""The signing of a charter's version, department by department: for those who keep the charters, for HR, and for heads in their own departments."""

import csv

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from referents import campaigns, permissions
from referents.actions import charters as charters_actions
from referents.exceptions import CharterError
from referents.host import SignedInRequest
from referents.models import Charter, CharterVersion
from referents.spreadsheets import cell


def _followed(request: SignedInRequest, pk: int) -> CharterVersion:
    if not campaigns.may_follow(request.user):
        raise Http404
    return get_object_or_404(CharterVersion.objects.select_related("charter"), pk=pk)


@login_required
@require_GET
def campaign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who has to sign, how far each department is, what will stop after the last day, the reminder."""
    version, today = _followed(request, pk), timezone.localdate()
    found = campaigns.of(version, reader=request.user, on=today)
    publishing = version.charter.audience == Charter.Audience.PUBLISHING
    day_after = campaigns.day_after(version)
    context = {
        "version": version,
        "campaign": found,
        "is_open": campaigns.is_open(version, on=today),
        "newest": campaigns.is_newest(version),
        "day_after": day_after,
        "orphans": campaigns.without_publisher(version, on=max(day_after, today)) if publishing and found.by_name else [],
        "put_back": campaigns.put_back(request.user, now=timezone.now()) if publishing and permissions.reads_desk(request.user) else [],
        "reminders": version.reminders.exclude(occasion="published")[:5] if found.by_name else [],
        "may_remind": found.by_name and charters_actions.may_remind_now(version, at=timezone.now()),
        "versions": CharterVersion.objects.filter(charter=version.charter_id).order_by("-number"),
    }
    return render(request, "referents/charters/campaign.html", context)


@login_required
@require_GET
def campaign_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The figures of each department that the reader may see, for a spreadsheet. No name leaves by this file."""
    version = _followed(request, pk)
    found = campaigns.of(version, reader=request.user, on=timezone.localdate())
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="charte-{version.pk}.csv"'})
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow([cell(head) for head in (_("Department"), _("To sign"), _("Signed"), _("Not signing"), _("Not answered yet"))])
    for group in found.groups:
        figures = ["", "", "", ""] if group.hidden else [group.people, group.signed, group.refused, group.waiting]
        writer.writerow([cell(value) for value in (group.name or _("Without a department"), *figures)])
    return response


@login_required
@require_POST
def remind(request: SignedInRequest, pk: int) -> HttpResponseRedirect:
    """Recall the version to those who have not answered; at most once a week."""
    version = _followed(request, pk)
    if not permissions.may_follow_charters(request.user):
        raise Http404
    try:
        reminder = charters_actions.remind(version, actor=request.user)
    except CharterError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        said = ngettext("The charter was recalled to %(number)d person.", "The charter was recalled to %(number)d people.", reminder.told)
        messages.success(request, said % {"number": reminder.told})
    return redirect("referents:campaign", version.pk)
