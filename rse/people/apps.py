"""Who works here: organisations, accounts, agents, departments, presence."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    default = True
    name = "rse.people"
    label = "people"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rse.core import files, menu, outbox, suggestions, sweeps, todo, tools  # noqa: PLC0415 - models are ready only now
        from rse.people import checks, leavers, permissions, position_pages, reminders, sections, shared_desk  # noqa: PLC0415 - models are ready only now
        from rse.people.actions import portraits  # noqa: PLC0415
        from rse.people.models import Portrait  # noqa: PLC0415
        from rse.people.sweeps import forget_files, take_up_positions  # noqa: PLC0415

        checks.connect()
        sections.register_section(position_pages.positions_section)
        files.register("portraits", files.Folder(lambda user: Portrait.objects.visible_to(user)))
        outbox.register(portraits.FILE_GONE, portraits.delete_file)
        for sweep in (take_up_positions, forget_files, leavers.leave_when_due, leavers.erase_when_due, leavers.forget_history):
            sweeps.register(sweep)
        reminders.register()
        todo.register(reminders.confirmation_cards, count=reminders.count_confirmations)
        suggestions.register("people:suggest")
        menu.register(menu.MenuEntry("directory", _("Directory"), "people:directory", order=30))
        menu.register(menu.MenuEntry("personnel", _("Staff"), "people:personnel", section="hr", order=5, icon="user", shown_to=permissions.can_manage_people))
        tools.register(tools.Tool("people/partials/shared_desk.html", shared_desk.tool_context, order=5))


class AccountsConfig(WagtailUsersAppConfig):
    """Wagtail's screen of accounts, where only groups are given: people are entered and closed by HR, with a journal."""

    user_viewset = "rse.people.viewsets.AccountViewSet"
