"""Answers ready, notices and thanks: what the network tells of them, and the cards of the home page. Only rows are written, under unique keys."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from integrations.bridges import recipients, todo
from integrations.bridges.kinds import Check, Rows, Sentences, may_open_question, named
from referents import signals
from referents.conf import directory
from referents.models import Answer, Contribution, Notice, Referent, ThankYou
from referents.permissions import audience, readers_of_notice
from rse.core import pulse
from rse.core.frames import announce
from rse.core.prepared import Prepared
from rse.core.todo import TodoCard
from rse.notifications import kinds
from rse.notifications.actions import notify
from rse.people.models import User

Actor = User | None
OF_ANSWERS: Sentences = {
    "answer_to_confirm": (_("An answer to renew"), _("Still right? “%(question)s” holds until %(day)s")),
    "answer_proposed": (_("An answer is proposed"), _("%(who)s proposes an answer: “%(question)s”")),
    "answer_kept": (_("Your answer is kept"), _("Your answer is kept: “%(question)s”. Thank you")),
    "answer_not_kept": (_("Your answer is not kept"), _("Your answer is not kept: “%(question)s”")),
}
OF_NOTICES: Sentences = {
    "notice_announced": (_("Something is announced"), _("Announced by %(who)s: “%(title)s”")),
    "notice_changed": (_("What was announced changes"), _("It changes: “%(title)s”")),
    "notice_cancelled": (_("What was announced is cancelled"), _("It is cancelled: “%(title)s”")),
}
THANKS = (_("Thanks for a reply"), _("%(who)s thanks you: “%(word)s”"))


def may_read_answer(user: User, notifications: Rows) -> set[int]:
    return named(notifications, "answer", Answer.objects.visible_to(user))


def may_read_notice(user: User, notifications: Rows) -> set[int]:
    return named(notifications, "notice", Notice.objects.visible_to(user))


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for code, (label, sentence) in OF_ANSWERS.items():
        _register(code, label, sentence, email=code == "answer_to_confirm", allowed_among=may_read_answer)
    for code, (label, sentence) in OF_NOTICES.items():
        _register(code, label, sentence, email=False, allowed_among=may_read_notice)
    _register("thanks_passed_on", *THANKS, email=True, allowed_among=may_open_question)


def _register(code: str, label: str | Promise, sentence: str | Promise, *, email: bool, allowed_among: Check) -> None:
    kinds.register(kinds.Kind(code, label, sentence, email=email, category=kinds.QUESTIONS, allowed_among=allowed_among))


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for name, handler in HANDLERS.items():
        getattr(signals, name).connect(handler, dispatch_uid=f"bridges.words.{name}")


def on_words_settled(contribution: Contribution, **_payload: object) -> None:
    """The desk sees « à confirmer » become « confirmée » on the page it has open."""
    announce(audience(contribution.enquiry).values_list("pk", flat=True), kind="enquiry", id=contribution.enquiry_id)


def on_thanks_passed_on(thanks: ThankYou, actor: Actor, **_payload: object) -> None:
    params = {"enquiry": str(thanks.enquiry_id), "who": directory().label(thanks.by), "word": thanks.word}
    people = recipients.everyone_who_helped(thanks.enquiry).exclude(pk=thanks.by_id)
    notify(people, kind="thanks_passed_on", key=f"thanked-{thanks.pk}", url=reverse("referents:thanks"), params=params, actor=actor)


def on_answer_to_confirm(answer: Answer, actor: Actor, **_payload: object) -> None:
    """The owner; the desk once the owner has left."""
    people = [answer.owner] if answer.owner.is_active else recipients.desk()
    day = f"{answer.valid_until:%d/%m/%Y}"
    _tell_of_answer(answer, people, kind="answer_to_confirm", key=f"renew-{answer.pk}-{answer.valid_until.isoformat()}", actor=actor, day=day)


def on_answer_proposed(answer: Answer, actor: Actor, **_payload: object) -> None:
    who = directory().label(answer.owner)
    _tell_of_answer(answer, recipients.desk(), kind="answer_proposed", key=f"proposed-{answer.pk}", actor=actor, who=who)


def on_answer_decided(answer: Answer, actor: Actor, **_payload: object) -> None:
    kind = "answer_kept" if answer.state == Answer.State.KEPT else "answer_not_kept"
    _tell_of_answer(answer, [answer.owner], kind=kind, key=f"decided-{answer.pk}", actor=actor)


def _tell_of_answer(answer: Answer, people: Iterable[User], *, kind: str, key: str, actor: Actor, **words: str) -> None:
    told = [user for user in people if actor is None or user.pk != actor.pk]
    params = {"answer": str(answer.pk), "question": answer.question, **words}
    notify(told, kind=kind, key=key, url=reverse("referents:ready_answer", args=[answer.pk]), params=params, actor=actor)


def on_notice_announced(notice: Notice, code: str, actor: Actor, **_payload: object) -> None:
    """The desk, and the referents of the subject; without a subject, those of the department."""
    about = Q(topics=notice.topic_id) if notice.topic_id else Q(department=notice.department_id)
    referents = Referent.objects.active().filter(about).values("user")
    people = readers_of_notice(notice).filter(Q(pk__in=referents) | Q(pk__in=[user.pk for user in recipients.desk()]))
    told = people.exclude(pk=actor.pk) if actor else people
    params = {"notice": str(notice.pk), "title": notice.title, "who": directory().label(notice.author)}
    url = reverse("referents:notice", args=[notice.pk])
    notify(told, kind=f"notice_{code.partition('-')[0]}", key=f"notice-{notice.pk}-{code}", url=url, params=params, actor=actor)


HANDLERS = {
    "words_settled": on_words_settled,
    "thanks_passed_on": on_thanks_passed_on,
    "answer_to_confirm": on_answer_to_confirm,
    "answer_proposed": on_answer_proposed,
    "answer_decided": on_answer_decided,
    "notice_announced": on_notice_announced,
}


NOTED = Prepared(lambda user, _now: todo.words_to_confirm(user).select_related("enquiry").order_by("at", "pk"))
RENEWED = Prepared(lambda user, _now: todo.answers_to_renew(user).order_by("valid_until", "pk"))


def noted_cards(user: User) -> list[TodoCard]:
    """« Est-ce bien ce que vous avez dit ? »: words noted by telephone that wait for this person. One query for those who have some."""
    if todo.NOTED not in todo.ties(user):
        return []
    return [TodoCard("bridges/todo/noted.html", {"noted": row}, 15) for row in NOTED.objects(user)]


def answer_cards(user: User) -> list[TodoCard]:
    """« Toujours exacte ? »: answers this person owns that hold for a month at most. One card, one query for those who have some."""
    if todo.RENEWS not in todo.ties(user):
        return []
    rows = RENEWED.objects(user)
    return [TodoCard("bridges/todo/answers.html", {"answers": rows[:3], "rest": len(rows) > 3, "today": timezone.localdate()}, 45)] if rows else []


def count_noted(user: User) -> int:
    return pulse.of(user)[f"tie {todo.NOTED}"]


def count_answers(user: User) -> int:
    """One card whatever the number of answers."""
    return int(todo.RENEWS in todo.ties(user))


PROVIDERS = [(noted_cards, count_noted), (answer_cards, count_answers)]
