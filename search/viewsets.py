"""Wagtail's admin: what editors decide of search, kept by those who hold Django's permissions on it."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views import snippets as views
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from search.admin_forms import BoostForm, OfSiteForm
from search.models import BestBet, Boost, Exclusion, OfSite, Synonym
from search.picks import seen


def kept_by(row: OfSite, user: Any) -> bool:  # Any: the host's user
    """An editor keeps what names nothing of the site, and what names a page or a document that they may see."""
    return not row.object_pk or bool(seen(row, user))


class Seen:
    """What names a page that this editor may not see does not exist for them, list and screens alike."""

    request: HttpRequest

    def get_object(self, *args: Any, **kwargs: Any) -> OfSite:  # Any: Wagtail's signature
        row: OfSite = super().get_object(*args, **kwargs)  # type: ignore[misc]  # of the view it is mixed with
        if not kept_by(row, self.request.user):
            raise Http404
        return row


class SeenEdit(Seen, views.EditView):  # type: ignore[misc]  # Wagtail has no types
    pass


class SeenCopy(Seen, views.CopyView):  # type: ignore[misc]  # idem
    pass


class SeenDelete(Seen, views.DeleteView):  # type: ignore[misc]  # idem
    pass


class SeenHistory(Seen, views.HistoryView):  # type: ignore[misc]  # idem
    pass


class SeenUsage(Seen, views.UsageView):  # type: ignore[misc]  # idem
    pass


class OfSiteViewSet(SnippetViewSet):  # type: ignore[misc]  # idem
    edit_view_class = SeenEdit
    copy_view_class = SeenCopy
    delete_view_class = SeenDelete
    history_view_class = SeenHistory
    usage_view_class = SeenUsage

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":  # Any: bets or exclusions
        rows = self.model.objects.all()
        return rows.exclude(pk__in=[row.pk for row in rows if not kept_by(row, request.user)])  # type: ignore[no-any-return]  # idem


class SynonymViewSet(SnippetViewSet):  # type: ignore[misc]  # idem
    model = Synonym
    icon = "list-ul"
    menu_label = _("Synonyms")
    list_display = ["__str__", BooleanColumn("active", label=_("in use"))]
    list_filter = ["active"]
    search_fields = ["words"]
    panels = [FieldPanel("words"), FieldPanel("active")]


class BestBetViewSet(OfSiteViewSet):
    model = BestBet
    icon = "pick"
    menu_label = _("Best bets")
    list_display = ["__str__", "title", BooleanColumn("active", label=_("in use"))]
    list_filter = ["active"]
    search_fields = ["words", "title"]
    edit_handler = ObjectList(
        [
            FieldPanel("words"),
            MultiFieldPanel([FieldPanel("page"), FieldPanel("document"), FieldPanel("address")], heading=_("What to show: one of the three")),
            FieldPanel("title"),
            FieldPanel("description"),
            FieldPanel("active"),
        ],
        base_form_class=OfSiteForm,
    )


class ExclusionViewSet(OfSiteViewSet):
    model = Exclusion
    icon = "view"
    menu_label = _("Exclusions")
    list_display = ["__str__", "words"]
    edit_handler = ObjectList(
        [MultiFieldPanel([FieldPanel("page"), FieldPanel("document")], heading=_("What not to show: one of the two")), FieldPanel("words")],
        base_form_class=OfSiteForm,
    )


class BoostViewSet(SnippetViewSet):  # type: ignore[misc]  # idem
    model = Boost
    icon = "arrow-up"
    menu_label = _("Boosts")
    list_display = ["__str__"]
    edit_handler = ObjectList([FieldPanel("field"), FieldPanel("factor")], base_form_class=BoostForm)


class SearchScreens(SnippetViewSetGroup):  # type: ignore[misc]  # idem
    """« Recherche » in the menu of the admin."""

    items = (SynonymViewSet, BestBetViewSet, ExclusionViewSet, BoostViewSet)
    menu_label = _("Search")
    menu_icon = "search"
    menu_order = 700
