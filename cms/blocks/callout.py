"""What must not be missed, and figures that speak for themselves."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, RichTextBlock, StructBlock

KINDS = [("info", _("Good to know")), ("warning", _("Take care")), ("success", _("What changes for the better")), ("error", _("Forbidden or dangerous"))]


class CalloutBlock(StructBlock):
    """The kind is said in words as well as in colour."""

    kind = ChoiceBlock(choices=KINDS, default="info", label=_("kind"))
    title = CharBlock(label=_("title"), required=False, max_length=120)
    text = RichTextBlock(label=_("text"), features=["bold", "italic", "link", "ul"])

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "cms/blocks/callout.html"
        preview_value = {"kind": "warning", "title": "Avant le 15", "text": "<p>Passé cette date, la demande part au mois suivant.</p>"}


class FigureBlock(StructBlock):
    value = CharBlock(label=_("figure"), max_length=20, help_text=_("With its unit: « 42 km », « 3 jours »."))
    words = CharBlock(label=_("what it counts"), max_length=120)

    class Meta:
        icon = "order"
        label = _("Figure")


class KeyFiguresBlock(StructBlock):
    title = CharBlock(label=_("title"), required=False, max_length=120)
    figures = ListBlock(FigureBlock(), min_num=1, max_num=6, label=_("figures"))
    source = CharBlock(label=_("source and date"), max_length=160)

    class Meta:
        icon = "order"
        label = _("Key figures")
        template = "cms/blocks/key_figures.html"
        preview_value = {
            "title": "La direction en chiffres",
            "figures": [{"value": "34", "words": "agents"}, {"value": "12", "words": "écoles"}, {"value": "2 140", "words": "repas par jour"}],
            "source": "Direction de l’Éducation, rentrée",
        }
