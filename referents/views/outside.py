"""The desk's register of outside contacts, and the links sent for a question."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from referents import permissions
from referents.actions import links as actions
from referents.conf import directory
from referents.forms.links import AskContactForm, ContactForm
from referents.host import SignedInRequest
from referents.models import AnswerLink, Enquiry, OutsideContact
from referents.views.desk import desk_only
from referents.views.moves import make, move
from referents.views.outcomes import form_page, outcome


@desk_only
@require_GET
def contacts(request: SignedInRequest) -> HttpResponse:
    """Who may be asked outside, by body."""
    rows = OutsideContact.objects.visible_to(request.user).select_related("body").prefetch_related("topics")
    return render(request, "referents/outside/contacts.html", {"contacts": rows, "may_write": permissions.keeps_contacts(request.user)})


@desk_only
@require_http_methods(["GET", "POST"])
def contact(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """Add somebody, or correct what is kept of them."""
    row = get_object_or_404(OutsideContact.objects.visible_to(request.user), pk=pk) if pk else OutsideContact()
    form = ContactForm(request.POST or None, instance=row)

    return form_page(
        request,
        form,
        lambda: actions.keep_contact(form.instance, topics=form.cleaned_data["topics"], actor=request.user),
        template="referents/outside/contact.html",
        context={"contact": row},
        then="referents:contacts",
        said=_("The contact is kept."),
    )


@move
def ask_contact(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    """« Écrire à … »: a mail with a link that opens this question alone."""
    form = AskContactForm(request.POST, enquiry=enquiry)

    def said(result: object) -> str:
        return _("The mail leaves in opening hours; the answer comes here.")

    return make(request, enquiry, form, lambda data: actions.ask_contact(enquiry, actor=request.user, **data), said)


@desk_only
@require_POST
def send_link(request: SignedInRequest, pk: int, person: int) -> HttpResponse:
    """To a colleague who is asked: the same question, without signing in."""
    enquiry = get_object_or_404(Enquiry.objects.visible_to(request.user), pk=pk)
    asked = get_object_or_404(permissions.asked(enquiry), pk=person)
    said = _("The link is sent to %(name)s in their working hours.") % {"name": directory().label(asked)}
    return outcome(
        request,
        lambda: actions.write_to(enquiry, person=asked, actor=request.user),
        then=reverse("referents:question", args=[pk]),
        again=lambda refusal: redirect("referents:question", pk),
        said=said,
    )


@desk_only
@require_POST
def revoke_link(request: SignedInRequest, pk: int) -> HttpResponse:
    """The link opens no more, at once."""
    link = get_object_or_404(AnswerLink.objects.visible_to(request.user).select_related("enquiry"), pk=pk)
    return outcome(
        request,
        lambda: actions.revoke(link, actor=request.user),
        then=reverse("referents:question", args=[link.enquiry_id]),
        again=lambda refusal: redirect("referents:question", link.enquiry_id),
        said=_("The link opens no more."),
    )
