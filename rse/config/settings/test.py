"""For the test suite: the embedded default, or PostgreSQL and Redis when DATABASE_URL and REDIS_URL name them."""

import os

from rse.config.settings.dev import *  # noqa: F403

DEBUG = False
DEMO = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Cheap on purpose: hundreds of sign-ins; production keeps Django's default.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = False
ALLOWED_HOSTS = ["*"]
# No index is written but in tests of search: plain matching in the database answers everywhere else.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.whoosh", "AUTO_UPDATE": False}}
SEARCH = {**SEARCH, "FOLDER": str(VAR_DIR / "tests" / f"search-{os.getpid()}")}  # noqa: F405
if "pool" in DATABASES["default"].get("OPTIONS", {}):  # noqa: F405
    # One test database per worker is created and dropped: no pooled connection may outlive it.
    del DATABASES["default"]["OPTIONS"]["pool"]  # noqa: F405
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file, as in the embedded default: in memory, threads share one cache whose table locks no timeout waits for.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "tests" / f"{os.getpid()}.sqlite3")}  # noqa: F405
