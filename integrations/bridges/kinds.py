"""What the network of referents tells people, in sentences that never measure nor blame anybody."""

from collections.abc import Callable, Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from integrations.bridges.recipients import publishers
from referents import campaigns, permissions
from referents.models import CharterVersion, Enquiry, Mandate
from rse.feed.models import Post
from rse.notifications import kinds
from rse.notifications.models import Notification
from rse.people.models import User

Rows = Sequence[Notification]
Check = Callable[[User, Rows], set[int]]
Words = tuple[str | Promise, str | Promise]
Sentences = dict[str, Words]


def may_open_question(user: User, notifications: Rows) -> set[int]:
    """The questions named by the notifications are still ones this person may open."""
    return named(notifications, "enquiry", Enquiry.objects.visible_to(user))


def reads_desk(user: User, notifications: Rows) -> set[int]:
    return {row.pk for row in notifications} if permissions.reads_desk(user) else set()


def may_open_mission(user: User, notifications: Rows) -> set[int]:
    return named(notifications, "mission", Mandate.objects.visible_to(user))


def is_to_sign(user: User, notifications: Rows) -> set[int]:
    return {row.pk for row in notifications} if publishers().filter(pk=user.pk).exists() else set()


def still_awaited(user: User, notifications: Rows) -> set[int]:
    """A reminder leaves only to somebody who has still not answered; the versions of charters are few."""
    versions = CharterVersion.objects.select_related("charter").filter(pk__in={row.params["version"] for row in notifications})
    today = timezone.localdate()
    awaited = {str(version.pk) for version in versions if campaigns.unanswered(version, on=today).filter(pk=user.pk).exists()}
    return {row.pk for row in notifications if row.params["version"] in awaited}


def may_read_post(user: User, notifications: Rows) -> set[int]:
    return named(notifications, "post", Post.objects.visible_to(user).sent())


def keeps_charters(user: User, notifications: Rows) -> set[int]:
    return {row.pk for row in notifications} if permissions.may_follow_charters(user) else set()


def named(notifications: Rows, param: str, visible: QuerySet) -> set[int]:
    """The notifications whose `param` is the primary key of a row of `visible`; one query."""
    keys = {row.pk: str(row.params.get(param)) for row in notifications}
    open_keys = {str(pk) for pk in visible.filter(pk__in={key for key in keys.values() if key.isdecimal()}).order_by().values_list("pk", flat=True)}
    return {pk for pk, key in keys.items() if key in open_keys}


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for code, words in TO_A_PERSON.items():
        _register(code, words, email=True, push=True, allowed_among=may_open_question)
    for code, words in TO_THE_DESK.items():
        _register(code, words, email=code in URGES_THE_DESK, push=code in URGES_THE_DESK, allowed_among=may_open_question)
    for code, words in OF_THE_DESK.items():
        _register(code, words, email=True, push=True, allowed_among=reads_desk)
    for code, words in OF_MISSIONS.items():
        _register(code, words, email=True, allowed_among=may_open_mission)
    for code, words in OF_CHARTERS.items():
        _register_unrefusable(code, words, allowed_among=is_to_sign)
    _register_unrefusable("charter_waits", CHARTER_WAITS, allowed_among=still_awaited)
    _register("account_without_publisher", ACCOUNT_WITHOUT_PUBLISHER, email=True, allowed_among=keeps_charters)
    for code, words in OF_REFERENTS.items():
        _register(code, words, email=True, allowed_among=None)
    _register("referent_wanted", REFERENT_WANTED, email=True, allowed_among=may_read_post)


def _register(code: str, words: Words, *, email: bool, push: bool = False, allowed_among: Check | None) -> None:
    label, sentence = words
    kinds.register(kinds.Kind(code, label, sentence, email=email, push=push, category=kinds.QUESTIONS, allowed_among=allowed_among))


def _register_unrefusable(code: str, words: Words, *, allowed_among: Check) -> None:
    """What binds the person: told on the site and by e-mail whatever they prefer."""
    label, sentence = words
    refusable = frozenset({"push", "digest"})
    kinds.register(kinds.Kind(code, label, sentence, email=True, refusable=refusable, category=kinds.READING, allowed_among=allowed_among))


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
    "reply_unscheduled": (_("A reply is no longer scheduled"), _("The reply to “%(subject)s” is no longer scheduled: it waits for another name")),
    "promise_near": (_("A promised hour comes near"), _("The hour promised to the citizen comes near: “%(subject)s”")),
    "promise_overdue": (_("A promised hour has passed"), _("The hour promised to the citizen has passed: “%(subject)s”")),
    "technical_answer_awaited": (_("A technical answer is awaited"), _("“%(subject)s” waits for a technical answer: another colleague may help")),
    "link_not_sent": (_("A link did not leave"), _("The mail that asks about “%(subject)s” did not leave: a telephone call will do")),
    "question_needs_a_look": (_("A question needs a look"), _("“%(subject)s” needs a look")),
    "citizen_silent": (_("A citizen who was asked for more"), _("No news from the citizen asked for more: “%(subject)s”. They may be reminded")),
}
OF_THE_DESK: Sentences = {
    "desk_unattended": (_("Nobody takes care of the questions"), _("Nobody takes care of the citizens’ questions today: who can?")),
}
URGES_THE_DESK = frozenset(
    {
        "link_not_sent",
        "reply_unscheduled",
        "no_reviewer",
        "publication_failed",
        "publication_uncertain",
        "no_candidate",
        "first_word_overdue",
        "promise_overdue",
    }
)
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
CHARTER_WAITS = (_("A charter waits for you"), _("%(charter)s waits for you, until %(day)s"))
ACCOUNT_WITHOUT_PUBLISHER = (_("An account without anybody to publish"), _("Nobody may publish on %(account)s any more: a mission or a signature is missing"))
REFERENT_WANTED = (_("A post that your subject concerns"), _("%(who)s would like your word on a post about “%(topic)s”"))
OF_REFERENTS: Sentences = {
    "referent_volunteer": (_("A volunteer in your department"), _("%(name)s would like to be a referent for %(department)s: your agreement is awaited")),
    "referent_changed": (_("The referents of your department"), _("Referents of %(department)s: %(name)s, %(state)s")),
    "volunteer_agreed": (_("Your head of department agrees"), _("You may be a referent for %(department)s: your head agrees. Next: the charter to sign")),
    "volunteer_answered": (_("An answer to your offer"), _("Your head of department answered your offer to be a referent for %(department)s")),
    "volunteer_chartered": (_("Charter signed, training to follow"), _("Referent for %(department)s: the charter is signed, a short training comes next")),
    "referent_active": (_("You are a referent"), _("You are a referent for %(department)s: questions may come to you")),
    "own_referent_role": (_("Your role of referent"), _("Your role of referent for %(department)s: %(state)s")),
}
