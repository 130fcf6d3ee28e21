"""What leaves: holding replies, answers, questions to the citizen. Rights are checked again here, at the moment of leaving."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from referents import permissions, rights
from referents.actions import enquiries
from referents.actions.answers import sha256
from referents.actions.moves import begin, record
from referents.actions.putting_back import lock_missions
from referents.exceptions import Conflict, NoRightToPublish, ReferentsError, TextRefused, WordsToConfirm
from referents.host import User
from referents.models import Answer, Draft, Enquiry, HoldingChoice, HoldingModel, Mandate, Message, OfficialAccount, OutsideBody, Publication
from referents.models.enquiries import Channel
from referents.rights import Right
from referents.signals import publication_changed
from referents.speakers import speaker
from referents.states import State

Kind, Mode = Publication.Kind, Publication.Mode


@dataclass(frozen=True)
class Destination:
    """Where one text goes: the citizen of one enquiry, by the account they wrote to, by e-mail, or by hand."""

    enquiry: Enquiry
    mode: str
    account: OfficialAccount | None

    @classmethod
    def of(cls, enquiry: Enquiry) -> "Destination":
        """E-mail when the citizen wrote by e-mail or form and left an address; by hand otherwise."""
        by_email = enquiry.channel in {Channel.EMAIL, Channel.FORM} and enquiry.author is not None and bool(enquiry.author.email)
        return cls(enquiry, Mode.EMAIL if by_email else Mode.MANUAL, None if by_email else enquiry.account)


def _require_right(enquiry: Enquiry, actor: User) -> Right:
    """The actor's right here and now; missions are locked so that a revocation waits or is seen: now is read once the lock is held.
    Raises NoRightToPublish."""
    lock_missions(actor)
    right = rights.publishing(actor, topic=enquiry.topic, account=enquiry.account, at=timezone.now())
    if not right.holds:
        raise NoRightToPublish(right.sentences)
    return right


@transaction.atomic
def hold(
    enquiry: Enquiry,
    *,
    text: str,
    promised_at: datetime,
    actor: User,
    version: int | None,
    permalink: str = "",
    model: HoldingModel | None = None,
) -> Publication:
    """Tell the citizen that the town is looking, and until when. Stops the first-contact clock; the hour promised becomes the due date.

    By hand: the text was posted, `permalink` says where when known. By e-mail: it leaves with the sweep. `model` is the one the words
    came from: it is offered first next time. Raises NoRightToPublish without a mission and a signed charter, TextRefused for an empty text or a past hour.
    """
    now = timezone.now()
    if not text.strip():
        raise TextRefused({"text": _("Write the words the citizen will read.")})
    if promised_at <= now:
        raise TextRefused({"promised_at": _("Promise an hour to come.")})
    enquiry = begin(enquiry, move="hold", actor=actor, version=version)
    right = _require_right_to_hold(enquiry, actor)
    publication = _create(
        Destination.of(enquiry), kind=Kind.HOLDING, text=text.strip(), draft=None, right=right, actor=actor, key=f"hold-{enquiry.pk}-{enquiry.version}"
    )
    publication.promised_at = promised_at
    if publication.mode == Mode.MANUAL:
        done(publication, permalink=permalink, at=now)
    publication.save()
    enquiry.promised_at = promised_at
    enquiry.held_at = now
    if model is not None:
        HoldingChoice.objects.update_or_create(user=actor, channel=enquiry.channel, defaults={"model": model})
    detail: dict[str, str | int | bool | None] = {"publication": publication.pk, "promised_at": promised_at.isoformat()}
    record(enquiry, move="hold", to=enquiry.state, actor=actor, detail=detail)
    publication_changed.send(sender=Publication, publication=publication, state=publication.state, actor=actor)
    return publication


def _require_right_to_hold(enquiry: Enquiry, actor: User) -> Right:
    """A holding reply says nothing of the subject: any mission of publication on the account will do, the charter as always."""
    lock_missions(actor)
    at = timezone.now()
    right = rights.publishing(actor, topic=enquiry.topic, account=enquiry.account, at=at)
    if right.missing and set(right.missing) <= {"mandate"}:
        own = Mandate.objects.in_force(timezone.localdate(at)).filter(user=actor.pk, role=Mandate.Role.PUBLISHER)
        mandate = (own.filter(accounts=enquiry.account) if enquiry.account else own).first()
        if mandate is not None:
            return Right(mandate, right.charter_version)
    if not right.holds:
        raise NoRightToPublish(right.sentences)
    return right


@transaction.atomic
def ask_citizen(enquiry: Enquiry, *, text: str, actor: User, version: int | None, permalink: str = "") -> Publication:
    """Ask the citizen for what is missing; the clocks pause until they answer."""
    if not text.strip():
        raise TextRefused({"text": _("Write the words the citizen will read.")})
    enquiry = begin(enquiry, move="ask_citizen", actor=actor, version=version)
    right = _require_right_to_hold(enquiry, actor)
    publication = _create(
        Destination.of(enquiry), kind=Kind.QUESTION, text=text.strip(), draft=None, right=right, actor=actor, key=f"ask-{enquiry.pk}-{enquiry.version}"
    )
    if publication.mode == Mode.MANUAL:
        done(publication, permalink=permalink, at=timezone.now())
        publication.save()
    record(enquiry, move="ask_citizen", to=State.WAITING, actor=actor, detail={"publication": publication.pk})
    publication_changed.send(sender=Publication, publication=publication, state=publication.state, actor=actor)
    return publication


@transaction.atomic
def chase(enquiry: Enquiry, *, text: str, actor: User, version: int | None, permalink: str = "") -> Publication:
    """Remind a citizen who was asked for more and says nothing. The question goes on waiting; the ten days still count from the first asking."""
    if not text.strip():
        raise TextRefused({"text": _("Write the words the citizen will read.")})
    enquiry = begin(enquiry, move="chase", actor=actor, version=version)
    right = _require_right_to_hold(enquiry, actor)
    publication = _create(
        Destination.of(enquiry), kind=Kind.QUESTION, text=text.strip(), draft=None, right=right, actor=actor, key=f"chase-{enquiry.pk}-{enquiry.version}"
    )
    if publication.mode == Mode.MANUAL:
        done(publication, permalink=permalink, at=timezone.now())
        publication.save()
    record(enquiry, move="chase", to=State.WAITING, actor=actor, detail={"publication": publication.pk})
    publication_changed.send(sender=Publication, publication=publication, state=publication.state, actor=actor)
    return publication


@transaction.atomic
def redirect(enquiry: Enquiry, *, body: OutsideBody, text: str, actor: User, version: int | None) -> Publication:
    """Tell the citizen who is competent and where to go, and hand the question over. By e-mail the words leave with the sweep; by hand
    they were said. Raises NoRightToPublish without a mission and a signed charter."""
    if not text.strip():
        raise TextRefused({"text": _("Write the words the citizen will read.")})
    enquiry = begin(enquiry, move="hand_over", actor=actor, version=version)
    right = _require_right_to_hold(enquiry, actor)
    publication = _create(
        Destination.of(enquiry), kind=Kind.REDIRECT, text=text.strip(), draft=None, right=right, actor=actor, key=f"redirect-{enquiry.pk}-{enquiry.version}"
    )
    if publication.mode == Mode.MANUAL:
        done(publication, permalink="", at=timezone.now())
        publication.save()
    enquiries.hand_over(enquiry, body=body, actor=actor, version=None)
    publication_changed.send(sender=Publication, publication=publication, state=publication.state, actor=actor)
    return publication


@transaction.atomic
def publish(enquiry: Enquiry, *, actor: User, version: int | None) -> list[Publication]:
    """Let the decided wording leave, to each citizen who asked. Everything is checked again now: decision on this very text,
    signature, mission, training, account. By hand: the publications wait for their address (`attest`). Raises NoRightToPublish.
    """
    enquiry = begin(enquiry, move="publish", actor=actor, version=version)
    draft = _decided_draft(enquiry)
    right = _require_right(enquiry, actor)
    rows = _publications(enquiry, draft, right=right, actor=actor)
    record(enquiry, move="publish", to=State.PUBLISHING, actor=actor, detail=_detail(draft, right))
    for row in rows:
        publication_changed.send(sender=Publication, publication=row, state=row.state, actor=actor)
    return rows


def _detail(draft: Draft, right: Right) -> dict[str, str | int | bool | None]:
    return {
        "draft": draft.pk,
        "sha256": draft.sha256,
        "mandate": right.mandate.pk if right.mandate else None,
        "charter_version": right.charter_version.pk if right.charter_version else None,
    }


def _decided_draft(enquiry: Enquiry) -> Draft:
    """The current draft with a decision on exactly its text, still sufficient today. Raises Conflict otherwise, WordsToConfirm when a
    sensitive reply rests on words noted by telephone that nobody confirmed."""
    draft = enquiry.drafts.get(current=True)
    decision = draft.decisions.filter(verdict__in=["approved", "standing"], sha256=sha256(draft.text)).order_by("-pk").first()
    if decision is None:
        raise Conflict(who=_("Somebody"), what=_("the wording changed since it was decided on"))
    if decision.verdict == "standing" and rights.review_reasons(enquiry, on=timezone.localdate()):
        raise NoRightToPublish([_("The subject now needs a second pair of eyes: have the wording reviewed.")])
    waiting = rights.words_to_confirm(enquiry)
    if waiting:
        raise WordsToConfirm(names=list(dict.fromkeys(speaker(row) for row in waiting)))
    return draft


def _publications(enquiry: Enquiry, draft: Draft, *, right: Right, actor: User | None) -> list[Publication]:
    rows = []
    for asked in [enquiry, *enquiry.merged.select_related("author", "account").order_by("pk")]:
        row = _create(Destination.of(asked), kind=Kind.ANSWER, text=draft.text, draft=draft, right=right, actor=actor, key=f"answer-{draft.pk}-{asked.pk}")
        rows.append(row)
    return rows


def _create(destination: Destination, *, kind: str, text: str, draft: Draft | None, right: Right, actor: User | None, key: str) -> Publication:
    """One row per destination; the unique key makes a second one impossible, whoever asks for it."""
    now = timezone.now()
    row, created = Publication.objects.get_or_create(
        key=key,
        defaults={
            "enquiry": destination.enquiry,
            "cycle": destination.enquiry.cycle,
            "draft": draft,
            "kind": kind,
            "mode": destination.mode,
            "account": destination.account,
            "text": text,
            "sha256": sha256(text),
            "mandate": right.mandate,
            "charter_version": right.charter_version,
            "actor": actor,
            "created_at": now,
            "next_attempt_at": now if destination.mode == Mode.EMAIL else None,
        },
    )
    if not created:
        row.mandate, row.charter_version, row.actor, row.scheduled_at = right.mandate, right.charter_version, actor, None
        row.save()
    return row


def done(publication: Publication, *, permalink: str, at: datetime) -> None:
    """Mark it as having left, on an unsaved row: where, when, and the message in the thread."""
    publication.state = Publication.State.DONE
    publication.permalink = permalink
    publication.published_at = at
    publication.next_attempt_at = None
    publication.attempt += 1
    if publication.account_id:
        OfficialAccount.objects.filter(pk=publication.account_id).update(last_post_on=timezone.localdate(at))
    Message.objects.create(enquiry=publication.enquiry, direction=Message.Direction.OUT, account=publication.account, text=publication.text, at=at)


def parent_of(publication: Publication) -> Enquiry:
    """The enquiry whose moves this publication makes: its own, or the one it was joined to."""
    return publication.draft.enquiry if publication.draft else publication.enquiry


@transaction.atomic
def attest(publication: Publication, *, actor: User, permalink: str = "") -> Publication:
    """The person posted it by hand and says where. Attesting twice attests once. Raises TextRefused for an address that is not one."""
    permalink = permalink.strip()
    if permalink:
        try:
            URLValidator(schemes=["http", "https"])(permalink)
        except ValidationError as error:
            raise TextRefused({"permalink": _("This is not an address: paste the one of your post, it begins with https://")}) from error
    enquiry = Enquiry.objects.select_for_update().get(pk=parent_of(publication).pk)
    publication = Publication.objects.select_for_update().get(pk=publication.pk)
    if publication.state == Publication.State.DONE:
        return publication
    if publication.mode != Mode.MANUAL or enquiry.state not in {State.PUBLISHING, State.UNCERTAIN}:
        raise Conflict(who=_("Somebody"), what=_("the publication changed"))
    if not (permissions.works_desk(actor) or publication.actor_id == actor.pk):
        raise PermissionDenied
    done(publication, permalink=permalink, at=timezone.now())
    publication.save()
    publication_changed.send(sender=Publication, publication=publication, state=publication.state, actor=actor)
    confirm_when_complete(enquiry, publication, actor=actor)
    return publication


def confirm_when_complete(enquiry: Enquiry, publication: Publication, *, actor: User | None) -> None:
    """The enquiry is published once every citizen who asked has the answer."""
    if publication.kind != Kind.ANSWER or Publication.objects.filter(draft=publication.draft).exclude(state=Publication.State.DONE).exists():
        return
    enquiry.published_at = publication.published_at
    enquiry.closed_at = publication.published_at
    record(enquiry, move="confirm", to=State.PUBLISHED, actor=actor, detail={"publication": publication.pk})
    if publication.draft and publication.draft.answer_id:
        Answer.objects.filter(pk=publication.draft.answer_id).update(reuses=F("reuses") + 1)
    enquiry.assignments.filter(active=True).update(active=None)


@transaction.atomic
def schedule(enquiry: Enquiry, *, at: datetime, actor: User, version: int | None) -> list[Publication]:
    """Keep the publication for an hour to come; everything is checked again then. Without approval at the hour it fails, it never leaves."""
    if at <= timezone.now():
        raise TextRefused({"scheduled_at": _("Choose an hour to come.")})
    enquiry = begin(enquiry, move="schedule", actor=actor, version=version)
    draft = _decided_draft(enquiry)
    right = _require_right(enquiry, actor)
    rows = _publications(enquiry, draft, right=right, actor=actor)
    Publication.objects.filter(pk__in=[row.pk for row in rows]).update(scheduled_at=at, next_attempt_at=None)
    record(enquiry, move="schedule", to=State.READY, actor=actor, detail={**_detail(draft, right), "at": at.isoformat()})
    return rows


@transaction.atomic
def publish_due(publication: Publication, *, actor: User | None) -> Enquiry:
    """The hour of a scheduled publication has come: leave under the right of the person who scheduled it, or fail saying so."""
    enquiry = Enquiry.objects.select_for_update().get(pk=parent_of(publication).pk)
    due = Publication.objects.filter(draft=publication.draft, scheduled_at__isnull=False, state=Publication.State.PENDING)
    if not due.exists():
        return enquiry
    try:
        if enquiry.state != State.READY or publication.actor is None:
            raise NoRightToPublish([_("The wording was not approved at the hour.")])
        draft = _decided_draft(enquiry)
        right = _require_right(enquiry, publication.actor)
    except (NoRightToPublish, ReferentsError) as refusal:
        due.update(state=Publication.State.FAILED, scheduled_at=None, last_error=str(refusal)[:200])
        if enquiry.state in {State.READY, State.IN_REVIEW, State.TO_CORRECT}:
            record(enquiry, move="miss_schedule", to=State.FAILED, actor=actor, detail={"publication": publication.pk})
        return enquiry
    rows = _publications(enquiry, draft, right=right, actor=publication.actor)
    Publication.objects.filter(pk__in=[row.pk for row in rows], mode=Mode.EMAIL).update(next_attempt_at=timezone.now())
    record(enquiry, move="publish", to=State.PUBLISHING, actor=actor, detail=_detail(draft, right))
    for row in rows:
        publication_changed.send(sender=Publication, publication=row, state=row.state, actor=actor)
    return enquiry


@transaction.atomic
def retry(enquiry: Enquiry, *, actor: User, version: int | None, by_hand: bool = False) -> Enquiry:
    """Send again with the same key, or post by hand what a machine could not. A person decides, after looking at the remote thread."""
    enquiry = begin(enquiry, move="retry", actor=actor, version=version)
    draft = _decided_draft(enquiry)
    _require_right(enquiry, actor)
    rows = Publication.objects.filter(draft=draft).exclude(state=Publication.State.DONE)
    mode = {"mode": Mode.MANUAL} if by_hand else {}
    rows.update(state=Publication.State.PENDING, last_error="", scheduled_at=None, next_attempt_at=None, **mode)
    rows.filter(mode=Mode.EMAIL).update(next_attempt_at=timezone.now())
    record(enquiry, move="retry", to=State.PUBLISHING, actor=actor, detail={"draft": draft.pk, "by_hand": by_hand})
    return enquiry


@transaction.atomic
def mark_arrived(publication: Publication, *, actor: User, permalink: str = "") -> Publication:
    """The desk looked: an uncertain publication did arrive."""
    enquiry = begin(parent_of(publication), move="confirm", actor=actor, version=None)
    publication = Publication.objects.select_for_update().get(pk=publication.pk)
    if publication.state != Publication.State.DONE:
        done(publication, permalink=permalink, at=timezone.now())
        publication.save()
        publication_changed.send(sender=Publication, publication=publication, state=publication.state, actor=actor)
    confirm_when_complete(enquiry, publication, actor=actor)
    return publication
