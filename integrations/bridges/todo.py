"""The cards of the home page that come from the network of referents, and the menu's numbers. Six queries at most for everything."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from referents import permissions, queue, volunteers
from referents.models import (
    Answer,
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
    Referent,
    ThankYou,
    VolunteerCall,
)
from referents.querysets import RENEW_DAYS
from referents.states import OPEN, State
from rse.core import pulse
from rse.core.prepared import Prepared
from rse.core.todo import TodoCard
from rse.people.models import Agent, Department, User

ASKED = frozenset({State.ASSIGNED, State.IN_PROGRESS})
ABOUT_TO_LEAVE = frozenset({State.IN_REVIEW, State.READY})
DESK_FILES = queue.TABS[:3]
URGENT_SHOWN = 3
LEVELS = 5  # of departments, from the service to the general management
THANKS_SHOWN = 2


ASKED_ONCE, BROUGHT, REVIEWS, HEADS, CALLED = "asked", "brought", "reviews", "heads", "called"
NOTED, RENEWS, THANKED, LEADS = "noted", "renews", "thanked", "leads"


def ties(user: User) -> frozenset[str]:
    """What ties this person to questions: was once asked or helped, brought one, may review, has words to confirm, an answer to renew, thanks;
    whether they head a department, whether a volunteer waits for them then, whether their department calls for volunteers. One light query,
    remembered on the account object for its request: it spares most people the heavy one of `mine` on every page."""
    known: frozenset[str] | None = vars(user).get("_ties")
    if known is None:
        found = pulse.of(user)
        known = vars(user)["_ties"] = frozenset(name for name in (*_TIES, NOTED) if found[f"tie {name}"])
    return known


# Every tie by its name: is there one such row?
_TIES: dict[str, Callable[[User], "list[QuerySet[Any]]"]] = {  # Any: rows of any of these models
    ASKED_ONCE: lambda user: [
        Assignment.objects.filter(user=user.pk),
        ContributionRequest.objects.filter(user=user.pk),
        Contribution.objects.filter(author=user.pk),
        Contribution.objects.filter(said_by=user.pk),
    ],
    BROUGHT: lambda user: [Enquiry.objects.filter(filed_by=user.pk)],
    REVIEWS: lambda user: [Mandate.objects.filter(user=user.pk, role=Mandate.Role.REVIEWER)],
    HEADS: lambda user: [volunteers_below(user)],
    LEADS: lambda user: [Department.objects.filter(head=user.pk)],
    CALLED: lambda user: [calls_for(user)],
    RENEWS: lambda user: [answers_to_renew(user)],
    THANKED: lambda user: [ThankYou.objects.to(user).exclude(by=user.pk)],
}


def register_questions() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for name, ask in QUESTIONS.items():
        pulse.register(name, ask)


def _tie(name: str) -> pulse.Ask:
    return lambda user, _now: pulse.some(*_TIES[name](user))


def _charters(user: User, _now: datetime) -> Subquery:
    return pulse.number(to_sign(user))


def _noted(user: User, _now: datetime) -> Subquery:
    return pulse.number(words_to_confirm(user))


def _waiting(user: User, _now: datetime) -> Case:
    """How many questions wait for this person; counted only for those whom a question may wait for."""
    tied = reduce(or_, (Q(Exists(rows.order_by())) for name in (ASKED_ONCE, REVIEWS) for rows in _TIES[name](user)))
    return Case(When(tied, then=pulse.number(mine(user))), default=Value(0), output_field=IntegerField())


QUESTIONS = {**{f"tie {name}": _tie(name) for name in _TIES}, f"tie {NOTED}": _noted, "charters": _charters, "questions": _waiting}


def words_to_confirm(user: User) -> "QuerySet[Contribution]":
    """Words of this person noted by telephone, neither confirmed nor corrected, on a question still open."""
    noted = Contribution.objects.filter(said_by=user.pk, kind=Contribution.Kind.TELEPHONE, confirmed_at__isnull=True, replaced_by__isnull=True)
    return noted.filter(enquiry__state__in=OPEN, cycle=F("enquiry__cycle")).exclude(author=user.pk)


def answers_to_renew(user: User) -> "QuerySet[Answer]":
    """Answers this person owns that hold for a month at most, or no longer."""
    return Answer.objects.kept().filter(owner=user.pk, valid_until__lte=timezone.localdate() + timedelta(days=RENEW_DAYS))


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
    # What may be theirs is found through the indexes of the few rows that bear their name; only then is the role worked out.
    named = Q(pk__in=Assignment.objects.filter(user=user.pk, active=True).values("enquiry"))
    named |= Q(pk__in=ContributionRequest.objects.filter(user=user.pk, done_at__isnull=True).values("enquiry"))
    named |= Q(pk__in=Contribution.objects.filter(author=user.pk).values("enquiry"))
    named |= Q(pk__in=Contribution.objects.filter(said_by=user.pk).values("enquiry"))
    return Enquiry.objects.filter(named | Q(state=State.IN_REVIEW), state__in=OPEN).annotate(role=roles).exclude(role="")


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


QUESTIONS_WAITING = Prepared(lambda user, _now: _with_words(mine(user)).order_by(Coalesce("promised_at", "received_at"), "pk"))


def question_cards(user: User) -> list[TodoCard]:
    """Questions for me, texts to read, texts about to leave. One query."""
    cards: list[TodoCard] = []
    if not ties(user) & {ASKED_ONCE, REVIEWS}:
        return cards
    for question in QUESTIONS_WAITING.objects(user):
        template, order = TEMPLATES[question.role]
        cards.append(TodoCard(template, {"question": question}, order))
    return cards


def charter_cards(user: User) -> list[TodoCard]:
    """The newest version of each charter that this person has to sign. One query."""
    today = timezone.localdate()
    versions = CHARTERS.objects(user) if pulse.of(user)["charters"] else []
    return [TodoCard("bridges/todo/charter.html", {"version": version, "over": version.must_sign_by < today}, 50) for version in versions]


def to_sign(user: User) -> "QuerySet[CharterVersion]":
    """As `referents.charter_pages`: the charter of the network is asked of everybody, the one of publication of those whose mission
    includes it and of volunteers whose head has agreed. `held`: this person has a valid signature of an earlier version."""
    today = timezone.localdate()
    newer = CharterVersion.objects.filter(charter=OuterRef("charter"), number__gt=OuterRef("number"))
    answered = CharterSignature.objects.latest_answers().filter(version=OuterRef("pk"), user=user.pk, expires_on__gte=today)
    publishes = Mandate.objects.filter(Q(end__isnull=True) | Q(end__gte=today), user=user.pk, role=Mandate.Role.PUBLISHER)
    agreed = Referent.objects.filter(user=user.pk, state=Referent.State.AGREED)
    asked = Q(charter__audience=Charter.Audience.NETWORK) | Exists(publishes) | Exists(agreed)
    signed = CharterSignature.objects.latest_answers().filter(version__charter=OuterRef("charter"), user=user.pk, expires_on__gte=today)
    held = Exists(signed.filter(verdict=CharterSignature.Verdict.SIGNED))
    return CharterVersion.objects.filter(asked, ~Exists(newer), ~Exists(answered)).annotate(held=held).select_related("charter")


CHARTERS = Prepared(lambda user, _now: to_sign(user))


def volunteer_cards(user: User) -> list[TodoCard]:
    """For a head: the volunteers whom only they may agree to."""
    return [TodoCard("bridges/todo/volunteer.html", {"volunteer": volunteers.volunteer(row)}, 35) for row in to_agree(user)]


def volunteers_below(user: User) -> "QuerySet[Referent]":
    """Volunteers of a department this person heads, or of one below it, and of those nobody heads: `may_agree` decides among these few."""
    headed = Q(department__head__isnull=True)
    for level in range(LEVELS):
        headed |= Q(**{"__".join(["department", *["parent"] * level, "head"]): user.pk})
    return Referent.objects.filter(headed, state=Referent.State.VOLUNTEER, user__is_active=True)


def to_agree(user: User) -> list[Referent]:
    """Nothing is read for whoever no volunteer can wait for."""
    if HEADS not in ties(user):
        return []
    rows = volunteers_below(user).select_related("user", "department", "call").prefetch_related("topics")
    return [row for row in rows.order_by("department__name", "user__last_name", "pk") if permissions.may_agree(user, row)]


def count_volunteers(user: User) -> int:
    return len(to_agree(user))


def call_cards(user: User) -> list[TodoCard]:
    """For the agents of a department that looks for a referent, until they volunteer or the call is over. An invitation, not a task: it
    stands beside, and no page but the home counts it."""
    if CALLED not in ties(user):
        return []
    lines = volunteers.calls(user, on=timezone.localdate())
    open_to = [line for line in lines if line.may_volunteer and (line.mine is None or line.mine.state == Referent.State.ENDED)]
    return [TodoCard("bridges/todo/call.html", {"call": line.call, "topics": line.topics}, 80) for line in open_to]


def calls_for(user: User) -> "QuerySet[VolunteerCall]":
    """Open calls of the department this person works in, or of one above it, that they have not answered."""
    post = Agent.objects.filter(user=user.pk).order_by()
    above = ["__".join(["department", *["parent"] * level]) for level in range(LEVELS)]
    here = reduce(or_, (Q(department__in=post.filter(**{f"{step}__isnull": False}).values(step)) for step in above))
    answered = Referent.objects.filter(user=user.pk, department=OuterRef("department")).exclude(state=Referent.State.ENDED)
    return VolunteerCall.objects.open(timezone.localdate()).filter(here, ~Exists(answered))


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


def training_cards(user: User) -> list[TodoCard]:
    """For HR: volunteers who have signed and whom only the training holds back. One query."""
    number = to_train().count() if permissions.keeps_register(user) else 0
    return [TodoCard("bridges/todo/training.html", {"number": number}, 55)] if number else []


def to_train() -> "QuerySet[Referent]":
    return Referent.objects.filter(state=Referent.State.CHARTERED, user__is_active=True)


def thanks_cards(user: User) -> list[TodoCard]:
    """What citizens wrote after a published answer, for everyone who helped with it (anything but thanks would have reopened the question). One query."""
    thanks = THANKS.objects(user)
    words = PASSED_ON.objects(user) if THANKED in ties(user) else []
    return [TodoCard("bridges/todo/thanks.html", {"thanks": thanks, "words": words}, 10)] if thanks or words else []


def _thanks(user: User, _now: datetime) -> "QuerySet[Message]":
    helped = Contribution.objects.filter(Q(author=user.pk) | Q(said_by=user.pk), enquiry=OuterRef("enquiry"))
    wrote = Draft.objects.filter(enquiry=OuterRef("enquiry"), author=user.pk)
    rows = Message.objects.filter(
        Exists(helped) | Exists(wrote),
        direction=Message.Direction.IN,
        deleted_at__isnull=True,
        at__gt=F("enquiry__published_at"),
        enquiry__state__in=[State.PUBLISHED, State.CLOSED],
    )
    return rows.select_related("enquiry__topic").order_by("-at", "-pk")[:THANKS_SHOWN]


THANKS = Prepared(_thanks)


def _passed_on(user: User) -> "QuerySet[ThankYou]":
    return ThankYou.objects.to(user).exclude(by=user.pk).select_related("enquiry__topic", "by").distinct()


PASSED_ON = Prepared(lambda user, _now: _passed_on(user)[:THANKS_SHOWN])


def count_questions(user: User) -> int:
    """How many `question_cards` there are."""
    return pulse.of(user)["questions"]


def count_charters(user: User) -> int:
    return pulse.of(user)["charters"]


def count_desk(user: User) -> int:
    """One card whatever the number of questions."""
    if not (permissions.works_desk(user) or permissions.dispatches(user)):
        return 0
    return int(any(number for tab, number in queue.counted(user) if tab in DESK_FILES))


def count_register(user: User) -> int:
    return int(permissions.keeps_register(user) and unmentioned(user).exists())


def count_training(user: User) -> int:
    return int(permissions.keeps_register(user) and to_train().exists())


def to_do_at_desk(user: User) -> int:
    """The number beside « Questions des habitants »: the file « À traiter »."""
    return next(number for tab, number in queue.counted(user) if tab == DESK_FILES[0])


Provider = Callable[[User], list[TodoCard]]
Counter = Callable[[User], int]
PROVIDERS: list[tuple[Provider, Counter]] = [
    (question_cards, count_questions),
    (charter_cards, count_charters),
    (desk_cards, count_desk),
    (volunteer_cards, count_volunteers),
    (register_cards, count_register),
    (training_cards, count_training),
]
ASIDES: list[Provider] = [call_cards, thanks_cards]
