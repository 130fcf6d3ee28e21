from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferentsConfig(AppConfig):
    name = "referents"
    label = "referents"
    verbose_name = _("Referents")
    default_auto_field = "django.db.models.BigAutoField"
