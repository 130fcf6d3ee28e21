"""The plugin's addresses, in French. A host includes them where it likes; names are the contract."""

from django.urls import path

from referents.views import answering, attachments, charters, desk, moves, people, register, reviews

app_name = "referents"
urlpatterns = [
    # The desk: list → question → who can answer → wording.
    path("questions/", desk.desk, name="desk"),
    path("questions/nouvelle/", desk.new_question, name="new_question"),
    path("questions/<int:pk>/", desk.question, name="question"),
    path("questions/<int:pk>/fil/", desk.timeline, name="timeline"),
    path("questions/<int:pk>/qui/", desk.candidates, name="candidates"),
    path("questions/<int:pk>/sujet/", moves.qualify, name="qualify"),
    path("questions/<int:pk>/demander/", moves.assign, name="assign"),
    path("questions/<int:pk>/associer/", moves.bring_in, name="bring_in"),
    path("questions/<int:pk>/prevenir/", moves.hold, name="hold"),
    path("questions/<int:pk>/telephone/", moves.note_telephone, name="note_telephone"),
    path("questions/<int:pk>/demander-a-l-habitant/", moves.ask_citizen, name="ask_citizen"),
    path("questions/<int:pk>/nouveau-message/", moves.append, name="append"),
    path("questions/<int:pk>/rediger/", moves.word, name="word"),
    path("questions/<int:pk>/publier/", moves.publish, name="publish"),
    path("questions/<int:pk>/programmer/", moves.schedule, name="schedule"),
    path("questions/<int:pk>/reessayer/", moves.retry, name="retry"),
    path("questions/<int:pk>/urgence/", moves.mark_urgent, name="mark_urgent"),
    path("questions/<int:pk>/joindre/", moves.join, name="join"),
    path("questions/<int:pk>/sans-reponse/", moves.drop, name="drop"),
    path("questions/<int:pk>/moderer/", moves.moderate, name="moderate"),
    path("questions/<int:pk>/transmettre/", moves.hand_over, name="hand_over"),
    path("questions/<int:pk>/annuler/", moves.undo, name="undo"),
    path("questions/<int:pk>/clore/", moves.close, name="close"),
    path("questions/<int:pk>/garder/", moves.keep_answer, name="keep_answer"),
    path("publications/<int:pk>/attester/", moves.attest, name="attest"),
    path("publications/<int:pk>/arrivee/", moves.mark_arrived, name="mark_arrived"),
    # Every agent, and the person who is asked.
    path("un-habitant-demande/", answering.file_question, name="file_question"),
    path("mes-questions/", answering.my_questions, name="my_questions"),
    path("mes-questions/<int:pk>/", answering.answer, name="answer"),
    path("mes-questions/<int:pk>/repondre/", answering.contribute, name="contribute"),
    path("mes-questions/<int:pk>/accepter/", answering.accept, name="accept"),
    path("mes-questions/<int:pk>/decliner/", answering.decline, name="decline"),
    path("mes-questions/<int:pk>/associer/", answering.bring_in, name="answer_bring_in"),
    path("mes-questions/<int:pk>/corriger-un-fait/", answering.correct_fact, name="correct_fact"),
    path("mes-questions/<int:pk>/confirmer/<int:contribution>/", answering.confirm_telephone, name="confirm_telephone"),
    path("relectures/<int:pk>/", reviews.review, name="review"),
    path("relectures/<int:pk>/approuver/", reviews.approve, name="approve"),
    path("relectures/<int:pk>/a-corriger/", reviews.ask_changes, name="ask_changes"),
    path("pieces/<int:pk>/", attachments.attachment, name="attachment"),
    # Charters, referents, missions.
    path("chartes/", charters.charters, name="charters"),
    path("chartes/<int:pk>/", charters.charter, name="charter"),
    path("chartes/<int:pk>/signer/", charters.sign, name="sign_charter"),
    path("chartes/<int:pk>/refuser/", charters.refuse, name="refuse_charter"),
    path("chartes/recus/<str:receipt>/", charters.receipt, name="receipt"),
    path("referents/", people.directory, name="directory"),
    path("referents/choisir/", people.pick_person, name="pick_person"),
    path("referents/<int:pk>/etat/", people.change_state, name="change_state"),
    path("missions/", register.register, name="register"),
    path("missions/export.csv", register.register_export, name="register_export"),
    path("missions/<int:pk>/", register.mission, name="mission"),
    path("missions/<int:pk>/fiche-de-poste/", register.note_job_description, name="note_job_description"),
]
