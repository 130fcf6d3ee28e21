"""Messages of one conversation: writing, changing, deleting, and what an open page lacks."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rse.communities import restrictions
from rse.conversations import actions, pages
from rse.conversations.exceptions import TooLateToEdit, TooManyFiles
from rse.conversations.forms import EditForm, LineForm, NewsForm
from rse.conversations.models import Line
from rse.conversations.permissions import can_edit
from rse.conversations.views.threads import GET_OR_POST, UNPROCESSABLE, private, shown, visible
from rse.core import drafts
from rse.core.exceptions import UploadRefused
from rse.core.requests import SignedInRequest


@require_POST
@login_required
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    form = LineForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            restrictions.lift(request.user, request.POST)
            actions.send(found, **form.parts(), actor=request.user)
        except ValidationError as refusal:
            form.add_error("attachments" if isinstance(refusal, UploadRefused | TooManyFiles) else "text", refusal)
        else:
            drafts.forget(request, f"conversation-{found.pk}")
            return redirect(f"{reverse('conversations:conversation', args=[pk])}#fin")
    return shown(request, found, form, status=UNPROCESSABLE)


@private
@require_safe
@login_required
def news(request: SignedInRequest, pk: int) -> HttpResponse:
    """The lines after `?apres=`, and those that changed since `?vu=`: what thread.js puts in place."""
    found = visible(request, pk)
    form = NewsForm(request.GET)
    if not form.is_valid():
        raise Http404
    at = timezone.now()
    said = pages.news(request.user, found, after=form.cleaned_data["apres"], since=form.cleaned_data["vu"])
    return render(request, "conversations/partials/news.html", {"said": said, "conversation": found, "at": at.isoformat()})


@private
@require_http_methods(GET_OR_POST)
@login_required
def edit(request: SignedInRequest, pk: int, line: int) -> HttpResponse:
    found = _line(request, pk, line)
    if not can_edit(request.user, found, at=timezone.now()):
        messages.error(request, str(TooLateToEdit().message))
        return redirect("conversations:conversation", pk)
    form = EditForm(request.POST or None, initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(found, text=form.cleaned_data["text"], actor=request.user)
        except ValidationError as refusal:
            form.add_error("text", refusal)
        else:
            return redirect("conversations:conversation", pk)
    return render(request, "conversations/edit.html", {"form": form, "line": found}, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@login_required
def delete(request: SignedInRequest, pk: int, line: int) -> HttpResponse:
    return _moved(request, pk, line, actions.delete)


@require_POST
@login_required
def restore(request: SignedInRequest, pk: int, line: int) -> HttpResponse:
    return _moved(request, pk, line, actions.restore)


def _moved(request: SignedInRequest, pk: int, line: int, action: Callable[..., Line]) -> HttpResponse:
    found = _line(request, pk, line)
    try:
        action(found, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(f"{reverse('conversations:conversation', args=[pk])}#message-{line}")


def _line(request: SignedInRequest, pk: int, line: int) -> Line:
    """One's own words in a conversation one is in; anything else is not found."""
    mine = Line.objects.visible_to(request.user).filter(conversation=pk, author=request.user, kind=Line.Kind.WORDS)
    return get_object_or_404(mine, pk=line)
