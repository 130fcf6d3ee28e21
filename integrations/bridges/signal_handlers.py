"""From the plugin's signals to notifications and frames, from people's signals to missions. Only rows are written, under unique keys.

Two signals are told to nobody on purpose: `charter_answered` (signing or refusing is between the person and the charter) and
`publication_changed` while nothing has left.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate

from integrations.bridges import recipients
from integrations.bridges.tasks import send_publication
from referents import signals as referents_signals
from referents.actions import assignments, missions
from referents.conf import directory
from referents.models import (
    Assignment,
    CharterVersion,
    Clock,
    Contribution,
    ContributionRequest,
    Decision,
    Draft,
    Enquiry,
    EnquiryMove,
    Mandate,
    Message,
    Publication,
    Referent,
)
from referents.permissions import audience, reviewers, with_permission
from referents.querysets import SEES_EVERYTHING
from referents.states import State
from rse.core.frames import announce
from rse.core.tasks import wake
from rse.notifications.actions import notify
from rse.people import signals as people_signals
from rse.people.models import Agent, Department, User

Actor = User | None
ANSWER = "referents:answer"
People = Iterable[User]


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for name, handler in HANDLERS.items():
        getattr(referents_signals, name).connect(handler, dispatch_uid=f"bridges.{name}")
    people_signals.agent_moved.connect(on_agent_moved, dispatch_uid="bridges.agent_moved")
    people_signals.agent_left.connect(on_agent_left, dispatch_uid="bridges.agent_left")


def tell(enquiry: Enquiry, people: People, *, kind: str, key: str, actor: Actor, page: str = "", **words: str) -> None:
    """Tell those of `people` who may open the question, the actor left out. Each gets the address of the page made for them."""
    wanted = [user.pk for user in people if actor is None or user.pk != actor.pk]
    if not wanted:
        return
    allowed = audience(enquiry).filter(pk__in=wanted)
    at_desk = set() if page else _at_desk(allowed)
    params = {"enquiry": str(enquiry.pk), "subject": enquiry.subject, **words}
    for name, group in (
        ("referents:question", [user for user in allowed if user.pk in at_desk]),
        (page or ANSWER, [user for user in allowed if user.pk not in at_desk]),
    ):
        notify(group, kind=kind, key=key, url=reverse(name, args=[enquiry.pk]), params=params, actor=actor)


def _at_desk(people: "QuerySet[User]") -> set[int]:
    holds = Q()
    for permission in SEES_EVERYTHING:
        holds |= Q(pk__in=with_permission(permission).values("pk"))
    return set(people.filter(holds).values_list("pk", flat=True))


def name_of(user: User) -> str:
    return directory().label(user)


def day_in_words(day: date) -> str:
    """« 30 novembre », with the year when it is another one."""
    return date_format(day, "j F" if day.year == localdate().year else "j F Y")


def on_enquiry_moved(enquiry: Enquiry, row: EnquiryMove, **_payload: object) -> None:
    watching = recipients.watchers(enquiry, row)
    announce(watching, kind="enquiry", id=enquiry.pk)
    announce(watching, kind="desk", id=enquiry.pk)
    if row.move == "retry":
        for pk in Publication.objects.filter(draft__enquiry=enquiry, mode="email", state="pending").values_list("pk", flat=True):
            wake(send_publication, pk)


def on_person_asked(assignment: Assignment, actor: Actor, **_payload: object) -> None:
    enquiry, instead = assignment.enquiry, assignment.on_behalf_of
    kind, words = ("question_asked_instead", {"name": name_of(instead)}) if instead else ("question_asked", {})
    tell(enquiry, [assignment.user], kind=kind, key=f"asked-{assignment.pk}", actor=actor, page=ANSWER, **words)
    before = enquiry.assignments.filter(cycle=assignment.cycle, pk__lt=assignment.pk).select_related("user").order_by("-pk").first()
    if before is not None and before.state == Assignment.State.PASSED_ON and before.user_id != assignment.user_id:
        tell(enquiry, [before.user], kind="question_moved_on", key=f"moved-on-{before.pk}", actor=actor, page=ANSWER)


def on_colleague_brought_in(request: ContributionRequest, actor: Actor, **_payload: object) -> None:
    who = name_of(request.asked_by)
    tell(request.enquiry, [request.user], kind="question_brought_in", key=f"brought-in-{request.pk}", actor=actor, page=ANSWER, who=who)


def on_contribution_added(contribution: Contribution, actor: Actor, **_payload: object) -> None:
    enquiry, speaker = contribution.enquiry, contribution.said_by
    tell(enquiry, recipients.desk(), kind="colleague_answered", key=f"answered-{contribution.pk}", actor=actor, who=name_of(speaker))
    if contribution.author_id != contribution.said_by_id:
        tell(enquiry, [speaker], kind="words_noted", key=f"noted-{contribution.pk}", actor=actor, page=ANSWER, who=name_of(contribution.author))


def on_draft_written(draft: Draft, actor: Actor, **_payload: object) -> None:
    people = recipients.contributors(draft.enquiry).exclude(pk=draft.author_id)
    tell(draft.enquiry, people, kind="text_written", key=f"text-{draft.pk}", actor=actor, page=ANSWER)


def on_review_asked(draft: Draft, actor: Actor, **payload: list[User]) -> None:
    people = payload["reviewers"]
    tell(draft.enquiry, people, kind="review_asked", key=f"review-{draft.pk}", actor=actor, page="referents:review")
    if not any(user.is_active for user in people):
        tell(draft.enquiry, recipients.dispatchers(), kind="no_reviewer", key=f"no-reviewer-{draft.pk}", actor=None)


def on_draft_decided(decision: Decision, actor: Actor, **_payload: object) -> None:
    kind = "text_approved" if decision.verdict == Decision.Verdict.APPROVED else "text_to_correct"
    tell(decision.draft.enquiry, [decision.draft.author], kind=kind, key=f"decision-{decision.pk}", actor=actor)


def on_fact_corrected(contribution: Contribution, actor: Actor, **_payload: object) -> None:
    writer = [contribution.corrects.author] if contribution.corrects else []
    people = [*recipients.desk(), *writer]
    tell(contribution.enquiry, people, kind="fact_corrected", key=f"corrected-{contribution.pk}", actor=actor, who=name_of(contribution.author))


def on_publication_changed(publication: Publication, state: str, actor: Actor, **_payload: object) -> None:
    enquiry = publication.draft.enquiry if publication.draft else publication.enquiry
    States = Publication.State
    if state == States.PENDING and publication.mode == Publication.Mode.EMAIL:
        wake(send_publication, publication.pk)
    elif state in {States.FAILED, States.UNCERTAIN}:
        kind = "publication_failed" if state == States.FAILED else "publication_uncertain"
        tell(enquiry, recipients.desk(), kind=kind, key=f"publication-{publication.pk}-{state}-{publication.attempt}", actor=None)
    elif state == States.DONE and publication.kind in {Publication.Kind.ANSWER, Publication.Kind.CORRECTION}:
        _tell_published(publication, enquiry, actor=actor)
    if not publication.draft:
        announce(audience(enquiry).values_list("pk", flat=True), kind="enquiry", id=enquiry.pk)


def _tell_published(publication: Publication, enquiry: Enquiry, *, actor: Actor) -> None:
    """The people who helped, once a text; and whoever brought the question, with the page where the public text and its address are."""
    helped = list(recipients.contributors(enquiry))
    tell(enquiry, helped, kind="answer_published", key=f"published-{publication.draft_id}-{publication.kind}", actor=actor, page=ANSWER)
    brought_by = publication.enquiry.filed_by
    if brought_by is not None and brought_by.pk not in {user.pk for user in helped}:
        tell(publication.enquiry, [brought_by], kind="filed_question_answered", key=f"filed-answered-{publication.pk}", actor=actor, page=ANSWER)


def on_citizen_thanked(enquiry: Enquiry, message: Message, actor: Actor, **_payload: object) -> None:
    tell(enquiry, recipients.everyone_who_helped(enquiry), kind="citizen_thanked", key=f"thanks-{message.pk}", actor=actor)


STEPS = {
    ("first_contact", "missed"): "first_word_overdue",
    ("answer", "missed"): "promise_overdue",
    ("expert_answer", "remind_expert"): "answer_awaited",
}
STEPS_OF_METRIC = {"first_contact": "first_word_awaited", "answer": "promise_near", "expert_answer": "technical_answer_awaited"}


def on_step_fired(clock: Clock, step: str, **payload: list[User]) -> None:
    people = payload["recipients"]
    enquiry, key = clock.enquiry, f"step-{clock.pk}-{clock.run}-{step}"
    if clock.metric == "review":
        may_review = set(reviewers(enquiry.topic, besides=None, on=localdate()).values_list("pk", flat=True))
        tell(enquiry, [user for user in people if user.pk in may_review], kind="review_waits", key=key, actor=None, page="referents:review")
        tell(enquiry, [user for user in people if user.pk not in may_review], kind="question_needs_a_look", key=key, actor=None)
        return
    kind = STEPS.get((clock.metric, step)) or STEPS_OF_METRIC.get(clock.metric, "question_needs_a_look")
    tell(enquiry, people, kind=kind, key=key, actor=None)


def on_enquiry_stuck(enquiry: Enquiry, why: str, actor: Actor, **_payload: object) -> None:
    kind = "no_candidate" if why == "no_candidate" else "right_person_sought"
    tell(enquiry, recipients.dispatchers(), kind=kind, key=f"stuck-{enquiry.pk}-{enquiry.version}", actor=actor)


def on_charter_published(version: CharterVersion, actor: Actor, **_payload: object) -> None:
    if version.charter.audience != "publishing":
        return
    kind = "charter_changed_at_once" if version.immediate else "charter_changed" if version.number > 1 else "charter_to_sign"
    params = {"charter": version.charter.name, "day": day_in_words(version.must_sign_by), "reason": version.immediate_reason}
    url = reverse("referents:charter", args=[version.pk])
    notify(recipients.publishers(), kind=kind, key=f"charter-{version.pk}", url=url, params=params, actor=actor)


MISSION_KINDS = {code: f"mission_{code}" for code in ("granted", "ended", "suspended", "resumed", "job_description")}


def on_mandate_changed(mandate: Mandate, code: str, actor: Actor, **_payload: object) -> None:
    if actor is not None and actor.pk == mandate.user_id:
        return
    change = mandate.changes.order_by("-pk").first()
    params = {
        "mission": str(mandate.pk),
        "role": str(mandate.get_role_display()),
        "mention": str(mandate.get_job_description_display()),
        "day": day_in_words(mandate.end) if mandate.end else "",
    }
    key = f"mission-{mandate.pk}-{change.pk if change else code}"
    url = reverse("referents:mission", args=[mandate.pk])
    notify([mandate.user], kind=MISSION_KINDS.get(code, "mission_changed"), key=key, url=url, params=params, actor=actor)


def on_referent_changed(referent: Referent, actor: Actor, **_payload: object) -> None:
    change = referent.changes.order_by("-pk").first()
    key = f"referent-{referent.pk}-{change.pk if change else referent.state}"
    params = {"name": name_of(referent.user), "department": str(referent.department), "state": str(referent.get_state_display())}
    url = reverse("referents:directory")
    heads = [head for head in directory().heads(referent.department) if head.pk != referent.user_id and (actor is None or head.pk != actor.pk)]
    kind = "referent_volunteer" if referent.state == Referent.State.VOLUNTEER else "referent_changed"
    notify(heads, kind=kind, key=key, url=url, params=params, actor=actor)
    if actor is not None and actor.pk != referent.user_id:
        notify([referent.user], kind="own_referent_role", key=key, url=url, params=params, actor=actor)


def on_agent_moved(agent: Agent, previous: Department | None, actor: User | None, **_payload: object) -> None:
    """A first posting suspends nothing: there was no mission before it."""
    if previous is not None:
        missions.suspend(agent.user, why="moved", actor=actor)


def on_agent_left(agent: Agent, actor: User | None, **_payload: object) -> None:
    """Missions stop, referent roles end, and the questions that waited for this person are passed on."""
    missions.suspend(agent.user, why="left", actor=actor)
    for referent in Referent.objects.filter(user=agent.user_id).exclude(state=Referent.State.ENDED):
        missions.change_state(referent, to=Referent.State.ENDED, actor=None)
    for assignment in Assignment.objects.filter(user=agent.user_id, active=True).select_related("enquiry").order_by("enquiry"):
        if assignment.enquiry.state == State.ASSIGNED:
            assignments.miss_acceptance(assignment.enquiry, actor=None)
        elif assignment.enquiry.state == State.IN_PROGRESS:
            tell(assignment.enquiry, recipients.dispatchers(), kind="right_person_sought", key=f"left-{assignment.pk}", actor=None)


HANDLERS = {
    "enquiry_moved": on_enquiry_moved,
    "person_asked": on_person_asked,
    "colleague_brought_in": on_colleague_brought_in,
    "contribution_added": on_contribution_added,
    "draft_written": on_draft_written,
    "review_asked": on_review_asked,
    "draft_decided": on_draft_decided,
    "fact_corrected": on_fact_corrected,
    "publication_changed": on_publication_changed,
    "citizen_thanked": on_citizen_thanked,
    "step_fired": on_step_fired,
    "enquiry_stuck": on_enquiry_stuck,
    "charter_published": on_charter_published,
    "mandate_changed": on_mandate_changed,
    "referent_changed": on_referent_changed,
}
