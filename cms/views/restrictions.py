"""« Qui lit cette page ? », among Wagtail's screens."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.page_privacy import set_privacy
from wagtail.models import Page

from cms.actions import settle_threads
from cms.actions.restrictions import open_to_all, restrict
from cms.forms.restrictions import EVERYONE, RestrictionForm
from cms.models.rights import Restriction
from cms.permissions import may_restrict, open_to
from rse.core.requests import SignedInRequest


@require_admin_access
@require_http_methods(["GET", "HEAD", "POST"])
def readers(request: SignedInRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(open_to(request.user, Page.objects.all()), pk=page_id).specific
    if not may_restrict(request.user, page):
        return render(request, "cms/admin/readers_refused.html", {"page": page}, status=403)
    form = RestrictionForm(request.POST or None, user=request.user, restriction=Restriction.objects.filter(page_id=page.pk).first())
    if request.method == "POST" and form.is_valid():
        named = dict(form.cleaned_data)
        if named.pop("open_to") == EVERYONE:
            open_to_all(page, actor=request.user)
            messages.success(request, _("All colleagues read this page, unless a page above is closed."))
        else:
            restrict(page, actor=request.user, **named)
            messages.success(request, _("Only those chosen, and you, read this page and those below."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    above = open_to(request.user, page.get_ancestors().filter(restriction__isnull=False))
    return render(request, "cms/admin/readers.html", {"page": page, "form": form, "above": above})


@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Wagtail's own screen of restrictions by role; the threads of the news it closes or opens follow."""
    response: HttpResponse = set_privacy(request, page_id)
    if request.method == "POST":
        settle_threads(get_object_or_404(Page, pk=page_id), actor=request.user)
    return response
