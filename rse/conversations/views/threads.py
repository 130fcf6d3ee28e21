"""The list of conversations, one conversation, who is in it, its silence."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rse.communities import restrictions
from rse.conversations import actions, pages
from rse.conversations.exceptions import AccountClosed, NobodyToWriteTo, TooManyFiles, TooManyPeople
from rse.conversations.forms import AddForm, KeysetForm, LineForm, MuteForm, NameForm, OlderForm, ReadForm, StartForm
from rse.conversations.models import Conversation
from rse.core import drafts
from rse.core.exceptions import UploadRefused
from rse.core.requests import SignedInRequest
from rse.people.models import Agent

private = cache_control(private=True, no_store=True)
GET_OR_POST = ["GET", "HEAD", "POST"]
UNPROCESSABLE = 422
RECENT = 12


@private
@require_safe
@login_required
def conversations(request: SignedInRequest) -> HttpResponse:
    """Latest first, a page at a time."""
    form = KeysetForm(request.GET)
    before = (form.cleaned_data["le"], form.cleaned_data["avant"]) if form.is_valid() else None
    rows, more = pages.list_page(request.user, before=before)
    return render(request, "conversations/list.html", {"rows": rows, "next": rows[-1].conversation if more else None, "first_page": before is None})


@private
@require_safe
@login_required
def recent(request: SignedInRequest) -> HttpResponse:
    """The list beside a conversation, fetched again when a frame says so."""
    rows, _more = pages.list_page(request.user, size=RECENT)
    return render(request, "conversations/partials/recent.html", {"rows": rows, "here": request.GET.get("ici", "")})


@private
@require_http_methods(GET_OR_POST)
@login_required
def start(request: SignedInRequest) -> HttpResponse:
    """« Ajouter » keeps everything that was typed and shows the people chosen so far; « Envoyer » begins the conversation."""
    form = StartForm(request.POST or None, request.FILES or None, user=request.user, initial={"person": request.GET.get("a", "")})
    valid = request.method == "POST" and form.is_valid()
    adding = "add" in request.POST
    if valid and not adding:
        try:
            restrictions.lift(request.user, request.POST)
            begun = actions.start([agent.user for agent in form.people()], **form.parts(), name=form.cleaned_data["name"], actor=request.user)
        except ValidationError as refusal:
            form.add_error(_field_of(refusal), refusal)
        else:
            drafts.forget(request, "conversation-new")
            return redirect("conversations:conversation", begun.pk)
    people = form.people() if valid else _ticked(form)
    if valid and adding:
        form = StartForm(user=request.user, initial={**form.cleaned_data, "person": None, "chosen": [], "token": form.cleaned_data["token"]})
    return render(
        request,
        "conversations/start.html",
        {"form": form, "people": people, "restriction": restrictions.restriction_on_messages(request.user)},
        status=UNPROCESSABLE if form.errors else 200,
    )


@private
@require_safe
@login_required
def conversation(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    return shown(request, found, LineForm())


def shown(request: SignedInRequest, found: Conversation, form: LineForm, *, status: int = 200) -> HttpResponse:
    """The page of a conversation, with a message being written."""
    older = OlderForm(request.GET)
    thread = pages.thread(request.user, found, before=older.cleaned_data["avant"] if older.is_valid() else None)
    rows, _more = pages.list_page(request.user, size=RECENT)
    form.fields["text"].widget.attrs["data-draft"] = f"conversation-{found.pk}"
    read = ReadForm(initial={"up_to": found.last_line})
    restriction = restrictions.restriction_on_messages(request.user)
    context = {"thread": thread, "rows": rows, "form": form, "mute": MuteForm(), "read": read, "here": str(found.pk), "restriction": restriction}
    return render(request, "conversations/conversation.html", context, status=status)


@require_POST
@login_required
def mark_read(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    form = ReadForm(request.POST)
    if form.is_valid():
        actions.mark_read(found, up_to=form.cleaned_data["up_to"], actor=request.user)
    return redirect("conversations:conversation", found.pk)


@private
@require_http_methods(GET_OR_POST)
@login_required
def people(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who is in it; add somebody; the name of a small group; leave."""
    found = visible(request, pk)
    form = AddForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        person: Agent = form.cleaned_data["person"]
        try:
            actions.add_person(found, person=person.user, actor=request.user)
        except ValidationError as refusal:
            form.add_error("person", refusal)
        else:
            messages.success(request, _("%(name)s is now in this conversation.") % {"name": person.full_name})
            return redirect("conversations:conversation", found.pk)
    context = {"thread": pages.thread(request.user, found), "form": form, "name": NameForm(initial={"name": found.name}), "members": pages.members(found)}
    return render(request, "conversations/people.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@login_required
def mute(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    form = MuteForm(request.POST)
    if form.is_valid():
        place = actions.mute(found, until=form.until(), actor=request.user)
        messages.success(request, _("This conversation stays silent for a while.") if place.muted_until else _("This conversation rings again."))
    return redirect("conversations:conversation", found.pk)


@require_POST
@login_required
def rename(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    form = NameForm(request.POST)
    if form.is_valid():
        actions.rename(found, name=form.cleaned_data["name"], actor=request.user)
    return redirect("conversations:conversation", found.pk)


@require_POST
@login_required
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    actions.leave(found, actor=request.user)
    messages.success(request, _("The conversation is put away until one of you writes again.") if found.is_direct else _("You have left this conversation."))
    return redirect("conversations:list")


def visible(request: SignedInRequest, pk: int) -> Conversation:
    return get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)


def _ticked(form: StartForm) -> list[Agent]:
    """Those already chosen in a form that is refused."""
    if not form.is_bound:
        return []
    chosen = form.cleaned_data.get("chosen") if hasattr(form, "cleaned_data") else None
    return list(chosen or [])


def _field_of(refusal: ValidationError) -> str:
    if isinstance(refusal, NobodyToWriteTo | AccountClosed | TooManyPeople):
        return "person"
    return "attachments" if isinstance(refusal, UploadRefused | TooManyFiles) else "text"
