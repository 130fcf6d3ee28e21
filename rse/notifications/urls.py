"""Addresses of notifications, under /notifications/."""

from django.urls import path

from rse.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.notifications, name="list"),
    path("cloche/", views.bell, name="bell"),
    path("depuis/", views.since, name="since"),
    path("<int:pk>/ouvrir/", views.open_one, name="open"),
    path("tout-lire/", views.read_all, name="read_all"),
    path("courriel/", views.choose_email, name="email"),
]
