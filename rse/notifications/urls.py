"""Addresses of notifications, under /notifications/."""

from django.urls import path

from rse.notifications.views import choices, reading

app_name = "notifications"

urlpatterns = [
    path("", reading.notifications, name="list"),
    path("cloche/", reading.bell, name="bell"),
    path("depuis/", reading.since, name="since"),
    path("<int:pk>/ouvrir/", reading.open_one, name="open"),
    path("<int:pk>/lire/", reading.read_one, name="read"),
    path("tout-lire/", reading.read_all, name="read_all"),
    path("preferences/", choices.choose, name="preferences"),
    path("preferences/recapitulatif/", choices.choose_digest, name="digest"),
    path("preferences/lieu/", choices.choose_place, name="place"),
    path("ne-pas-deranger/", choices.be_quiet, name="quiet"),
    path("navigateur/", choices.ring_browser, name="ring"),
    path("navigateur/oublier/", choices.forget_browser, name="forget_browser"),
    path("desabonnement/<str:token>/", choices.unsubscribe, name="unsubscribe"),
]
