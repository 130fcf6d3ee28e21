"""« Toujours vrai ? », what happened to a page, how the pages are."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from cms import truth
from cms.actions import life
from cms.exceptions import CmsError
from cms.forms.life import StillTrueForm
from cms.health_page import health_page
from cms.models.base import IntranetPage
from cms.permissions import open_to, visible_to
from cms.reading import reading_of
from cms.updates import updates_of
from rse.core.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def still_true(request: SignedInRequest, pk: int) -> HttpResponse:
    """The text of the page, and one gesture: it is still true until… An archived page comes back by the same gesture."""
    page = get_object_or_404(open_to(request.user, Page.objects.all()), pk=pk).specific
    if not isinstance(page, IntranetPage) or not truth.may_confirm(request.user, page):
        raise Http404
    form = StillTrueForm(request.POST or None, initial={"until": truth.usual_day(timezone.localdate())})
    if request.method == "POST" and form.is_valid():
        try:
            life.confirm(page, until=form.cleaned_data["until"], actor=request.user)
        except CmsError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you: the page is said to be true until then."))
            return redirect("pages:updates", page.pk)
    context = {
        "page": page,
        "form": form,
        "lines": reading_of(page).lines,
        "archived": truth.is_archived(page),
        "editable": page.permissions_for_user(request.user).can_edit(),
    }
    return render(request, "cms/life/still_true.html", context, status=422 if form.is_bound and form.errors else 200)


@require_safe
@login_required
def updates(request: SignedInRequest, pk: int) -> HttpResponse:
    """For whoever reads the page."""
    page = get_object_or_404(visible_to(request.user, Page.objects.all()), pk=pk).specific
    return render(request, "cms/life/updates.html", {"page": page, "updates": updates_of(page)})


@require_safe
@login_required
def health(request: SignedInRequest) -> HttpResponse:
    return render(request, "cms/life/health.html", {"health": health_page(request.user, on=timezone.localdate())})
