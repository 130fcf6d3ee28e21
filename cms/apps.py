from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms import closed_doors, kinds, reading_desk, signal_handlers, telling, threads, today  # noqa: PLC0415 - models are ready only now
        from cms import sweeps as due_sweeps  # noqa: PLC0415
        from cms.letter import links  # noqa: PLC0415
        from cms.permissions import edits, visible_to  # noqa: PLC0415
        from rse.core import banners, files, menu, sweeps, todo  # noqa: PLC0415
        from rse.core.models import Document, Image, Rendition  # noqa: PLC0415

        files.register("original_images", files.Folder(lambda user: visible_to(user, Image.objects.all())))
        files.register("images", files.Folder(lambda user: visible_to(user, Rendition.objects.all())))
        files.register("documents", files.Folder(lambda user: visible_to(user, Document.objects.all())))
        threads.register()
        links.register()
        signal_handlers.connect()
        for sweep in (due_sweeps.forget_old_answers, due_sweeps.forget_readers_of_letters, due_sweeps.finish_letters):
            sweeps.register(sweep)
        todo.register_aside(today.cards)
        banners.register(banners.Banner("cms/partials/alerts.html", today.alert_context, order=20))
        menu.register(menu.MenuEntry("intranet", _("Intranet"), "cms:home", order=20, icon="news"))
        menu.register(menu.MenuEntry("editing", _("Edit the intranet"), "wagtailadmin_home", section="admin", order=10, icon="copy", shown_to=edits))
        closed_doors.install()
        closed_doors.silence()
        kinds.register()
        telling.connect()
        reading_desk.register()
        todo.register_aside(reading_desk.cards)
