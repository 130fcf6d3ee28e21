"""Addresses of writing, included by `urls.py` under /fil/."""

from django.urls import path

from rse.feed.views import composing, files, own, posts, spokespeople

urlpatterns = [
    path("ecrire/", composing.write, name="write"),
    path("ecrire/<int:pk>/", composing.resume, name="resume"),
    path("ecrire/garder/", composing.autosave, name="autosave"),
    path("ecrire/lecteurs/", composing.audience, name="audience"),
    path("ecrire/fichier/", files.upload, name="upload"),
    path("ecrire/noms/", files.propose, name="propose"),
    path("nom/<str:handle>/", files.named, name="named"),
    path("brouillons/", own.drafts_list, name="drafts"),
    path("brouillons/<int:pk>/jeter/", own.throw_away, name="throw_away"),
    path("brouillons/<int:pk>/retenir/", own.unschedule, name="unschedule"),
    path("de-cote/", own.saved_list, name="saved"),
    path("<int:pk>/de-cote/", own.save, name="save"),
    path("<int:pk>/de-cote/retirer/", own.forget, name="forget"),
    path("<int:pk>/modifier/", posts.edit, name="edit"),
    path("<int:pk>/versions/", posts.versions, name="versions"),
    path("<int:pk>/supprimer/", posts.delete, name="delete"),
    path("<int:pk>/reglages/", posts.arrange, name="arrange"),
    path("<int:pk>/epingler/", posts.pin, name="pin"),
    path("<int:pk>/detacher/", posts.unpin, name="unpin"),
    path("<int:pk>/fermer/", posts.lock, name="lock"),
    path("<int:pk>/rouvrir/", posts.unlock, name="unlock"),
    path("<int:pk>/a-lire/", posts.require_reading, name="require_reading"),
    path("<int:pk>/a-lire/fin/", posts.waive_reading, name="waive_reading"),
    path("<int:pk>/lu/", posts.acknowledge, name="acknowledge"),
    path("<int:pk>/lecture/", posts.follow_up, name="follow_up"),
    path("<int:pk>/lecture/rappeler/", posts.remind, name="remind"),
    path("<int:pk>/voter/", posts.vote, name="vote"),
    path("<int:pk>/voter/retirer/", posts.withdraw_vote, name="withdraw_vote"),
    path("services/<int:pk>/au-nom/", spokespeople.spokespeople, name="spokespeople"),
    path("au-nom/<int:pk>/retirer/", spokespeople.remove, name="remove_spokesperson"),
]
