"""« Je m’occupe des questions », the note left for the next person, and the next person who has read it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from referents import queue
from referents.actions import duty as turns
from referents.forms.duty import LeaveForm
from referents.host import SignedInRequest
from referents.models import Duty, Enquiry, HandoverNote
from referents.views.doors import desk_only
from referents.views.outcomes import Refusal, outcome


@desk_only
@require_http_methods(["POST"])
def take(request: SignedInRequest) -> HttpResponse:
    desk = reverse("referents:desk")

    def again(refusal: Refusal) -> HttpResponse:
        return render(request, "referents/desk/not_taken.html", {"refusal": refusal}, status=refusal.status)

    return outcome(request, lambda: turns.take(actor=request.user), then=desk, again=again, said=_("You take care of the questions. Thank you."))


@desk_only
@require_http_methods(["GET", "POST"])
def leave(request: SignedInRequest) -> HttpResponse:
    """The note, with the questions that wait already proposed. Without a turn of one's own there is nothing to leave."""
    mine = Duty.objects.filter(user=request.user.pk, active=True).first()
    if mine is None:
        return redirect("referents:desk")
    waiting = queue.waiting(request.user)
    form = LeaveForm(request.POST or None, waiting=waiting)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        return render(request, "referents/desk/leave.html", {"form": form, "waiting": waiting, "refusal": refusal}, status=refusal.status if refusal else 200)

    if request.method == "GET" or not form.is_valid():
        return page(None if request.method == "GET" else Refusal(422))
    chosen = list(Enquiry.objects.visible_to(request.user).filter(pk__in=form.cleaned_data["enquiries"]))
    return outcome(
        request,
        lambda: turns.leave(mine, text=form.cleaned_data["text"], enquiries=chosen, actor=request.user),
        then=reverse("referents:desk"),
        again=lambda refusal: page(refusal.show_on(form)),
        said=_("Your note is left for the next person. Have a good rest."),
        draft_done="handover-note",
    )


@desk_only
@require_GET
def note(request: SignedInRequest, pk: int) -> HttpResponse:
    """A note, with the questions it names as they are now."""
    left = get_object_or_404(HandoverNote.objects.select_related("duty__user", "read_by"), pk=pk)
    named = Enquiry.objects.visible_to(request.user).filter(pk__in=left.enquiries.values("pk")).for_list().order_by("received_at", "pk")
    mine = Duty.objects.filter(user=request.user.pk, active=True).exists()
    return render(request, "referents/desk/note.html", {"note": left, "enquiries": named, "mine": mine})


@desk_only
@require_http_methods(["POST"])
def acknowledge(request: SignedInRequest, pk: int) -> HttpResponse:
    """« J’ai lu »: and, when asked, the turn begins with it."""
    left = get_object_or_404(HandoverNote, pk=pk)

    def act() -> HandoverNote:
        if "take" in request.POST:
            turns.take(actor=request.user)
        return turns.acknowledge(left, actor=request.user)

    def again(refusal: Refusal) -> HttpResponse:
        return render(request, "referents/desk/not_taken.html", {"refusal": refusal}, status=refusal.status)

    return outcome(request, act, then=reverse("referents:note", args=[pk]), again=again, said=_("Noted: you have read it."))
