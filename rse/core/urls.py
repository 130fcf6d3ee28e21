"""Addresses of the shell: home, menu, search door, accessibility and legal pages."""

from django.urls import path

from rse.core import views

app_name = "core"

urlpatterns = [
    path("", views.home, name="home"),
    path("menu/", views.menu, name="menu"),
    path("chercher/", views.search, name="search"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mentions-legales/", views.legal, name="legal"),
    path("composants/", views.styleguide, name="styleguide"),
]
