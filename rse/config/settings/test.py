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
OPTIONS = DATABASES["default"]["OPTIONS"]  # noqa: F405
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file, as in the embedded default: in memory, threads share one cache whose table locks no timeout waits for.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "tests" / f"{os.getpid()}.sqlite3")}  # noqa: F405
    OPTIONS["init_command"] = OPTIONS["init_command"].replace("synchronous=NORMAL", "synchronous=OFF")
else:
    # One test database per worker is created and dropped: no pooled connection may outlive it. Nor does anyone wait for the disk.
    OPTIONS.pop("pool", None)
    OPTIONS["options"] += " -c synchronous_commit=off"
