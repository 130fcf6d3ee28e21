"""Addresses around the pages: what is to be read, what is still true, how the pages are."""

from django.urls import path

from cms.views import feeds, letter, life, reviews

app_name = "pages"

urlpatterns = [
    path("a-relire/", reviews.to_read, name="to_read"),
    path("relecture/<int:pk>/", reviews.review, name="review"),
    path("relecture/<int:pk>/apercu/", reviews.preview, name="preview"),
    path("relecture/<int:pk>/approuver/", reviews.approve, name="approve"),
    path("relecture/<int:pk>/a-corriger/", reviews.ask_changes, name="ask_changes"),
    path("relecture/<int:pk>/je-relis/", reviews.claim, name="claim"),
    path("relecture/<int:pk>/commenter/", reviews.comment, name="comment"),
    path("relecture/<int:pk>/reprendre/", reviews.take_back, name="take_back"),
    path("par-courriel/<str:token>/", reviews.by_mail, name="by_mail"),
    path("publication/<int:pk>/retirer/", reviews.withdraw, name="withdraw"),
    path("tirage/<int:pk>/", reviews.judge, name="judge"),
    path("<int:pk>/toujours-vrai/", life.still_true, name="still_true"),
    path("<int:pk>/journal/", life.updates, name="updates"),
    path("lettre/proposer/", letter.suggest, name="suggest"),
    path("lettre/<int:pk>/feuille/", letter.sheet, name="letter_sheet"),
    path("lettre/<int:pk>/lue/", letter.opened, name="letter_opened"),
    path("sante/", life.health, name="health"),
    path("abonnement/", feeds.mine, name="feed"),
    path("abonnement/fermer/", feeds.close, name="close_feed"),
    path("abonnement/<str:token>.atom", feeds.news, name="news_feed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
]
