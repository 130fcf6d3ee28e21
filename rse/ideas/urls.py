"""Addresses of ideas."""

from django.urls import path

from rse.ideas.views import answers, boxes, ideas

app_name = "ideas"

urlpatterns = [
    path("", boxes.boxes, name="boxes"),
    path("a-repondre/", answers.to_answer, name="to_answer"),
    path("nouvelle-boite/", boxes.new_box, name="new_box"),
    path("boite/<slug:slug>/", boxes.box, name="box"),
    path("boite/<slug:slug>/modifier/", boxes.change_box, name="change_box"),
    path("boite/<slug:slug>/proposer/", ideas.propose, name="propose"),
    path("boite/<slug:slug>/semblables/", ideas.alike, name="alike"),
    path("<int:pk>/", ideas.idea, name="idea"),
    path("<int:pk>/soutenir/", ideas.support, name="support"),
    path("<int:pk>/ne-plus-soutenir/", ideas.withdraw_support, name="withdraw_support"),
    path("<int:pk>/repondre/", answers.answer, name="answer"),
    path("<int:pk>/rapprocher/", answers.merge, name="merge"),
]
