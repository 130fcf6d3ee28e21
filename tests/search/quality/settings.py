"""The demonstration's settings, with the searchable town, an index of its own and a database backend that knows French where it can."""

import os

os.environ.setdefault("DEMO", "1")
from rse.config.settings.dev import *  # noqa: E402, F403

DEMO = True
INSTALLED_APPS = [*INSTALLED_APPS, "tests.search.quality.town"]  # noqa: F405
SEARCH = {**SEARCH, "FOLDER": str(VAR_DIR / "search"), "WAKE": ""}  # noqa: F405
_french = {"SEARCH_CONFIG": "french"} if "postgresql" in DATABASES["default"]["ENGINE"] else {}  # noqa: F405
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "modelsearch.backends.database", "AUTO_UPDATE": False, **_french},
    "whoosh": {"BACKEND": "search.backends.whoosh", "AUTO_UPDATE": False},
    **({"postgresql": {"BACKEND": "search.backends.postgresql", "AUTO_UPDATE": False}} if _french else {}),
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
