"""Wagtail's admin: synonyms among the snippets."""

from wagtail.snippets.models import register_snippet

from search.viewsets import SynonymViewSet

register_snippet(SynonymViewSet)
