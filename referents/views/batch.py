"""One gesture on several lines of the list: what was done and what was refused, each with its reason. Nothing is lost, twice is once."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from referents.actions import batch as gestures
from referents.colleagues import referents_to_choose
from referents.forms.lists import GESTURES, BatchForm
from referents.host import SignedInRequest
from referents.models import Enquiry
from referents.states import MOVES, OPEN
from referents.views.doors import desk_only, may_enter

SHOWN = ("topic__department", "account", "author")


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: SignedInRequest) -> HttpResponse:
    """First asks what the gesture needs (a subject, a person, a reason), then makes it on every chosen line. Asked with GET: the list."""
    if request.method != "POST":
        return redirect("referents:desk")
    if not may_enter(request.user):
        raise PermissionDenied
    form = BatchForm(request.POST, people=referents_to_choose() if request.POST.get("gesture") == "assign" else None)
    rows = form.rows(Enquiry.objects.visible_to(request.user).select_related(*SHOWN))
    label = dict(GESTURES).get(request.POST.get("gesture", ""), "")
    context = {"form": form, "rows": rows, "label": label, "too_few": form.pressed == "join" and len(rows) < 2}
    if not form.is_valid() or not rows or context["too_few"]:
        return render(request, "referents/desk/batch.html", context, status=200 if form.first and rows else 422)
    outcomes, into = _made(request, form, rows)
    done, refused = [one for one in outcomes if one.done], [one for one in outcomes if not one.done]
    return render(request, "referents/desk/batch_done.html", {**context, "done": done, "refused": refused, "into": into})


def _made(request: SignedInRequest, form: BatchForm, rows: list[tuple[Enquiry, int]]) -> tuple[list[gestures.Outcome], Enquiry | None]:
    """What became of each; for a join, also the question the others went into."""
    data, actor = form.cleaned_data, request.user
    if data["gesture"] == "join":
        into = _leading([enquiry for enquiry, _version in rows])
        others = [(enquiry, version) for enquiry, version in rows if enquiry.pk != into.pk]
        return gestures.each(others, gestures.join(into, actor=actor)), into
    made = {
        "qualify": lambda: gestures.qualify(data["topic"], actor=actor),
        "assign": lambda: gestures.assign(data["person"], actor=actor),
        "drop": lambda: gestures.drop(data["reason"], actor=actor),
        "urgent": lambda: gestures.urgent(actor=actor),
    }
    return gestures.each(rows, made[data["gesture"]]()), None


def _leading(enquiries: list[Enquiry]) -> Enquiry:
    """The others go into the one already under way, else into the first received that is open."""
    still = [enquiry for enquiry in enquiries if enquiry.state in OPEN]
    under_way = [enquiry for enquiry in still if enquiry.state not in MOVES["join"].sources]
    return next(iter(under_way or still or enquiries))
