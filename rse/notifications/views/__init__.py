"""Pages of the bell and of the choices."""

from django.views.decorators.cache import cache_control

private = cache_control(private=True, no_store=True)
