from django.apps import AppConfig
from django.core.checks import register

from rse.realtime.checks import check_paths


class RealtimeConfig(AppConfig):
    name = "rse.realtime"
    label = "realtime"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(check_paths)
