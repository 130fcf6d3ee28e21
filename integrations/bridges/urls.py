"""Addresses of the pages that need both islands."""

from django.urls import path

from integrations.bridges.views import mentions, nearby, network

app_name = "bridges"

urlpatterns = [
    path("personnel/mentions/", mentions.mentions, name="mentions"),
    path("publications/<int:pk>/envoyer-aux-collegues/", network.share_answer, name="share_answer"),
    path("messages-du-fil/<int:pk>/demander-a-la-communication/", network.ask_communication, name="ask_communication"),
    path("messages-du-fil/<int:pk>/demander-aux-referents/", network.ask_referents, name="ask_referents"),
    path("deja-demande/", nearby.nearby, name="nearby"),
    path("mon-arrivee/", network.arrival, name="arrival"),
]
