"""The room `search` and the papers, nothing else: what is measured is the engine and the rights, not the pages around them."""

import os
from pathlib import Path

FOLDER = Path(os.environ["PAPERS_FOLDER"])
SECRET_KEY = "papers"  # of a database that lives for the time of a measure
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": FOLDER / "papers.sqlite3",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"},
    }
}
INSTALLED_APPS = ["tests.bench.papers", "search", "modelsearch", "taggit", "django.contrib.auth", "django.contrib.contenttypes"]
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.whoosh", "AUTO_UPDATE": False}}
SEARCH = {"FOLDER": str(FOLDER / "search")}
USE_TZ = True
LANGUAGE_CODE = "fr"
