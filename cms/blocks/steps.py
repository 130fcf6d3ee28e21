"""What to do, in order."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock

from cms.blocks.text import TEXT_FEATURES

SAMPLE_STEPS = [
    {"title": "Remplir le formulaire", "text": "<p>Deux minutes, depuis le poste ou le téléphone.</p>"},
    {"title": "Attendre le courriel", "text": "<p>Il arrive sous deux jours ouvrés.</p>"},
]


class StepBlock(StructBlock):
    title = CharBlock(label=_("what to do"), max_length=160)
    text = RichTextBlock(label=_("details"), features=TEXT_FEATURES, required=False)

    class Meta:
        icon = "tick"
        label = _("Step")
        template = "cms/blocks/step.html"
        preview_value = SAMPLE_STEPS[0]


class StepsBlock(ListBlock):
    """Steps in the middle of a text."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(StepBlock(), **kwargs)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "cms/blocks/steps.html"
        preview_value = SAMPLE_STEPS


class StepsStreamBlock(StreamBlock):
    """The steps of a guide."""

    step = StepBlock()
