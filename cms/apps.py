from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.permissions import visible_to  # noqa: PLC0415 - models are ready only now
        from rse.core import files  # noqa: PLC0415
        from rse.core.models import Document, Image, Rendition  # noqa: PLC0415

        files.register("original_images", files.Folder(lambda user: visible_to(user, Image.objects.all())))
        files.register("images", files.Folder(lambda user: visible_to(user, Rendition.objects.all())))
        files.register("documents", files.Folder(lambda user: visible_to(user, Document.objects.all())))
