from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import pgettext_lazy


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = pgettext_lazy("application", "Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search import checks  # noqa: PLC0415 - models are ready only now

        register(checks.check_settings)
