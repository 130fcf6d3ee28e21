from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "rse.insights"
    label = "insights"
    verbose_name = _("Insights")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rse.communities import sections  # noqa: PLC0415 - models are ready only now
        from rse.core import menu, sweeps, todo  # noqa: PLC0415
        from rse.insights import discovery, group_door, permissions  # noqa: PLC0415
        from rse.insights.sweeps import forget  # noqa: PLC0415

        sweeps.register(forget)
        discovery.register_steps()
        todo.register_aside(discovery.step_cards)
        sections.register_doors(group_door.figures)
        shown_to = permissions.can_read_insights
        menu.register(
            menu.MenuEntry("insights", _("Life of the network"), "insights:network", section="communication", order=70, icon="indicators", shown_to=shown_to)
        )
