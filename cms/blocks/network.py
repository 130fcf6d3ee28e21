"""What colleagues say: the latest posts of a group, those the reader may read."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, IntegerBlock, StructBlock

from cms.choosers import CommunityChooserBlock
from rse.communities.models import Community


class LatestPostsBlock(StructBlock):
    """To whoever may not read the group, the block does not exist."""

    title = CharBlock(label=_("title"), required=False, max_length=120)
    community = CommunityChooserBlock(label=_("group"))
    number = IntegerBlock(label=_("how many"), default=3, min_value=1, max_value=10)

    class Meta:
        icon = "comment"
        label = _("Latest posts of a group")
        template = "cms/blocks/latest_posts.html"
        preview_template = "cms/blocks/preview.html"

    def get_preview_value(self) -> object:
        return self.normalize({"title": "", "community": Community.objects.filter(visibility="open").first(), "number": 3})
