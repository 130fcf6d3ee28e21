"""ASGI entry point: pages by Django, sockets by Channels, frames by a loop that lives as long as the process."""

import os
from importlib import import_module

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.config.settings.prod")
pages = get_asgi_application()

# Named by string, after Django is ready: config names every package that way.
sockets = import_module("rse.realtime.routing").websocket_urlpatterns
application = ProtocolTypeRouter(
    {
        "http": import_module("rse.core.threads").KeptThreads(pages),
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(sockets))),
        "lifespan": import_module("rse.realtime.lifespan").lifespan,
    }
)
