"""Addresses of figures and of first steps."""

from django.urls import path

from rse.insights.views import discovery, figures

app_name = "insights"

urlpatterns = [
    path("vie-du-reseau/", figures.network, name="network"),
    path("vie-du-reseau/chiffres.csv", figures.network_file, name="network_file"),
    path("vie-du-reseau/groupes/<slug:slug>/", figures.community, name="community"),
    path("vie-du-reseau/groupes/<slug:slug>/chiffres.csv", figures.community_file, name="community_file"),
    path("decouvrir/", discovery.discovery, name="discovery"),
    path("premiers-pas/<slug:code>/fait/", discovery.dismiss, name="dismiss"),
    path("decouvrir/telephone/", discovery.phone, name="phone"),
]
