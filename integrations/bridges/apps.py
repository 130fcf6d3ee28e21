from django.apps import AppConfig


class BridgesConfig(AppConfig):
    name = "integrations.bridges"
    label = "bridges"
    default_auto_field = "django.db.models.BigAutoField"
