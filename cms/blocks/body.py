"""Everything an editor may put into a page."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock

from cms.blocks.callout import CalloutBlock, KeyFiguresBlock
from cms.blocks.media import DescribedImageBlock, DocumentsBlock, GalleryBlock, VideoBlock
from cms.blocks.network import LatestPostsBlock
from cms.blocks.people import PeopleBlock
from cms.blocks.referents import AnswerBlock, ReferentsBlock, VolunteerCallBlock
from cms.blocks.steps import StepsBlock
from cms.blocks.tables import CaptionedTableBlock
from cms.blocks.text import HeadingBlock, TextBlock

WORDS, PEOPLE, MEDIA = _("Words"), _("People and answers"), _("Images, films, documents")


class BodyBlock(StreamBlock):
    heading = HeadingBlock(group=WORDS)
    text = TextBlock(group=WORDS)
    callout = CalloutBlock(group=WORDS)
    steps = StepsBlock(group=WORDS)
    key_figures = KeyFiguresBlock(group=WORDS)
    table = CaptionedTableBlock(group=WORDS)
    people = PeopleBlock(group=PEOPLE)
    referents = ReferentsBlock(group=PEOPLE)
    answer = AnswerBlock(group=PEOPLE)
    latest_posts = LatestPostsBlock(group=PEOPLE)
    volunteer_call = VolunteerCallBlock(group=PEOPLE)
    documents = DocumentsBlock(group=MEDIA)
    image = DescribedImageBlock(group=MEDIA)
    gallery = GalleryBlock(group=MEDIA)
    video = VideoBlock(group=MEDIA)
