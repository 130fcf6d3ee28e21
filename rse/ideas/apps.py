from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdeasConfig(AppConfig):
    name = "rse.ideas"
    label = "ideas"
    verbose_name = _("Ideas")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rse.core import menu, sweeps, todo  # noqa: PLC0415
        from rse.ideas import answering, cards, digest, group_tab, kinds, signal_handlers  # noqa: PLC0415
        from rse.ideas.sweeps import remind  # noqa: PLC0415

        kinds.register()
        digest.register()
        cards.register()
        group_tab.register()
        signal_handlers.connect()
        sweeps.register(remind)
        todo.register_aside(answering.cards)
        menu.register(menu.MenuEntry("ideas", _("Ideas"), "ideas:boxes", section="colleagues", order=50, icon="idea"))
