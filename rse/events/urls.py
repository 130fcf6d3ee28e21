"""Addresses of events, under /agenda/."""

from django.urls import path

from rse.events import views

app_name = "events"

urlpatterns = [
    path("", views.agenda, name="agenda"),
    path("mois/", views.month, name="month"),
    path("nouveau/", views.create, name="create"),
    path("abonnement/", views.feed, name="feed"),
    path("abonnement/fermer/", views.close_feed, name="close_feed"),
    path("abonnement/<str:token>.ics", views.subscription, name="subscription"),
    path("<int:pk>/", views.event, name="event"),
    path("<int:pk>/evenement.ics", views.event_file, name="event_file"),
    path("<int:pk>/inscription/", views.register, name="register"),
    path("<int:pk>/desinscription/", views.withdraw, name="withdraw"),
    path("<int:pk>/modifier/", views.change, name="change"),
    path("<int:pk>/annuler/", views.cancel, name="cancel"),
    path("<int:pk>/inscrits/", views.guests, name="guests"),
    path("<int:pk>/inscrits.csv", views.guests_csv, name="guests_csv"),
    path("<int:pk>/inscrits.xlsx", views.guests_xlsx, name="guests_xlsx"),
    path("<int:pk>/feuille/", views.sheet, name="sheet"),
    path("<int:pk>/organisateurs/", views.name_organiser, name="name_organiser"),
    path("<int:pk>/organisateurs/<int:person>/retirer/", views.remove_organiser, name="remove_organiser"),
]
