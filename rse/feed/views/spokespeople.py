"""Who writes in the name of a department: seen by everybody, named by its heads and HR."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rse.core.requests import SignedInRequest
from rse.feed.actions.spokespeople import name_spokesperson, remove_spokesperson
from rse.feed.forms.spokespeople import SpokespersonForm
from rse.feed.models import Spokesperson
from rse.feed.writing import can_name_spokespeople
from rse.people.models import Department
from rse.people.views.outcomes import status_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def spokespeople(request: SignedInRequest, pk: int) -> HttpResponse:
    department = get_object_or_404(Department.objects.visible_to(request.user).select_related("head"), pk=pk)
    may_name = can_name_spokespeople(request.user, department)
    form = SpokespersonForm(request.POST or None, user=request.user) if may_name else None
    if request.method == "POST" and form is not None and form.is_valid():
        name_spokesperson(department, user=form.cleaned_data["person"].user, actor=request.user)
        messages.success(request, _("%(name)s may write in the name of %(department)s.") % {"name": form.cleaned_data["person"], "department": department})
        return redirect("feed:spokespeople", department.pk)
    rows = (
        Spokesperson.objects.visible_to(request.user).filter(department=department).select_related("user__agent", "given_by").order_by("user__last_name", "pk")
    )
    context = {"department": department, "rows": rows, "form": form}
    return render(request, "feed/spokespeople.html", context, status=status_of(form) if form else 200)


@login_required
@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Spokesperson.objects.visible_to(request.user).select_related("department", "user"), pk=pk)
    remove_spokesperson(row, actor=request.user)
    messages.success(request, _("%(name)s no longer writes in the name of %(department)s.") % {"name": row.user, "department": row.department})
    return redirect("feed:spokespeople", row.department_id)
