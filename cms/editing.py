"""What Wagtail's editor does with a page handed in: nobody is asked anything before its author has signed, nobody goes round the readers.

The text is always kept: a gesture that cannot be made becomes « Enregistrer le brouillon », with the reason and what to do about it.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from cms.actions import publishing
from referents.models import Charter
from referents.rights import valid_signature, version_in_force
from rse.people.models import User

SUBMIT, PUBLISH, RESTART, CANCEL = "action-submit", "action-publish", "action-restart-workflow", "action-cancel-workflow"


def register() -> None:
    hooks.register("before_edit_page", before_edit)
    hooks.register("before_create_page", before_create)


def before_edit(request: HttpRequest, page: Page) -> HttpResponse | None:
    if request.method != "POST":
        return None
    if CANCEL in request.POST and page.current_workflow_state is not None:
        publishing.take_back(page, actor=request.user)  # type: ignore[arg-type]  # the editor is behind a sign-in
        messages.success(request, _("The page is a draft again: nobody is asked."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    _guard(request, has_workflow=page.has_workflow, waits=page.workflow_in_progress)
    return None


def before_create(request: HttpRequest, parent_page: Page, _page_class: type[Page]) -> HttpResponse | None:
    if request.method == "POST":
        _guard(request, has_workflow=parent_page.has_workflow, waits=False)
    return None


def _guard(request: HttpRequest, *, has_workflow: bool, waits: bool) -> None:
    """Turn the gesture into what this person may do. Administrators publish as Wagtail lets them, journalled by it."""
    user: User = request.user  # type: ignore[assignment]  # the editor is behind a sign-in
    asked = {SUBMIT, PUBLISH, RESTART} & set(request.POST)
    if not asked or user.is_superuser or not has_workflow:
        return
    if not has_signed(user):
        _keep_as_draft(request, asked)
        version = version_in_force(Charter.Audience.PUBLISHING, at=timezone.now())
        address = reverse("referents:charter", args=[version.pk]) if version else reverse("referents:charters")
        sign = messages.button(address, _("Read and sign the charter"))
        words = _("Your text is kept as a draft. It is not published: the charter of publication in force is not signed.")
        messages.error(request, words, buttons=[sign])
    elif waits and PUBLISH in asked:
        _keep_as_draft(request, asked)
        messages.warning(request, _("Your text is kept as a draft: somebody is reading this page, their word comes first."))
    elif PUBLISH in asked:
        _keep_as_draft(request, asked, instead=SUBMIT)


def has_signed(user: User) -> bool:
    """A signature of the charter of publication stands today, or no charter is in force."""
    now = timezone.now()
    return valid_signature(user, Charter.Audience.PUBLISHING, at=now) is not None or version_in_force(Charter.Audience.PUBLISHING, at=now) is None


def _keep_as_draft(request: HttpRequest, asked: set[str], *, instead: str = "") -> None:
    sent = request.POST.copy()
    for name in asked:
        sent.pop(name, None)
    if instead:
        sent[instead] = "1"
    request.POST = sent  # type: ignore[assignment]  # Django's own forms do not mind
