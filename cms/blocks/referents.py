"""What the network of referents knows, shown in place: who answers today, what is answered, who is looked for."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock

from cms.choosers import AnswerChooserBlock, CallChooserBlock, TopicChooserBlock
from referents.models import Answer, Topic, VolunteerCall

PREVIEW = "cms/blocks/preview.html"


class ReferentsBlock(StructBlock):
    """The referents of a subject, those who are in before the others."""

    title = CharBlock(label=_("title"), required=False, max_length=120)
    topic = TopicChooserBlock(label=_("subject"))

    class Meta:
        icon = "group"
        label = _("Referents of a subject")
        template = "cms/blocks/referents.html"
        preview_template = PREVIEW

    def get_preview_value(self) -> object:
        return self.normalize({"title": "", "topic": Topic.objects.filter(active=True, referents__state="active").first()})


class AnswerBlock(StructBlock):
    """A reusable answer, as it stands today: corrected at its source, it is corrected here."""

    answer = AnswerChooserBlock(label=_("answer"))

    class Meta:
        icon = "help"
        label = _("Answer of the referents")
        template = "cms/blocks/answer.html"
        preview_template = PREVIEW

    def get_preview_value(self) -> object:
        return self.normalize({"answer": Answer.objects.filter(state="kept").first()})


class VolunteerCallBlock(StructBlock):
    """Gone from the page once the call is over."""

    call = CallChooserBlock(label=_("call"))

    class Meta:
        icon = "group"
        label = _("Call for volunteers")
        template = "cms/blocks/volunteer_call.html"
        preview_template = PREVIEW

    def get_preview_value(self) -> object:
        return self.normalize({"call": VolunteerCall.objects.first()})
