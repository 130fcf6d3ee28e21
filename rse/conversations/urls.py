"""Addresses of conversations, under /messages/."""

from django.urls import path

from rse.conversations import views

app_name = "conversations"

urlpatterns = [
    path("", views.conversations, name="list"),
    path("recents/", views.recent, name="recent"),
    path("nouveau/", views.start, name="start"),
    path("<int:pk>/", views.conversation, name="conversation"),
    path("<int:pk>/suite/", views.news, name="news"),
    path("<int:pk>/envoyer/", views.send, name="send"),
    path("<int:pk>/lu/", views.mark_read, name="read"),
    path("<int:pk>/personnes/", views.people, name="people"),
    path("<int:pk>/silence/", views.mute, name="mute"),
    path("<int:pk>/nom/", views.rename, name="rename"),
    path("<int:pk>/quitter/", views.leave, name="leave"),
    path("<int:pk>/message/<int:line>/modifier/", views.edit, name="edit"),
    path("<int:pk>/message/<int:line>/supprimer/", views.delete, name="delete"),
    path("<int:pk>/message/<int:line>/reprendre/", views.restore, name="restore"),
]
