from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventsConfig(AppConfig):
    name = "rse.events"
    label = "events"
    verbose_name = pgettext_lazy("room", "Events")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rse.core import menu, todo  # noqa: PLC0415 - models are ready only now
        from rse.core import sweeps as core_sweeps  # noqa: PLC0415
        from rse.events import cards, digest, group_tab, home, signal_handlers, sweeps, telling  # noqa: PLC0415

        telling.register()
        digest.register()
        signal_handlers.connect()
        cards.register()
        group_tab.register()
        core_sweeps.register(sweeps.remind_due)
        todo.register_aside(home.today_card)
        menu.register(menu.MenuEntry("agenda", _("Agenda"), "events:agenda", section="colleagues", order=40, icon="calendar"))
