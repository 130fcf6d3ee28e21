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
        from rse.core import menu, tools  # noqa: PLC0415 - models are ready only now
        from rse.people import checks, shared_desk  # noqa: PLC0415 - models are ready only now

        checks.connect()
        menu.register(menu.MenuEntry("directory", _("Directory"), "people:directory", order=60))
        tools.register(tools.Tool("people/partials/shared_desk.html", shared_desk.tool_context, order=5))


class AccountsConfig(WagtailUsersAppConfig):
    """Wagtail's screen of accounts, where only groups are given: people are entered and closed by HR, with a journal."""

    user_viewset = "rse.people.viewsets.AccountViewSet"
