"""The desk's list: lines, live counts, filters kept under a name."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from referents import queue, turns
from referents.actions import saved_filters
from referents.forms import lists as forms
from referents.host import SignedInRequest
from referents.lines import lines_of
from referents.models import Enquiry, SavedFilter
from referents.queue import Key
from referents.views.doors import desk_only, fragment, may_enter
from referents.views.outcomes import Refusal, outcome


def list_context(request: SignedInRequest, *, enquiry: Enquiry | None = None) -> dict[str, object]:
    """The list pane: filters as typed and kept, tabs with counts, one page of lines, who takes care of the questions."""
    now = timezone.now()
    tab = queue.tab_of(request.GET.get("file", ""), enquiry=enquiry)
    form = forms.ListForm(request.GET)
    page = queue.page(request.user, tab, form.wanted, now=now, after=Key.read(request.GET.get("apres", "")))
    filters = form.kept
    named = {"file": tab.slug} if request.GET.get("file") else {}
    source = {"file": tab.slug, **filters, **({"question": enquiry.pk} if enquiry else {})}
    return {
        **counts_context(request, tab=tab, filters=filters),
        "list_form": form,
        "page": page,
        "lines": lines_of(page, tab, now=now),
        "kept": urlencode({**named, **filters}),
        "list_src": f"{reverse('referents:desk')}?{urlencode(source)}",
        "counts_src": f"{reverse('referents:desk_counts')}?{urlencode({'file': tab.slug, **filters})}",
        "saved_filters": [] if enquiry else list(SavedFilter.objects.visible_to(request.user)),
        "turn": None if enquiry else turns.now(request.user),
        "enquiry": enquiry,
        "may_enter": may_enter(request.user),
    }


def counts_context(request: SignedInRequest, *, tab: queue.Tab, filters: dict[str, str]) -> dict[str, object]:
    return {"tab": tab, "tabs": queue.counted(request.user), "filters": urlencode(filters)}


@desk_only
@require_GET
def desk(request: SignedInRequest) -> HttpResponse:
    """The list. With `question`, the line of that question is marked. The bare address opens the person's own first filter."""
    if not request.GET:
        first = SavedFilter.objects.filter(owner=request.user.pk, default=True).first()
        if first is not None:
            return redirect(f"{reverse('referents:desk')}?{first.query}")
    shown = request.GET.get("question", "")
    enquiry = Enquiry.objects.visible_to(request.user).filter(pk=shown).first() if shown.isascii() and shown.isdigit() and len(shown) < 18 else None
    template = "referents/desk/partials/list.html" if fragment(request) else "referents/desk/desk.html"
    return render(request, template, list_context(request, enquiry=enquiry))


@desk_only
@require_GET
def counts(request: SignedInRequest) -> HttpResponse:
    """The tabs alone: they follow what happens while the lines stay under the eyes."""
    tab = queue.tab_of(request.GET.get("file", ""))
    return render(request, "referents/desk/partials/tabs.html", counts_context(request, tab=tab, filters=forms.ListForm(request.GET).kept))


@desk_only
@require_GET
def filters(request: SignedInRequest) -> HttpResponse:
    """Everything the list can be narrowed by, and the filters kept; as a page, or as the fragment that the panel opens."""
    if fragment(request):
        return render(request, "referents/desk/partials/filter_fields.html", {"list_form": forms.ListForm(request.GET)})
    return filters_page(request)


def filters_page(request: SignedInRequest, *, refusal: Refusal | None = None, keep: forms.KeepFilterForm | None = None, changed: int = 0) -> HttpResponse:
    """`keep`: the form as typed after a refusal; `changed`: whose form was refused."""
    form = forms.ListForm(request.GET)
    mine = list(SavedFilter.objects.filter(owner=request.user.pk))
    context = {
        "list_form": form,
        "tab": queue.tab_of(request.GET.get("file", "")),
        "filters": form.query,
        "keep": keep or forms.KeepFilterForm(initial={"query": form.query}),
        "mine": [(row, forms.ChangeFilterForm(auto_id=f"filter-{row.pk}-%s", initial=vars(row))) for row in mine],
        "others": [row for row in SavedFilter.objects.visible_to(request.user).select_related("owner") if row.owner_id != request.user.pk],
        "refusal": refusal,
        "changed": changed,
    }
    return render(request, "referents/desk/filters.html", context, status=refusal.status if refusal else 200)


@desk_only
@require_http_methods(["POST"])
def keep_filter(request: SignedInRequest) -> HttpResponse:
    form = forms.KeepFilterForm(request.POST)

    def again(refusal: Refusal) -> HttpResponse:
        return filters_page(request, refusal=refusal.show_on(form), keep=form)

    if not form.is_valid():
        return again(Refusal(422))
    data = form.cleaned_data

    def then(kept: SavedFilter) -> str:
        return f"{reverse('referents:desk')}?{kept.query}"

    return outcome(
        request,
        lambda: saved_filters.keep(name=data["name"], query=data["query"], shared=data["shared"], actor=request.user),
        then=then,
        again=again,
        said=_("The filter is kept."),
    )


def own_filter(view: Callable[[SignedInRequest, SavedFilter], HttpResponse]) -> Callable[..., HttpResponse]:
    """One of the person's own filters; that of somebody else does not exist here."""

    def guarded(request: SignedInRequest, pk: int) -> HttpResponse:
        return view(request, get_object_or_404(SavedFilter.objects.filter(owner=request.user.pk), pk=pk))

    return desk_only(require_http_methods(["POST"])(guarded))


@own_filter
def change_filter(request: SignedInRequest, kept: SavedFilter) -> HttpResponse:
    form = forms.ChangeFilterForm(request.POST)

    def again(refusal: Refusal) -> HttpResponse:
        sentences = refusal.sentences or tuple(str(one) for errors in form.errors.values() for one in errors)
        return filters_page(
            request, refusal=Refusal(refusal.status, sentences + tuple(one for many in refusal.fields.values() for one in many)), changed=kept.pk
        )

    if not form.is_valid():
        return again(Refusal(422))
    data = form.cleaned_data
    return outcome(
        request,
        lambda: saved_filters.change(kept, name=data["name"], shared=data["shared"], default=data["default"], actor=request.user),
        then=reverse("referents:filters"),
        again=again,
        said=_("The filter is changed."),
    )


@own_filter
def delete_filter(request: SignedInRequest, kept: SavedFilter) -> HttpResponse:
    return outcome(
        request,
        lambda: saved_filters.forget(kept, actor=request.user),
        then=reverse("referents:filters"),
        again=lambda refusal: filters_page(request, refusal=refusal),
        said=_("The filter is deleted."),
    )
