"""Addresses of pages, worked out once in a process: a page of the feed asks for two hundred and fifty."""

from functools import lru_cache

from django.urls import reverse

MOST = 20_000


@lru_cache(maxsize=MOST)
def address(name: str, *args: int | str) -> str:
    """What `reverse` answers. Raises NoReverseMatch as it does."""
    return reverse(name, args=args)
