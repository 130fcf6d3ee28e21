"""Words: headings and text."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(CharBlock):
    """A heading of second level: the title of the page is the first."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "cms/blocks/heading.html"
        preview_value = "Avant de commencer"


class TextBlock(RichTextBlock):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "cms/blocks/text.html"
        preview_value = (
            "<p>Le badge ouvre <b>la porte de service</b>, le parking et le restaurant.</p><ul><li>du lundi au vendredi ;</li><li>de 7 h à 20 h.</li></ul>"
        )
