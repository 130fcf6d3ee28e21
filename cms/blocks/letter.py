"""What an issue of the letter is made of: everything a page may hold, and entries that say where they come from."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, FieldBlock, StructBlock, StructValue
from wagtail.blocks import TextBlock as PlainTextBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.body import WORDS, BodyBlock


class OriginBlock(FieldBlock):
    """Where an entry comes from, written by the selection and read only for the editor: it is looked up again when the letter leaves."""

    def __init__(self, **kwargs: Any) -> None:  # Any: options of Wagtail's blocks
        self.field = forms.CharField(required=False, max_length=40, widget=forms.TextInput(attrs={"readonly": True}))
        super().__init__(**kwargs)


class EntryBlock(StructBlock):
    """A title, a few words, and where to read more: the place it comes from, or an address of this site or another."""

    title = CharBlock(label=_("title"), max_length=140)
    words = PlainTextBlock(label=_("in a few words"), required=False, max_length=600)
    credit = CharBlock(label=_("thanks to"), required=False, max_length=120, help_text=_("Only who asked to be named."))
    link = CharBlock(label=_("address"), required=False, max_length=400, help_text=_("Left empty when the entry comes from the selection."))
    origin = OriginBlock(label=_("comes from"), required=False, help_text=_("Looked up again when the letter leaves: nothing closed goes with it."))

    def clean(self, value: StructValue) -> StructValue:
        cleaned = super().clean(value)
        link = cleaned["link"].strip()
        if link and (link.startswith("//") or not link.startswith(("/", "https://"))):
            raise StructBlockValidationError({"link": ValidationError(_("Write an address that begins with https:// or, on this site, with /."))})
        return cleaned

    class Meta:
        icon = "list-ul"
        label = _("Entry of the letter")
        template = "cms/blocks/letter_entry.html"
        preview_value = {"title": "L’annexe rouvre lundi", "words": "Le guichet reprend ses horaires habituels.", "credit": "", "link": "", "origin": ""}


class LetterBlock(BodyBlock):
    entry = EntryBlock(group=WORDS)
