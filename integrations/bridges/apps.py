from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BridgesConfig(AppConfig):
    name = "integrations.bridges"
    label = "bridges"
    verbose_name = _("Bridges")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from integrations.bridges import kinds, menu, signal_handlers, todo  # noqa: PLC0415 - models are ready only now
        from rse.core import todo as home  # noqa: PLC0415

        kinds.register()
        signal_handlers.connect()
        menu.register_entries()
        for provider, count in todo.PROVIDERS:
            home.register(provider, count=count)
        home.register_aside(todo.thanks_cards)
