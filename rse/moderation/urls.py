"""Addresses of moderation and of crises."""

from django.urls import path

from rse.moderation.views import concerned, crisis, judging, reporting

app_name = "moderation"

urlpatterns = [
    path("signaler/<str:label>/<int:pk>/", reporting.report, name="report"),
    path("moderation/", judging.queue, name="queue"),
    path("moderation/mes-signalements/", reporting.reports, name="reports"),
    path("moderation/me-concernant/", concerned.mine, name="mine_list"),
    path("moderation/me-concernant/<int:pk>/", concerned.one, name="mine"),
    path("moderation/me-concernant/<int:pk>/repondre/", concerned.reply, name="reply"),
    path("moderation/me-concernant/<int:pk>/autre-regard/", concerned.appeal, name="appeal"),
    path("moderation/me-concernant/<int:pk>/ranger/", concerned.set_aside, name="set_aside"),
    path("moderation/<int:pk>/", judging.case, name="case"),
    path("moderation/<int:pk>/prendre/", judging.claim, name="claim"),
    path("moderation/<int:pk>/rendre/", judging.release, name="release"),
    path("moderation/<int:pk>/lire/", judging.open_words, name="open_words"),
    path("moderation/<int:pk>/decider/", judging.judge, name="judge"),
    path("moderation/<int:pk>/mesure/", judging.measure, name="measure"),
    path("moderation/mesures/<int:pk>/terminer/", judging.lift, name="lift"),
    path("moderation/recours/<int:pk>/", judging.judge_appeal, name="judge_appeal"),
    path("crise/", crisis.crises, name="crises"),
    path("crise/ouvrir/", crisis.open_one, name="open_crisis"),
    path("crise/bandeau/", crisis.banner, name="banner"),
    path("crise/<int:pk>/", crisis.crisis, name="crisis"),
    path("crise/<int:pk>/dire/", crisis.truth, name="truth"),
    path("crise/<int:pk>/noter/", crisis.note, name="note"),
    path("crise/<int:pk>/lu/", crisis.acknowledge, name="acknowledge"),
    path("crise/<int:pk>/reprendre/", crisis.take_over, name="take_over"),
    path("crise/<int:pk>/clore/", crisis.close, name="close_crisis"),
    path("crise/<int:pk>/journal/", crisis.log, name="crisis_log"),
]
