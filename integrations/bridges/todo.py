"""The cards of the home page that come from the network of referents, and the menu's numbers. Six queries at most for everything."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from referents import permissions, queue
from referents.models import (
    Assignment,
    Charter,
    CharterSignature,
    CharterVersion,
    Contribution,
    ContributionRequest,
    Draft,
    Enquiry,
    EnquiryMove,
    Mandate,
    Message,
)
from referents.states import OPEN, State
from rse.core.todo import TodoCard
from rse.people.models import User

ASKED = frozenset({State.ASSIGNED, State.IN_PROGRESS})
ABOUT_TO_LEAVE = frozenset({State.IN_REVIEW, State.READY})
DESK_FILES = queue.TABS[:3]
URGENT_SHOWN = 3
THANKS_SHOWN = 2


ASKED_ONCE, BROUGHT, REVIEWS = "asked", "brought", "reviews"


def ties(user: User) -> frozenset[str]:
    """What ties this person to questions: was once asked or helped, brought one, may review. One light query, remembered on the account
    object for its request: it spares most people the heavy one of `mine` on every page."""
    known: frozenset[str] | None = vars(user).get("_ties")
    if known is None:
        rows = _tie(Assignment.objects.filter(user=user.pk), ASKED_ONCE).union(
            _tie(ContributionRequest.objects.filter(user=user.pk), ASKED_ONCE),
            _tie(Contribution.objects.filter(Q(author=user.pk) | Q(said_by=user.pk)), ASKED_ONCE),
            _tie(Enquiry.objects.filter(filed_by=user.pk), BROUGHT),
            _tie(Mandate.objects.filter(user=user.pk, role=Mandate.Role.REVIEWER), REVIEWS),
        )
        known = vars(user)["_ties"] = frozenset(tie for (tie,) in rows)
    return known


def _tie(rows: "QuerySet[Any]", name: str) -> "QuerySet[Any]":  # Any: rows of any of the five models
    return rows.order_by().values_list(Value(name, output_field=CharField())).distinct()


def mine(user: User) -> "QuerySet[Enquiry]":
    """The questions that wait for this person, each with `role`: "lead", "helper", "reviewer" or "reader" (a text they helped with is about to leave)."""
    lead = Assignment.objects.filter(enquiry=OuterRef("pk"), user=user.pk, active=True)
    helper = ContributionRequest.objects.filter(enquiry=OuterRef("pk"), user=user.pk, done_at__isnull=True)
    own_text = Draft.objects.filter(enquiry=OuterRef("pk"), author=user.pk, current=True)
    said = Contribution.objects.filter(Q(author=user.pk) | Q(said_by=user.pk), enquiry=OuterRef("pk"), cycle=OuterRef("cycle"))
    roles = Case(
        When(Q(state__in=ASKED) & Exists(lead), then=Value("lead")),
        When(Q(state__in=OPEN) & Exists(helper), then=Value("helper")),
        When(Q(state=State.IN_REVIEW) & Exists(_reviewing(user)) & ~Exists(own_text), then=Value("reviewer")),
        When(Q(state__in=ABOUT_TO_LEAVE) & Exists(said) & ~Exists(own_text), then=Value("reader")),
        default=Value(""),
        output_field=CharField(),
    )
    return Enquiry.objects.annotate(role=roles).exclude(role="")


def _reviewing(user: User) -> "QuerySet[Mandate]":
    """The missions of review of this person that cover the topic of the outer question: `MandateQuerySet.covering`, for every question at once."""
    running = Mandate.objects.in_force(timezone.localdate()).filter(user=user.pk, role=Mandate.Role.REVIEWER)
    on_topic = Q(topics__isnull=True) | Q(topics=OuterRef("topic"))
    in_department = Q(departments__isnull=True) | Q(departments=OuterRef("topic__department"))
    return running.filter(on_topic).filter(in_department)


def _with_words(questions: "QuerySet[Enquiry]") -> "QuerySet[Any]":  # Any: questions with the columns added here and by `mine`
    """What a card says of a question: the citizen's words, who passed it on, the text that is to leave."""
    passed_on = EnquiryMove.objects.filter(enquiry=OuterRef("pk"), move__in=["assign", "bring_in"], actor__isnull=False).order_by("-version")
    return questions.select_related("topic").annotate(
        question=Subquery(
            Message.objects.filter(enquiry=OuterRef("pk"), direction=Message.Direction.IN, deleted_at__isnull=True).order_by("at", "pk").values("text")[:1]
        ),
        wording=Subquery(Draft.objects.filter(enquiry=OuterRef("pk"), current=True).values("text")[:1]),
        who_first=Subquery(passed_on.values("actor__first_name")[:1]),
        who_last=Subquery(passed_on.values("actor__last_name")[:1]),
    )


TEMPLATES = {
    "lead": ("bridges/todo/question.html", 10),
    "helper": ("bridges/todo/question.html", 20),
    "reviewer": ("bridges/todo/review.html", 30),
    "reader": ("bridges/todo/text.html", 40),
}


def question_cards(user: User) -> list[TodoCard]:
    """Questions for me, texts to read, texts about to leave. One query."""
    cards: list[TodoCard] = []
    if not ties(user) & {ASKED_ONCE, REVIEWS}:
        return cards
    for question in _with_words(mine(user)).order_by(Coalesce("promised_at", "received_at"), "pk"):
        template, order = TEMPLATES[question.role]
        cards.append(TodoCard(template, {"question": question}, order))
    return cards


def charter_cards(user: User) -> list[TodoCard]:
    """The newest version of each charter that this person has to sign. One query."""
    today = timezone.localdate()
    return [TodoCard("bridges/todo/charter.html", {"version": version, "over": version.must_sign_by < today}, 50) for version in to_sign(user)]


def to_sign(user: User) -> "QuerySet[CharterVersion]":
    """As `referents.charter_pages`: the charter of the network is asked of everybody, the one of publication of those whose mission includes it."""
    today = timezone.localdate()
    newer = CharterVersion.objects.filter(charter=OuterRef("charter"), number__gt=OuterRef("number"))
    answered = CharterSignature.objects.filter(version=OuterRef("pk"), user=user.pk, withdrawn_at__isnull=True, expires_on__gte=today)
    publishes = Mandate.objects.filter(Q(end__isnull=True) | Q(end__gte=today), user=user.pk, role=Mandate.Role.PUBLISHER)
    asked = Q(charter__audience=Charter.Audience.NETWORK) | Exists(publishes)
    return CharterVersion.objects.filter(asked, ~Exists(newer), ~Exists(answered)).select_related("charter")


def desk_cards(user: User) -> list[TodoCard]:
    """For those who work at the desk: how many questions in each file, and the three most pressing. Two queries."""
    if not (permissions.works_desk(user) or permissions.dispatches(user)):
        return []
    counted = [(tab, number) for tab, number in queue.counted(user) if tab in DESK_FILES]
    if not any(number for _tab, number in counted):
        return []
    return [TodoCard("bridges/todo/desk.html", {"files": counted, "pressing": pressing(user), "now": timezone.now()}, 5)]


def pressing(user: User) -> list[Enquiry]:
    """Urgent first, then what was promised first; only what the desk itself can move."""
    states = DESK_FILES[0].states | DESK_FILES[2].states
    rows = Enquiry.objects.visible_to(user).filter(state__in=states).select_related("topic")
    return list(rows.order_by("-urgent", F("promised_at").asc(nulls_last=True), "received_at", "pk")[:URGENT_SHOWN])


def register_cards(user: User) -> list[TodoCard]:
    """For HR: missions whose job description says nothing yet. One query."""
    number = unmentioned(user).count() if permissions.keeps_register(user) else 0
    return [TodoCard("bridges/todo/register.html", {"number": number}, 60)] if number else []


def unmentioned(user: User) -> "QuerySet[Mandate]":
    return Mandate.objects.visible_to(user).in_force(timezone.localdate()).filter(job_description=Mandate.JobDescription.NO)


def thanks_cards(user: User) -> list[TodoCard]:
    """What citizens wrote after a published answer, for everyone who helped with it (anything but thanks would have reopened the question). One query."""
    helped = Contribution.objects.filter(Q(author=user.pk) | Q(said_by=user.pk), enquiry=OuterRef("enquiry"))
    wrote = Draft.objects.filter(enquiry=OuterRef("enquiry"), author=user.pk)
    rows = Message.objects.filter(
        Exists(helped) | Exists(wrote),
        direction=Message.Direction.IN,
        deleted_at__isnull=True,
        at__gt=F("enquiry__published_at"),
        enquiry__state__in=[State.PUBLISHED, State.CLOSED],
    )
    thanks = list(rows.select_related("enquiry__topic").order_by("-at", "-pk")[:THANKS_SHOWN])
    return [TodoCard("bridges/todo/thanks.html", {"thanks": thanks}, 10)] if thanks else []


def count_questions(user: User) -> int:
    """How many `question_cards` there are."""
    return mine(user).count() if ties(user) & {ASKED_ONCE, REVIEWS} else 0


def count_charters(user: User) -> int:
    return to_sign(user).count()


def count_desk(user: User) -> int:
    """One card whatever the number of questions."""
    if not (permissions.works_desk(user) or permissions.dispatches(user)):
        return 0
    states = frozenset().union(*(tab.states for tab in DESK_FILES))
    return int(Enquiry.objects.visible_to(user).filter(state__in=states).exists())


def count_register(user: User) -> int:
    return int(permissions.keeps_register(user) and unmentioned(user).exists())


def to_do_at_desk(user: User) -> int:
    """The number beside « Questions des habitants »: the file « À traiter »."""
    return Enquiry.objects.visible_to(user).filter(state__in=DESK_FILES[0].states).count()


Provider = Callable[[User], list[TodoCard]]
Counter = Callable[[User], int]
PROVIDERS: list[tuple[Provider, Counter]] = [
    (question_cards, count_questions),
    (charter_cards, count_charters),
    (desk_cards, count_desk),
    (register_cards, count_register),
]
