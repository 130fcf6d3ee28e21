"""Wagtail's admin: synonyms, kept by those who hold Django's permissions on them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from search.models import Synonym


class SynonymViewSet(SnippetViewSet):  # type: ignore[misc]  # Wagtail has no types
    model = Synonym
    icon = "search"
    menu_label = _("Synonyms")
    list_display = ["__str__", BooleanColumn("active", label=_("in use"))]
    list_filter = ["active"]
    search_fields = ["words"]
    panels = [FieldPanel("words"), FieldPanel("active")]
