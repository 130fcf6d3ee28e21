"""From the plugin's signals to notifications and frames, from people's signals to missions. Only rows are written, under unique keys.

Nobody is told that somebody signed, refused or took a signature back: that is between the person and the charter. What is told is what waits for
another name: an account nobody may publish on, a reply that is no longer scheduled. `publication_changed` is told to nobody while nothing has left.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from integrations.bridges import recipients
from integrations.bridges.actions.arrivals import announce_arrival
from integrations.bridges.models import ReferentAsked
from integrations.bridges.signals import referents_asked
from integrations.bridges.tasks import send_link, send_publication
from referents import campaigns, permissions
from referents import signals as referents_signals
from referents.actions import assignments, missions
from referents.conf import directory
from referents.models import (
    AnswerLink,
    Assignment,
    CharterSignature,
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
from referents.speakers import speaker
from referents.states import State
from rse.core.days import spell_day
from rse.core.frames import announce
from rse.core.tasks import wake
from rse.feed.models import Comment
from rse.feed.signal_handlers import address_of
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
    referents_asked.connect(on_referents_asked, dispatch_uid="bridges.referents_asked")
    people_signals.agent_moved.connect(on_agent_moved, dispatch_uid="bridges.agent_moved")
    people_signals.agent_left.connect(on_agent_left, dispatch_uid="bridges.agent_left")
    people_signals.agent_erased.connect(on_agent_erased, dispatch_uid="bridges.agent_erased")


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
    return spell_day(day, "j F" if day.year == localdate().year else "j F Y")


def on_enquiry_moved(enquiry: Enquiry, row: EnquiryMove, **_payload: object) -> None:
    watching = recipients.watchers(enquiry, row)
    announce(watching, kind="enquiry", id=enquiry.pk)
    announce(watching, kind="desk", id=enquiry.pk)
    if row.move == "unschedule":
        tell(enquiry, recipients.desk(), kind="reply_unscheduled", key=f"unscheduled-{enquiry.pk}-{row.version}", actor=row.actor)
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
    enquiry, author = contribution.enquiry, contribution.author
    tell(enquiry, recipients.desk(), kind="colleague_answered", key=f"answered-{contribution.pk}", actor=actor, who=speaker(contribution))
    if contribution.said_by is not None and author is not None and author.pk != contribution.said_by_id:
        tell(enquiry, [contribution.said_by], kind="words_noted", key=f"noted-{contribution.pk}", actor=actor, page=ANSWER, who=name_of(author))


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
    tell(contribution.enquiry, people, kind="fact_corrected", key=f"corrected-{contribution.pk}", actor=actor, who=speaker(contribution))


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


def on_citizen_silent(enquiry: Enquiry, actor: Actor, **_payload: object) -> None:
    tell(enquiry, recipients.desk(), kind="citizen_silent", key=f"silent-{enquiry.pk}-{enquiry.version}", actor=actor)


def on_desk_unattended(day: date, actor: Actor, **_payload: object) -> None:
    notify(recipients.dispatchers(), kind="desk_unattended", key=f"unattended-{day:%Y-%m-%d}", url=reverse("referents:desk"), params={}, actor=actor)


def on_charter_published(version: CharterVersion, actor: Actor, **_payload: object) -> None:
    if version.charter.audience != "publishing":
        return
    kind = "charter_changed_at_once" if version.immediate else "charter_changed" if version.number > 1 else "charter_to_sign"
    params = {"charter": version.charter.name, "day": day_in_words(version.must_sign_by), "reason": version.immediate_reason}
    url = reverse("referents:charter", args=[version.pk])
    notify(recipients.publishers(), kind=kind, key=f"charter-{version.pk}", url=url, params=params, actor=actor)


def on_charter_recalled(version: CharterVersion, actor: Actor, **payload: Any) -> None:  # Any: a reminder, and a list of users
    """« La charte vous attend, jusqu’au 12 décembre »: once a reminder, to each of those who have not answered."""
    params = {"charter": version.charter.name, "day": day_in_words(version.must_sign_by), "version": str(version.pk)}
    url = reverse("referents:charter", args=[version.pk])
    notify(payload["people"], kind="charter_waits", key=f"charter-{version.pk}-reminder-{payload['reminder'].pk}", url=url, params=params, actor=actor)


def on_charter_answered(signature: CharterSignature, actor: Actor, **_payload: object) -> None:
    """When the answer leaves an account with nobody who may publish on it, the desk is told of the account, not of the person."""
    version = signature.version
    if signature.verdict == CharterSignature.Verdict.SIGNED or version.charter.audience != "publishing":
        return
    for account in campaigns.without_anybody_now(at=signature.signed_at):
        if account.mandates.filter(user=signature.user_id).exists():
            params = {"account": str(account)}
            url = reverse("referents:campaign", args=[version.pk])
            notify(recipients.desk(), kind="account_without_publisher", key=f"account-{account.pk}-{signature.pk}", url=url, params=params, actor=None)


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


def on_referent_changed(referent: Referent, actor: Actor, **payload: object) -> None:
    change = referent.changes.order_by("-pk").first()
    key = f"referent-{referent.pk}-{change.pk if change else referent.state}"
    params = {"name": name_of(referent.user), "department": str(referent.department), "state": str(referent.get_state_display()), "referent": str(referent.pk)}
    volunteers = referent.state == Referent.State.VOLUNTEER
    url = reverse("referents:volunteer", args=[referent.pk]) if volunteers else reverse("referents:directory")
    people = permissions.heads_for(referent) if volunteers else directory().heads(referent.department)
    heads = [head for head in people if head.pk != referent.user_id and (actor is None or head.pk != actor.pk)]
    notify(heads, kind="referent_volunteer" if volunteers else "referent_changed", key=key, url=url, params=params, actor=actor)
    if actor is None or actor.pk != referent.user_id:
        kind, page = _own_step(referent, str(payload.get("from_state", "")))
        notify([referent.user], kind=kind, key=key, url=page, params=params, actor=actor)
    if referent.state == Referent.State.ACTIVE:
        announce_arrival(referent, actor=actor)


def on_referents_asked(asked: ReferentAsked, people: list[User], actor: User, comment: Comment | None = None, **_payload: object) -> None:
    params = {"who": name_of(actor), "topic": asked.topic.name, "post": str(asked.post_id)}
    url, key, about = address_of(asked.post, comment), f"referents-asked-{asked.pk}", f"feed.post:{asked.post_id}"
    notify(people, kind="referent_wanted", key=key, url=url, params=params, actor=actor, about=about)


def _own_step(referent: Referent, before: str) -> tuple[str, str]:
    """What a volunteer is told of each step, and the page that says more."""
    way = reverse("referents:volunteer", args=[referent.pk])
    if before == Referent.State.VOLUNTEER:
        return ("volunteer_agreed" if referent.state == Referent.State.AGREED else "volunteer_answered"), way
    if referent.state == Referent.State.CHARTERED:
        return "volunteer_chartered", way
    if referent.state == Referent.State.ACTIVE:
        return "referent_active", reverse("referents:directory")
    return "own_referent_role", reverse("referents:directory")


def on_link_changed(link: AnswerLink, code: str, **_payload: object) -> None:
    """The mail leaves in the slow queue; the desk is told when it cannot, and pages follow."""
    if code == "made":
        wake(send_link, link.pk)
    elif code == "failed":
        tell(link.enquiry, recipients.desk(), kind="link_not_sent", key=f"link-{link.key}", actor=None)
    announce(audience(link.enquiry).values_list("pk", flat=True), kind="enquiry", id=link.enquiry_id)


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


def on_agent_erased(agent: Agent, **_payload: object) -> None:
    """The plugin's rows keep pointing at the account, now nameless; what the person wrote of themselves goes."""
    Referent.objects.filter(user=agent.user_id).update(word="", refusal="")


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
    "citizen_silent": on_citizen_silent,
    "desk_unattended": on_desk_unattended,
    "charter_published": on_charter_published,
    "charter_recalled": on_charter_recalled,
    "charter_answered": on_charter_answered,
    "mandate_changed": on_mandate_changed,
    "referent_changed": on_referent_changed,
    "link_changed": on_link_changed,
}
