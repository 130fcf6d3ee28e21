"""How often a door that needs no account may be pushed. Counted in the host's cache; nothing of it is shown to anybody."""

from django.core.cache import cache


def allowed(name: str, *, most: int, seconds: int) -> bool:
    """Count one push; False once there were more than `most` in the window of `seconds` that the first one opened."""
    key = f"referents.rate.{name}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:
        return True
