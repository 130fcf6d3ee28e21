"""Colleagues: their presence and their number are read when the page is."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, StructBlock

from cms.choosers import AgentChooserBlock
from rse.people.models import Agent


class PeopleBlock(StructBlock):
    title = CharBlock(label=_("title"), required=False, max_length=120)
    people = ListBlock(AgentChooserBlock(), min_num=1, max_num=12, label=_("people"))

    class Meta:
        icon = "user"
        label = _("People")
        template = "cms/blocks/people.html"
        preview_template = "cms/blocks/preview.html"

    def get_preview_value(self) -> object:
        return self.normalize({"title": "À qui s’adresser", "people": list(Agent.objects.filter(state="active").order_by("pk")[:2])})
