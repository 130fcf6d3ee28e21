"""The address of the socket."""

from django.urls import path

from rse.realtime.consumers import LiveConsumer

websocket_urlpatterns = [path("ws/", LiveConsumer.as_asgi())]
