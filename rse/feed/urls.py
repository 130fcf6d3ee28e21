"""Addresses of the feed, under /fil/."""

from django.urls import include, path

from rse.feed.views import feeds, following, reactions, threads

app_name = "feed"

urlpatterns = [
    path("", feeds.home, name="home"),
    path("nouveaux/", feeds.news, name="news"),
    path("acces/", feeds.access, name="access"),
    path("", include("rse.feed.writing_urls")),
    path("je-suis/", following.following, name="following"),
    path("services/<int:pk>/", feeds.department, name="department"),
    path("services/<int:pk>/suivre/", following.follow_department, name="follow_department"),
    path("agents/<int:pk>/", feeds.agent, name="agent"),
    path("agents/<int:pk>/suivre/", following.follow_agent, name="follow_agent"),
    path("groupes/<int:pk>/", feeds.community, name="community"),
    path("sujets/<str:name>/", feeds.tag, name="tag"),
    path("sujets/<str:name>/suivre/", following.follow_tag, name="follow_tag"),
    path("<int:pk>/", threads.post, name="post"),
    path("<int:pk>/commenter/", threads.comment, name="comment"),
    path("<int:pk>/commentaires-recents/", threads.news, name="post_news"),
    path("<int:pk>/reagir/", reactions.react_to_post, name="react"),
    path("<int:pk>/reactions/", reactions.who_reacted_to_post, name="who_reacted"),
    path("commentaires/<int:pk>/modifier/", threads.edit_comment, name="edit_comment"),
    path("commentaires/<int:pk>/supprimer/", threads.delete_comment, name="delete_comment"),
    path("commentaires/<int:pk>/retablir/", threads.restore_comment, name="restore_comment"),
    path("commentaires/<int:pk>/historique/", threads.comment_history, name="comment_history"),
    path("commentaires/<int:pk>/accepter/", threads.accept, name="accept"),
    path("commentaires/<int:pk>/reagir/", reactions.react_to_comment, name="react_to_comment"),
    path("commentaires/<int:pk>/reactions/", reactions.who_reacted_to_comment, name="who_reacted_to_comment"),
]
