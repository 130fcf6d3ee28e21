"""What every POST of the plugin answers: done → redirect with a word; refused → the same page, what was typed kept, and why."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from referents.exceptions import AlreadyDone, Conflict, NoRightToPublish, ReferentsError

DRAFT_DONE = "referents_draft_done"


@dataclass(frozen=True)
class Refusal:
    """Why nothing was done. `status`: 409 moved meanwhile, 422 to mend, 403 without the right. `fields` are tied to a form's fields."""

    status: int
    sentences: tuple[str, ...] = ()
    fields: dict[str, list[str]] = field(default_factory=dict)

    @property
    def moved(self) -> bool:
        return self.status == 409

    @property
    def no_right(self) -> bool:
        return self.status == 403

    def show_on(self, form: forms.BaseForm) -> "Refusal":
        """Tie the sentences to their fields; those whose field the form does not have go above it."""
        left = list(self.sentences)
        for name, sentences in self.fields.items():
            if name in form.fields and not form.fields[name].widget.is_hidden:
                form.add_error(name, sentences)
            else:
                left += sentences
        return Refusal(self.status, tuple(left), {})


UNREADABLE = Refusal(422)


def outcome(
    request: HttpRequest,
    action: Callable[[], object],
    *,
    then: str | Callable[[Any], str],  # Any: what this action returns
    again: Callable[[Refusal], HttpResponse],
    said: str | Callable[[Any], str] = "",  # Any: the same
    draft_done: str = "",
) -> HttpResponse:
    """Run one action. `then`: where to go (an address, or a function of what the action returned); `again`: the page with the refusal;
    `said`: the word of success; `draft_done`: the draft the browser may forget. A double click is answered as a success.

    PermissionDenied goes on to the 403 page; a missing right to publish comes back to the page, the text kept.
    """
    try:
        result = action()
    except AlreadyDone:
        result = None
    except Conflict as conflict:
        return again(Refusal(409, tuple(conflict.messages)))
    except NoRightToPublish as refusal:
        return again(Refusal(403, tuple(refusal.reasons)))
    except ReferentsError as error:
        return again(_refusal(error))
    if draft_done:
        request.session[DRAFT_DONE] = draft_done
    word = said(result) if callable(said) else said
    if word:
        messages.success(request, word)
    return redirect(then(result) if callable(then) else then)


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    action: Callable[[], object],
    *,
    template: str,
    context: dict[str, object] | None = None,
    then: str | Callable[[Any], str],  # Any: what this action returns
    said: str | Callable[[Any], str] = "",  # Any: the same
    draft_done: str = "",
) -> HttpResponse:
    """A page that holds one form: shown; on POST read, acted on as `outcome` does, and shown again with what was typed and why when refused.

    The template has `form`, `refusal` (None at first) and what `context` adds.
    """

    def shown(refusal: Refusal | None = None) -> HttpResponse:
        refusal = refusal.show_on(form) if refusal else None
        return render(request, template, {"form": form, "refusal": refusal, **(context or {})}, status=refusal.status if refusal else 200)

    if request.method != "POST":
        return shown()
    if not form.is_valid():
        return shown(UNREADABLE)
    return outcome(request, action, then=then, again=shown, said=said, draft_done=draft_done)


def _refusal(error: ReferentsError) -> Refusal:
    if hasattr(error, "error_dict"):
        return Refusal(422, (), {name: list(sentences) for name, sentences in error.message_dict.items()})
    return Refusal(422, tuple(error.messages))
