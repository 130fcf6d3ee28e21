from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BridgesConfig(AppConfig):
    name = "integrations.bridges"
    label = "bridges"
    verbose_name = _("Bridges")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from integrations.bridges import (  # noqa: PLC0415 - models are ready only now
            charter_of_use,
            kinds,
            mentions,
            menu,
            nearby,
            network,  # noqa: PLC0415
            people_pages,
            roles,
            signal_handlers,
            todo,
            words,
        )
        from integrations.bridges.searching import following  # noqa: PLC0415
        from rse.core import suggestions  # noqa: PLC0415
        from rse.core import todo as home  # noqa: PLC0415

        kinds.register()
        network.register()
        signal_handlers.connect()
        words.register()
        words.connect()
        menu.register_entries()
        roles.register()
        people_pages.register()
        mentions.register()
        nearby.register()
        charter_of_use.register()
        following.connect()
        suggestions.register("search:suggest", order=10)
        suggestions.register_results("search:page")
        todo.register_questions()
        for provider, count in (*todo.PROVIDERS, *words.PROVIDERS):
            home.register(provider, count=count)
        for provider in todo.ASIDES:
            home.register_aside(provider)
