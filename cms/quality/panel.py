"""« Qualité », a side panel of Wagtail's editor, and its checker set to what authors can mend, in their language.

Wagtail has no hook for side panels: the editor's address leads to its own view with one panel more.
"""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.admin.views.pages.edit import EditView

from cms.quality.checks import quality
from cms.reading import reading_of
from cms.rights import REASONS, needs_signature, reasons, standing
from cms.truth import families


class QualitySidePanel(BaseSidePanel):
    """Computed from the latest version saved."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Show how the page reads")
        icon_name = "form"

    name = "quality"
    title = _("Quality")
    template_name = "cms/admin/quality_panel.html"
    order = 340

    def __init__(self, page: Any, request: HttpRequest, *, now: Any) -> None:  # Any: pages and components of Wagtail are untyped
        super().__init__(page, request)
        self.now = now

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        right = standing(self.request.user, self.object, at=self.now)
        why = [REASONS[code] for code in reasons(self.object, right, on=self.now.date())]
        alone = self.object.permissions_for_user(self.request.user).can_publish()
        shown = {"quality": quality(reading_of(self.object)), "alone": alone, "unsigned": needs_signature(right), "why": why}
        return {**super().get_context_data(parent_context), **shown}


class IntranetEditView(EditView):
    """Wagtail's editor, with the panel for the pages of the intranet."""

    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()
        if isinstance(self.page, tuple(families())) and not self.expects_json_response and not self.hydrate_create_view:
            panels.append(QualitySidePanel(self.page, self.request, now=timezone.localtime()))
        return panels


class IntranetChecker(ContentCheckerItem):
    """What authors can mend, in their words. The description for search engines means nothing on an intranet."""

    axe_run_only = [
        "button-name",
        "empty-heading",
        "empty-table-header",
        "frame-title",
        "heading-order",
        "image-alt",
        "input-button-name",
        "link-name",
        "list",
        "p-as-heading",
        "page-has-heading-one",
        "scope-attr-valid",
        "table-duplicate-name",
        "td-headers-attr",
        "alt-text-quality",
    ]
    axe_messages = {
        "button-name": {"error_name": _("A button says nothing"), "help_text": _("Write what it does.")},
        "empty-heading": {"error_name": _("A heading is empty"), "help_text": _("Write it, or take it away.")},
        "empty-table-header": {"error_name": _("A header of a table is empty"), "help_text": _("Name the column or the row.")},
        "frame-title": {"error_name": _("A frame has no title"), "help_text": _("Say what it shows.")},
        "heading-order": {"error_name": _("A level of heading is skipped"), "help_text": _("Use the level right below the heading before.")},
        "image-alt": {"error_name": _("An image has no alternative text"), "help_text": _("Say what it tells; tick “decorative” when it tells nothing.")},
        "input-button-name": {"error_name": _("A button of a form says nothing"), "help_text": _("Write what it does.")},
        "link-name": {"error_name": _("A link says nothing"), "help_text": _("Write where it leads.")},
        "list": {"error_name": _("A list is badly made"), "help_text": _("Use the list button of the editor.")},
        "p-as-heading": {"error_name": _("A paragraph stands for a heading"), "help_text": _("Use a heading block.")},
        "page-has-heading-one": {"error_name": _("The page has no title"), "help_text": _("Give it one.")},
        "scope-attr-valid": {"error_name": _("A header of a table is badly tied"), "help_text": _("Use the table block.")},
        "table-duplicate-name": {"error_name": _("A table says its title twice"), "help_text": _("Keep one.")},
        "td-headers-attr": {"error_name": _("A cell is tied to a header that is not there"), "help_text": _("Use the table block.")},
        "alt-text-quality": {"error_name": _("An alternative text is the name of a file"), "help_text": _("Say what the image tells.")},
    }
