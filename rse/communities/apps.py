"""Groups: open, closed, non-visible; who is in them, and with which role."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunitiesConfig(AppConfig):
    name = "rse.communities"
    label = "communities"
    verbose_name = _("Groups")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rse.communities import kinds, people_pages, reminders, signal_handlers, told  # noqa: PLC0415 - models are ready only now
        from rse.core import menu, todo  # noqa: PLC0415
        from rse.people import sections  # noqa: PLC0415

        signal_handlers.connect()
        told.connect()
        kinds.register()
        reminders.register()
        todo.register(reminders.cards, count=reminders.count)
        sections.register_section(people_pages.groups_section)
        menu.register(menu.MenuEntry("groups", _("Groups"), "communities:mine", section="colleagues", order=20))
