"""Addresses of the directory and of one's own account; those that allauth reverses are in account_urls."""

from django.urls import path

from rse.people import views

app_name = "people"

urlpatterns = [
    path("annuaire/", views.directory, name="directory"),
    path("annuaire/<int:pk>/", views.agent, name="agent"),
    path("annuaire/<int:pk>/modifier/", views.edit_profile, name="edit_profile"),
    path("annuaire/<int:pk>/absence/", views.record_absence, name="record_absence"),
    path("annuaire/<int:pk>/code/", views.sign_in_code, name="sign_in_code"),
    path("absences/<int:pk>/annuler/", views.cancel_absence, name="cancel_absence"),
    path("mon-profil/", views.profile, name="profile"),
    path("mon-profil/theme/", views.theme, name="theme"),
    path("compte/choisir-un-mot-de-passe/", views.choose_password, name="choose_password"),
    path("compte/poste-partage/rester/", views.stay, name="stay"),
    path("compte/demonstration/", views.demo_sign_in, name="demo_sign_in"),
    # One door: the sign-in pages of the two admins know neither our limits nor the age of a code.
    path("admin/login/", views.admin_door, name="wagtail_door"),
    path("django-admin/login/", views.admin_door, name="django_door"),
]
