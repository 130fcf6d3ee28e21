from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "rse.moderation"
    label = "moderation"
    verbose_name = _("Moderation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rse.communities import restrictions  # noqa: PLC0415 - models are ready only now
        from rse.core import banners, sweeps  # noqa: PLC0415
        from rse.feed import holds  # noqa: PLC0415
        from rse.moderation import banner, kinds, measures, signal_handlers, standing, things, todo  # noqa: PLC0415
        from rse.moderation import holds as crises  # noqa: PLC0415
        from rse.moderation import sweeps as due  # noqa: PLC0415

        things.register()
        kinds.register()
        signal_handlers.connect()
        restrictions.register(measures.restrictions_for)
        holds.register(crises.waits)
        standing.register()
        todo.register()
        banners.register(banners.Banner("moderation/partials/banner_slot.html", banner.context, order=10))
        for sweep in (due.end_pauses, due.erase_removed, due.purge):
            sweeps.register(sweep)
