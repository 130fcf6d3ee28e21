"""The Whoosh backend. `"BACKEND": "search.backends.whoosh"` in WAGTAILSEARCH_BACKENDS or MODELSEARCH_BACKENDS."""

from search.backends.whoosh.backend import SearchBackend, WhooshSearchBackend

__all__ = ["SearchBackend", "WhooshSearchBackend"]
