"""Forms of Wagtail's admin for what editors decide of search."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminPageChooser
from wagtail.documents import get_document_model
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.models import Page

from search import boosts


class OfSiteForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail has no types
    """A page or a document chosen with Wagtail's choosers, kept by its model and its key."""

    page = forms.ModelChoiceField(Page.objects.all(), label=_("page"), required=False, widget=AdminPageChooser)
    document = forms.ModelChoiceField(get_document_model().objects.all(), label=_("document"), required=False, widget=AdminDocumentChooser)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's signature
        super().__init__(*args, **kwargs)
        if self.instance.object_pk:
            name = "page" if self.instance.model == Page._meta.label_lower else "document"
            self.initial[name] = self.instance.object_pk

    def clean(self) -> dict[str, Any]:  # Any: values of every kind
        data: dict[str, Any] = super().clean()
        chosen = [data[name] for name in ("page", "document") if data.get(name)]
        if len(chosen) + bool(data.get("address")) != 1:
            raise forms.ValidationError(_("Choose one thing, and only one."))
        if data.get("address") and not data.get("title"):
            self.add_error("title", _("An address is shown with its title."))
        self.instance.model, self.instance.object_pk = _named(chosen[0]) if chosen else ("", "")
        return data


def _named(row: Model) -> tuple[str, str]:
    """A page by the model of every page, whatever its type."""
    return (Page if isinstance(row, Page) else type(row))._meta.label_lower, str(row.pk)


class BoostForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail has no types
    """The field is chosen among those that declared scopes search in."""

    field = forms.ChoiceField(label=_("field"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's signature
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = boosts.field_choices()
