"""What this room refuses, each with a sentence a person can read."""

from django.core.exceptions import ValidationError


class SearchError(ValidationError):
    """The root of what search refuses."""


class Unusable(SearchError):
    """The index is missing, unreadable or corrupted: the database answers until it is built again."""
