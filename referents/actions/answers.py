"""From what a colleague knows to a wording that may leave: contributions, drafts, reviews, corrections, reusable answers."""

import hashlib
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from referents import permissions, rights
from referents.actions import reusable
from referents.actions.assignments import lead_of
from referents.actions.moves import begin, record
from referents.exceptions import Conflict, TextRefused
from referents.host import User
from referents.models import Answer, Assignment, Contribution, Decision, Draft, Enquiry
from referents.signals import contribution_added, draft_decided, draft_written, fact_corrected, review_asked
from referents.states import MOVES, State


def sha256(text: str) -> str:
    """The digest decisions and publications refer to."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def contribute(
    enquiry: Enquiry,
    *,
    text: str,
    actor: User,
    version: int | None,
    said_by: User | None = None,
    kind: str = Contribution.Kind.WRITTEN,
) -> Contribution:
    """Give a technical answer. Answering accepts; a colleague brought in completes; the desk notes what `said_by` told by telephone.

    Technical text is never publishable itself. The same words sent twice are one answer. Raises TextRefused when empty.
    """
    text = _required(text, _("Write what you know: a few words are enough."))
    by_telephone = said_by is not None and said_by.pk != actor.pk
    state = Enquiry.objects.select_for_update().values_list("state", flat=True).get(pk=enquiry.pk)
    said = enquiry.contributions.filter(author=actor.pk, cycle=enquiry.cycle, text=text, corrects__isnull=True).first()
    if said is not None:
        return said
    completes = state in MOVES["complete"].sources
    enquiry = begin(enquiry, move="complete" if completes else "contribute", actor=actor, version=version)
    if by_telephone and not permissions.works_desk(actor):
        raise PermissionDenied(_("Only the desk notes an answer given by telephone."))
    if not by_telephone and not permissions.may_answer(actor, enquiry):
        raise PermissionDenied(_("This question is no longer with you."))
    leads = enquiry.assignments.filter(active=True, user=actor.pk).exists()
    if enquiry.state == State.ASSIGNED and leads:
        record(enquiry, move="accept", to=State.IN_PROGRESS, actor=actor, detail={"assignment": lead_of(enquiry, actor).pk})
    contribution = Contribution.objects.create(
        enquiry=enquiry,
        cycle=enquiry.cycle,
        author=actor,
        said_by=said_by or actor,
        kind=Contribution.Kind.TELEPHONE if by_telephone else kind,
        text=text,
        at=timezone.now(),
    )
    enquiry.contribution_requests.filter(user=actor.pk, done_at__isnull=True).update(done_at=contribution.at)
    detail: dict[str, str | int | bool | None] = {"contribution": contribution.pk}
    if completes:
        record(enquiry, move="complete", to=enquiry.state, actor=actor, detail=detail)
    else:
        enquiry.assignments.filter(active=True).update(state=Assignment.State.ANSWERED)
        record(enquiry, move="contribute", to=State.ANSWERED, actor=actor, detail=detail)
    contribution_added.send(sender=Enquiry, contribution=contribution, actor=actor)
    return contribution


def _required(text: str, sentence: str) -> str:
    text = text.strip()
    if not text:
        raise TextRefused({"text": sentence})
    return text


@transaction.atomic
def word(enquiry: Enquiry, *, text: str, actor: User, version: int | None, answer: Answer | None = None) -> Draft:
    """Write or edit the public wording. It is ready at once when the author's own right to publish covers topic and account and
    nothing calls for a second pair of eyes; otherwise a reviewer is asked. Any edit voids the decision on the version before.

    From a new or qualified enquiry this is the desk answering by itself, possibly with a reusable `answer`.
    """
    text = _required(text, _("Write the reply the public will read."))
    if enquiry.account and len(text) > enquiry.account.max_length:
        raise TextRefused({"text": _("%(length)d characters: this network takes %(most)d.") % {"length": len(text), "most": enquiry.account.max_length}})
    move = next(code for code in ("answer_oneself", "word", "edit") if enquiry.state in MOVES[code].sources or code == "edit")
    enquiry = begin(enquiry, move=move, actor=actor, version=version)
    now = timezone.now()
    right = rights.publishing(actor, topic=enquiry.topic, account=enquiry.account, at=now)
    if right.mandate is None and not permissions.works_desk(actor):
        raise PermissionDenied(_("Your mission does not include writing to the public."))
    before = enquiry.drafts.filter(current=True).first()
    enquiry.drafts.filter(current=True).update(current=None)
    draft = Draft.objects.create(enquiry=enquiry, cycle=enquiry.cycle, author=actor, text=text, sha256=sha256(text), base=before, answer=answer, at=now)
    needs_review = not right.holds or bool(rights.review_reasons(enquiry, on=timezone.localdate(now)))
    detail: dict[str, str | int | bool | None] = {"draft": draft.pk, "sha256": draft.sha256}
    if not needs_review:
        Decision.objects.create(
            draft=draft, sha256=draft.sha256, verdict=Decision.Verdict.STANDING, mandate=right.mandate, charter_version=right.charter_version, at=now
        )
        detail |= {"mandate": right.mandate.pk if right.mandate else None, "charter_version": right.charter_version.pk if right.charter_version else None}
    state = State.IN_REVIEW if needs_review else State.READY
    record(enquiry, move=move, to=state, actor=actor, detail=detail)
    draft_written.send(sender=Enquiry, draft=draft, state=state, actor=actor)
    if needs_review:
        people = list(permissions.reviewers(enquiry.topic, besides=actor.pk, on=timezone.localdate(now)))
        review_asked.send(sender=Enquiry, draft=draft, reviewers=people, actor=actor)
    return draft


@transaction.atomic
def approve(enquiry: Enquiry, *, draft_sha256: str, actor: User, version: int | None) -> Decision:
    """The reviewer agrees with exactly this text. Raises Conflict when another version is current."""
    enquiry = begin(enquiry, move="approve", actor=actor, version=version)
    draft = _draft_read(enquiry, draft_sha256)
    decision = _decide(draft, verdict=Decision.Verdict.APPROVED, reviewer=actor, reason="")
    record(enquiry, move="approve", to=State.READY, actor=actor, detail={"draft": draft.pk, "sha256": draft.sha256})
    draft_decided.send(sender=Enquiry, decision=decision, actor=actor)
    return decision


@transaction.atomic
def ask_changes(enquiry: Enquiry, *, draft_sha256: str, reason: str, actor: User, version: int | None) -> Decision:
    """The reviewer sends the wording back with a reason."""
    if not reason.strip():
        raise TextRefused({"reason": _("Say what should change.")})
    enquiry = begin(enquiry, move="ask_changes", actor=actor, version=version)
    draft = _draft_read(enquiry, draft_sha256)
    decision = _decide(draft, verdict=Decision.Verdict.CHANGES, reviewer=actor, reason=reason.strip())
    record(enquiry, move="ask_changes", to=State.TO_CORRECT, actor=actor, detail={"draft": draft.pk, "sha256": draft.sha256})
    draft_decided.send(sender=Enquiry, decision=decision, actor=actor)
    return decision


def _draft_read(enquiry: Enquiry, draft_sha256: str) -> Draft:
    draft = enquiry.drafts.select_related("author").get(current=True)
    if draft.sha256 != draft_sha256:
        raise Conflict(who=draft.author.get_full_name() or draft.author.get_username(), what=MOVES["edit"].label)
    return draft


def _decide(draft: Draft, *, verdict: str, reviewer: User, reason: str) -> Decision:
    return Decision.objects.create(draft=draft, sha256=draft.sha256, verdict=verdict, reviewer=reviewer, reason=reason, at=timezone.now())


@transaction.atomic
def correct_fact(enquiry: Enquiry, *, text: str, actor: User, version: int | None) -> Contribution:
    """A contributor stops the wording because a fact is wrong and says which. The enquiry goes back to be worded."""
    text = _required(text, _("Say which fact is wrong and what is true."))
    enquiry = begin(enquiry, move="correct_fact", actor=actor, version=version)
    if not permissions.contributed(actor, enquiry):
        raise PermissionDenied(_("Only the people who answered can correct a fact."))
    draft = enquiry.drafts.get(current=True)
    contribution = Contribution.objects.create(enquiry=enquiry, cycle=enquiry.cycle, author=actor, said_by=actor, text=text, corrects=draft, at=timezone.now())
    enquiry.publications.filter(draft=draft, state="pending").delete()
    record(enquiry, move="correct_fact", to=State.ANSWERED, actor=actor, detail={"contribution": contribution.pk, "draft": draft.pk})
    fact_corrected.send(sender=Enquiry, contribution=contribution, actor=actor)
    return contribution


@transaction.atomic
def keep_answer(enquiry: Enquiry, *, question: str, valid_until: date, actor: User) -> Answer:
    """Keep a published wording for the next citizen: dated, owned by the department of its topic. Keeping it twice keeps it once."""
    if not permissions.works_desk(actor):
        raise PermissionDenied(_("Only the desk keeps answers."))
    publication = enquiry.publications.filter(kind="answer", state="done").order_by("-published_at").first()
    if publication is None:
        raise TextRefused(_("Nothing has been published yet."))
    answer, created = Answer.objects.get_or_create(
        enquiry=enquiry,
        defaults={
            "question": question.strip()[:200] or enquiry.subject,
            "wording": publication.text,
            "topic": enquiry.topic,
            "department": enquiry.topic.department if enquiry.topic else None,
            "owner": actor,
            "written_on": timezone.localdate(),
            "valid_until": valid_until,
        },
    )
    if created:
        reusable.note(answer, "kept", actor=actor)
    return answer
