from django.apps import AppConfig


class TownConfig(AppConfig):
    name = "tests.search.quality.town"
    label = "quality_town"
    default_auto_field = "django.db.models.BigAutoField"
