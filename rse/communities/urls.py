"""Addresses of the groups. What stands where a group's address could is in `actions.groups.RESERVED`."""

from django.urls import path

from rse.communities.views import group, lists, people

app_name = "communities"

urlpatterns = [
    path("", lists.mine, name="mine"),
    path("decouvrir/", lists.discover, name="discover"),
    path("creer/", lists.create, name="create"),
    path("entrer/", lists.enter, name="enter"),
    path("invitations/<int:pk>/", people.invitation, name="invitation"),
    path("invitations/<int:pk>/accepter/", people.accept_invitation, name="accept_invitation"),
    path("invitations/<int:pk>/decliner/", people.decline_invitation, name="decline_invitation"),
    path("invitations/<int:pk>/retirer/", people.withdraw_invitation, name="withdraw_invitation"),
    path("<slug:slug>/", group.community, name="community"),
    path("<slug:slug>/a-propos/", group.about, name="about"),
    path("<slug:slug>/membres/", people.members, name="members"),
    path("<slug:slug>/membres.csv", people.export, name="export"),
    path("<slug:slug>/membres/<int:pk>/role/", people.change_role, name="change_role"),
    path("<slug:slug>/membres/<int:pk>/exclure/", people.exclude, name="exclude"),
    path("<slug:slug>/inviter/", people.invite, name="invite"),
    path("<slug:slug>/demandes/", people.to_decide, name="to_decide"),
    path("<slug:slug>/demandes/<int:pk>/accepter/", people.accept_request, name="accept_request"),
    path("<slug:slug>/demandes/<int:pk>/refuser/", people.refuse_request, name="refuse_request"),
    path("<slug:slug>/rejoindre/", group.join, name="join"),
    path("<slug:slug>/quitter/", group.leave, name="leave"),
    path("<slug:slug>/demander/", group.ask, name="ask"),
    path("<slug:slug>/demander/annuler/", group.ask_no_more, name="ask_no_more"),
    path("<slug:slug>/reglages/", group.settings, name="settings"),
    path("<slug:slug>/reglages/archiver/", group.archive, name="archive"),
    path("<slug:slug>/reglages/rouvrir/", group.unarchive, name="unarchive"),
    path("<slug:slug>/reglages/services/", group.add_department, name="add_department"),
    path("<slug:slug>/reglages/services/<int:pk>/retirer/", group.remove_department, name="remove_department"),
    path("<slug:slug>/<slug:tab>/", group.tab, name="tab"),
]
