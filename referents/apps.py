from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferentsConfig(AppConfig):
    name = "referents"
    label = "referents"
    verbose_name = _("Referents")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core.checks import register  # noqa: PLC0415 - models are ready only now

        from referents import checks, signal_handlers  # noqa: PLC0415

        register(checks.check_settings)
        register(checks.check_host)
        signal_handlers.connect()
