"""Documents, images and films. An image is described in words, or said to decorate; a film is never played from elsewhere."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, CharBlock, ListBlock, StructBlock, StructValue, TextBlock, URLBlock
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from rse.core.models import Document, Image

PREVIEW = "cms/blocks/preview.html"


class DocumentsBlock(StructBlock):
    """Those the reader may not open are not listed."""

    title = CharBlock(label=_("title"), required=False, max_length=120)
    documents = ListBlock(DocumentChooserBlock(), min_num=1, label=_("documents"))

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        template = "cms/blocks/documents.html"
        preview_template = PREVIEW

    def get_preview_value(self) -> object:
        return self.normalize({"title": "Modèles", "documents": list(Document.objects.order_by("pk")[:2])})


class DescribedImageBlock(StructBlock):
    """Alternative text is required unless the image only decorates."""

    image = ImageChooserBlock(label=_("image"))
    decorative = BooleanBlock(label=_("the image only decorates"), required=False)
    alt = CharBlock(label=_("alternative text"), required=False, max_length=250, help_text=_("What the image shows, for those who cannot see it."))
    caption = CharBlock(label=_("caption"), required=False, max_length=250)

    def clean(self, value: StructValue) -> StructValue:
        cleaned = super().clean(value)
        if not cleaned["decorative"] and not cleaned["alt"].strip():
            raise StructBlockValidationError({"alt": ValidationError(_("Say what the image shows, or tick that it only decorates."))})
        return cleaned

    class Meta:
        icon = "image"
        label = _("Image")
        template = "cms/blocks/image.html"
        preview_template = PREVIEW

    def get_preview_value(self) -> object:
        return self.normalize(
            {"image": Image.objects.first(), "decorative": False, "alt": "Le hall de l’hôtel de ville", "caption": "Le hall, rénové cette année"}
        )


class GalleryBlock(StructBlock):
    title = CharBlock(label=_("title"), required=False, max_length=120)
    images = ListBlock(DescribedImageBlock(), min_num=2, max_num=12, label=_("images"))

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "cms/blocks/gallery.html"
        preview_template = PREVIEW

    def get_preview_value(self) -> object:
        images = [{"image": image, "decorative": True, "alt": "", "caption": image.title} for image in Image.objects.order_by("pk")[:3]]
        return self.normalize({"title": "", "images": images})


class VideoBlock(StructBlock):
    """A film of the library is played here; one from elsewhere is a card that leads to it, so that nobody is followed without a click."""

    title = CharBlock(label=_("title"), max_length=160)
    file = DocumentChooserBlock(label=_("film of the library (MP4, WebM)"), required=False)
    address = URLBlock(label=_("or address elsewhere"), required=False)
    duration = CharBlock(label=_("duration"), required=False, max_length=20)
    transcript = TextBlock(label=_("what is said and shown"), help_text=_("For those who do not hear or do not see the film."))

    def clean(self, value: StructValue) -> StructValue:
        cleaned = super().clean(value)
        if bool(cleaned["file"]) == bool(cleaned["address"]):
            raise StructBlockValidationError({"address": ValidationError(_("Choose a film or write an address, not both."))})
        if cleaned["file"] and cleaned["file"].file_extension.lower() not in {"mp4", "webm"}:
            raise StructBlockValidationError({"file": ValidationError(_("Choose an MP4 or WebM film."))})
        return cleaned

    class Meta:
        icon = "media"
        label = _("Film")
        template = "cms/blocks/video.html"
        preview_value = {
            "title": "Trier ses déchets au bureau",
            "address": "https://video.techniville.example/tri",
            "duration": "2 min",
            "transcript": "Une agente montre les trois bacs : papier, emballages, reste.",
        }
