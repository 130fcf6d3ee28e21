"""What the network of referents tells people, in sentences that never measure nor blame anybody."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from integrations.bridges.recipients import publishers
from referents.models import Enquiry, Mandate
from rse.notifications import kinds
from rse.notifications.models import Notification

Check = Callable[[Notification], bool]


def may_open_question(notification: Notification) -> bool:
    """The question named by the notification is still one this person may open."""
    return Enquiry.objects.visible_to(notification.recipient).filter(pk=notification.params["enquiry"]).exists()


def may_open_mission(notification: Notification) -> bool:
    return Mandate.objects.visible_to(notification.recipient).filter(pk=notification.params["mission"]).exists()


def is_to_sign(notification: Notification) -> bool:
    return publishers().filter(pk=notification.recipient_id).exists()


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for code, (label, sentence) in TO_A_PERSON.items():
        _register(code, label, sentence, email=True, still_allowed=may_open_question)
    for code, (label, sentence) in TO_THE_DESK.items():
        _register(code, label, sentence, email=code in URGES_THE_DESK, still_allowed=may_open_question)
    for code, (label, sentence) in OF_MISSIONS.items():
        _register(code, label, sentence, email=True, still_allowed=may_open_mission)
    for code, (label, sentence) in OF_CHARTERS.items():
        _register(code, label, sentence, email=True, still_allowed=is_to_sign)
    for code, (label, sentence) in OF_REFERENTS.items():
        _register(code, label, sentence, email=True, still_allowed=None)


def _register(code: str, label: str | Promise, sentence: str | Promise, *, email: bool, still_allowed: Check | None) -> None:
    kinds.register(kinds.Kind(code=code, label=label, sentence=sentence, email=email, still_allowed=still_allowed))


Sentences = dict[str, tuple[str | Promise, str | Promise]]

TO_A_PERSON: Sentences = {
    "question_asked": (_("A question for you"), _("A question for you: “%(subject)s”")),
    "question_asked_instead": (_("A question for you, in place of a colleague"), _("A question for you while %(name)s is away: “%(subject)s”")),
    "question_moved_on": (_("A question went to a colleague"), _("“%(subject)s” went to a colleague: nothing more to do")),
    "question_brought_in": (_("A colleague asks for your help"), _("%(who)s asks for your help: “%(subject)s”")),
    "words_noted": (_("What you said was noted"), _("%(who)s noted what you said about “%(subject)s”: is it right?")),
    "text_written": (_("A text you helped with is written"), _("The reply to “%(subject)s” is written: you can read it before it leaves, and correct a fact")),
    "review_asked": (_("A text to read"), _("A text to read: “%(subject)s”")),
    "review_waits": (_("A text still to be read"), _("A text still waits for a second pair of eyes: “%(subject)s”")),
    "text_approved": (_("Your text is approved"), _("Your text is approved: “%(subject)s”")),
    "text_to_correct": (_("Your text comes back with a remark"), _("Your text comes back with a remark: “%(subject)s”")),
    "answer_published": (_("An answer you helped with is published"), _("The reply to “%(subject)s” is published: thank you for your help")),
    "filed_question_answered": (_("The question you brought is answered"), _("The question you brought has its answer: “%(subject)s”")),
    "citizen_thanked": (_("A citizen says thank you"), _("A citizen says thank you: “%(subject)s”")),
    "answer_awaited": (_("A question still with you"), _("“%(subject)s” is still with you: a few words will do, “I don’t know” too")),
}
TO_THE_DESK: Sentences = {
    "colleague_answered": (_("A colleague answered"), _("%(who)s answered: “%(subject)s”")),
    "fact_corrected": (_("A fact is corrected"), _("%(who)s corrected a fact: “%(subject)s”")),
    "no_reviewer": (_("Nobody can review a text"), _("Nobody can review the reply to “%(subject)s”: a mission of reviewer is missing")),
    "publication_failed": (_("A text did not leave"), _("The reply to “%(subject)s” did not leave")),
    "publication_uncertain": (_("A publication to check"), _("A publication to check: “%(subject)s”")),
    "no_candidate": (_("Nobody is free for a question"), _("Nobody is free for “%(subject)s”: choose somebody")),
    "right_person_sought": (_("A question seeks the right person"), _("“%(subject)s” seeks the right person")),
    "first_word_awaited": (_("A citizen waits for a first word"), _("A citizen waits for a first word: “%(subject)s”")),
    "first_word_overdue": (_("A first word is past due"), _("The first word to the citizen is past due: “%(subject)s”")),
    "promise_near": (_("A promised hour comes near"), _("The hour promised to the citizen comes near: “%(subject)s”")),
    "promise_overdue": (_("A promised hour has passed"), _("The hour promised to the citizen has passed: “%(subject)s”")),
    "technical_answer_awaited": (_("A technical answer is awaited"), _("“%(subject)s” waits for a technical answer: another colleague may help")),
    "question_needs_a_look": (_("A question needs a look"), _("“%(subject)s” needs a look")),
}
URGES_THE_DESK = frozenset({"no_reviewer", "publication_failed", "publication_uncertain", "no_candidate", "first_word_overdue", "promise_overdue"})
OF_MISSIONS: Sentences = {
    "mission_granted": (_("A mission is recorded"), _("Your mission is recorded: %(role)s")),
    "mission_ended": (_("A mission ends"), _("Your mission ends on %(day)s: %(role)s")),
    "mission_suspended": (_("A mission is suspended"), _("Your mission is suspended: %(role)s. Human resources will see with you what follows")),
    "mission_resumed": (_("A mission resumes"), _("Your mission resumes: %(role)s")),
    "mission_job_description": (_("Mention in the job description"), _("Mission of %(role)s, mention in your job description: %(mention)s")),
    "mission_changed": (_("A mission changes"), _("Your mission changes: %(role)s")),
}
OF_CHARTERS: Sentences = {
    "charter_to_sign": (_("A charter to sign"), _("%(charter)s: to read and sign until %(day)s")),
    "charter_changed": (_("A charter changes"), _("%(charter)s changes: to read and sign until %(day)s; until then nothing changes for you")),
    "charter_changed_at_once": (_("A charter changes at once"), _("%(charter)s changes at once (%(reason)s): read it and sign it to go on publishing")),
}
OF_REFERENTS: Sentences = {
    "referent_volunteer": (_("A volunteer in your department"), _("%(name)s would like to be a referent for %(department)s: your agreement is awaited")),
    "referent_changed": (_("The referents of your department"), _("Referents of %(department)s: %(name)s, %(state)s")),
    "own_referent_role": (_("Your role of referent"), _("Your role of referent for %(department)s: %(state)s")),
}
