"""Addresses of the shell: home, menu, search door, accessibility and legal pages; health, private files."""

from django.urls import path

from rse.core import files, health, installable, views

app_name = "core"

urlpatterns = [
    path("", views.home, name="home"),
    path("menu/", views.menu, name="menu"),
    path("chercher/", views.search, name="search"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mentions-legales/", views.legal, name="legal"),
    path("fichiers/<path:name>", files.serve, name="file"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("manifest.webmanifest", installable.manifest, name="manifest"),
    path("sw.js", installable.service_worker, name="service_worker"),
    path("hors-ligne/", installable.offline, name="offline"),
    path("composants/", views.styleguide, name="styleguide"),
]
