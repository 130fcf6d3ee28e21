"""An index in a folder of the test, over Wagtail's pages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from modelsearch.backends import get_search_backend
from pytest_django import Settings
from wagtail.models import Page

from search import synonyms
from search.backends.whoosh.backend import WhooshSearchBackend
from search.draining import rebuild

PageMaker = Callable[..., Page]


@pytest.fixture
def engine(settings: Settings, tmp_path: Path, db: None) -> WhooshSearchBackend:
    settings.SEARCH = {"FOLDER": str(tmp_path / "search"), "SCOPES": {}}
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "modelsearch.backends.database", "AUTO_UPDATE": False},
        "whoosh": {"BACKEND": "search.backends.whoosh", "AUTO_UPDATE": True},
    }
    synonyms.forget()
    backend = get_search_backend("whoosh")
    rebuild(backend)
    return backend


@pytest.fixture
def page(engine: WhooshSearchBackend) -> PageMaker:
    """A page that waits for the index."""

    def make(title: str, **fields: object) -> Page:
        made = Page.objects.get(depth=1).add_child(instance=Page(title=title, **fields))
        engine.add(made)
        return made

    return make
