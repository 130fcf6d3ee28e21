"""A table with its caption and headings."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock, TypedTableBlockValidationError


class CaptionedTableBlock(TypedTableBlock):
    """The caption is required, and every column has a heading: that is how a table is read aloud."""

    text = CharBlock(label=_("Text"), required=False)
    number = CharBlock(label=_("Number"), required=False)

    def clean(self, value: TypedTable) -> TypedTable:
        cleaned = super().clean(value)
        faults = []
        if not cleaned.caption.strip():
            faults.append(ValidationError(_("Say in a caption what the table shows.")))
        if any(not column["heading"].strip() for column in cleaned.columns):
            faults.append(ValidationError(_("Give every column a heading.")))
        if faults:
            raise TypedTableBlockValidationError(non_block_errors=faults)
        return cleaned

    class Meta:
        icon = "table"
        label = _("Table")
        template = "cms/blocks/table.html"
        preview_value = {
            "caption": "Délais de traitement",
            "columns": [{"type": "text", "heading": "Demande"}, {"type": "number", "heading": "Délai"}],
            "rows": [{"values": ["Badge", "2 jours"]}, {"values": ["Ordinateur", "10 jours"]}],
        }
