from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "rse.core"
    label = "core"
    verbose_name = _("Core")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rse.core import actions, checks, files, frames, outbox, signal_handlers, sweeps  # noqa: PLC0415 - models are ready only now

        register(checks.check_settings)
        signal_handlers.connect()
        files.register_library()
        sweeps.register(outbox.deliver_due)
        sweeps.register(outbox.purge)
        sweeps.register(frames.purge)
        outbox.register(actions.FILE_GONE, actions.delete_file)
        sweeps.register(actions.forget_untied_files)
