from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "rse.notifications"
    label = "notifications"
    verbose_name = _("Notifications")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rse.core import sweeps, tools  # noqa: PLC0415 - models are ready only now
        from rse.notifications import bell, signal_handlers, tasks  # noqa: PLC0415

        signal_handlers.connect()
        bell.register()
        sweeps.register(tasks.sweep)
        tools.register(tools.Tool("notifications/partials/bell_tool.html", bell.tool_context, order=50))
