"""WSGI entry point: serves pages in production (sockets are the ASGI service)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.config.settings.prod")
application = get_wsgi_application()
