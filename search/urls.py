"""Addresses of search."""

from django.urls import path

from search.views import opinions, results

app_name = "search"

urlpatterns = [
    path("", results.page, name="page"),
    path("suggestions/", results.suggest, name="suggest"),
    path("avis/", opinions.say, name="say"),
    path("avis/bilan/", opinions.opinions, name="opinions"),
    path("en-vain/", opinions.in_vain, name="in_vain"),
]
