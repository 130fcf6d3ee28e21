"""The test project of modelsearch, with our backend: its models, its tests, our index in a folder of its own."""

import os
import tempfile
from pathlib import Path

import environ

SECRET_KEY = "conformance"  # noqa: S105  # a database that lives for a minute
HERE = Path(__file__).parent
DATABASES = {"default": environ.Env.db_url_config(os.environ.get("CONFORMANCE_DATABASE", "sqlite://:memory:"))}
if "sqlite" in DATABASES["default"]["ENGINE"]:  # as in the product, for the tests that write from several processes
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}
INSTALLED_APPS = [
    "modelsearch.test.testapp",
    "search",
    "modelsearch",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    *(["django.contrib.postgres"] if "postgresql" in DATABASES["default"]["ENGINE"] else []),
]
FIXTURE_DIRS = [HERE / "fixtures"]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
MODELSEARCH_BACKENDS = {"default": {"BACKEND": os.environ.get("CONFORMANCE_BACKEND", "search.backends.whoosh")}}
SEARCH = {"FOLDER": os.environ.get("CONFORMANCE_FOLDER") or tempfile.mkdtemp(prefix="conformance-")}
