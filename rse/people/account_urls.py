"""The pages of allauth that we have styled, under the names that it reverses. Nothing else of it is routed."""

from allauth.account import views as allauth
from django.urls import path, re_path

from rse.people.views import account

urlpatterns = [
    path("connexion/", account.sign_in, name="account_login"),
    path("deconnexion/", allauth.logout, name="account_logout"),
    path("ferme/", allauth.account_inactive, name="account_inactive"),
    path("mot-de-passe/", allauth.password_change, name="account_change_password"),
    path("mot-de-passe/oublie/", allauth.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", allauth.password_reset_done, name="account_reset_password_done"),
    path("mot-de-passe/nouveau/fait/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", allauth.password_reset_from_key, name="account_reset_password_from_key"),
]
