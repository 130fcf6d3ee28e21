from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "rse.conversations"
    label = "conversations"
    verbose_name = _("Messages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rse.conversations import actions, people_pages, replies, reports, signal_handlers, sweeps, telling, waiting  # noqa: PLC0415 - models are ready only now
        from rse.conversations.models import Line  # noqa: PLC0415
        from rse.core import files, menu, outbox, pulse  # noqa: PLC0415
        from rse.core import sweeps as core_sweeps  # noqa: PLC0415
        from rse.people import sections  # noqa: PLC0415

        telling.register()
        replies.register()
        signal_handlers.connect()
        files.register_owner(Line, lambda user: Line.objects.visible_to(user).exclude(state=Line.State.DELETED))
        outbox.register(actions.erasing.FILE_GONE, actions.erasing.delete_file)
        core_sweeps.register(sweeps.erase_deleted)
        reports.register()
        pulse.register(waiting.NAME, waiting.ask)
        sections.register_action(people_pages.write_button)
        menu.register(menu.MenuEntry("messages", _("Messages"), "conversations:list", section="colleagues", order=30, count=waiting.count_for))
