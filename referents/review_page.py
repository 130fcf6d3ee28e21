"""What a reviewer reads before a wording leaves: the text, why it needs two pairs of eyes, what it rests on. Reading only."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from referents import diffs, permissions, rights
from referents.answer_page import where_words
from referents.conf import directory
from referents.host import User
from referents.hours import moment
from referents.models import Attachment, Contribution, Decision, Draft, Enquiry, Message
from referents.speakers import speaker
from referents.states import State


@dataclass(frozen=True)
class ReviewPage:
    """`open` when this reader may decide now. `decisions` come with the reviewer's name, or "" for the signed charter."""

    enquiry: Enquiry
    now: datetime
    draft: Draft | None
    author: str
    may_decide: bool
    own: bool
    reasons: list[str]
    changes: list[diffs.Line]
    messages: list[Message]
    photos: list[Attachment]
    said: list[tuple[str, Contribution]]
    decisions: list[tuple[str, Decision]]

    @property
    def where(self) -> str:
        """On which network, or how, the citizen asked."""
        return where_words(self.enquiry)

    @property
    def received(self) -> str:
        """When the citizen asked, as people say it."""
        return moment(self.enquiry.received_at, now=self.now)


def review_page(user: User, enquiry: Enquiry, *, now: datetime) -> ReviewPage | None:
    """The page for a reviewer, for the author of the version and for those who decided; None for anybody else."""
    label = directory().label
    draft = enquiry.drafts.filter(current=True).select_related("author", "base").first()
    decisions = list(Decision.objects.filter(draft__enquiry=enquiry, draft__cycle=enquiry.cycle).select_related("reviewer").order_by("at", "pk"))
    may_review = permissions.may_review(user, enquiry)
    own = draft is not None and draft.author_id == user.pk
    if not (may_review or own or any(decision.reviewer_id == user.pk for decision in decisions) or permissions.reads_desk(user)):
        return None
    said = enquiry.contributions.filter(cycle=enquiry.cycle).select_related("said_by", "contact")
    return ReviewPage(
        enquiry=enquiry,
        now=now,
        draft=draft,
        author=label(draft.author) if draft else "",
        may_decide=may_review and enquiry.state == State.IN_REVIEW,
        own=own,
        reasons=why_two_pairs(enquiry, draft, on=timezone.localdate(now)),
        changes=diffs.compare(draft.base.text, draft.text) if draft and draft.base else [],
        messages=list(enquiry.messages.filter(direction=Message.Direction.IN, deleted_at__isnull=True)),
        photos=list(enquiry.attachments.all()),
        said=[(speaker(one), one) for one in said],
        decisions=[(label(decision.reviewer) if decision.reviewer else "", decision) for decision in decisions],
    )


def why_two_pairs(enquiry: Enquiry, draft: Draft | None, *, on: date) -> list[str]:
    """Why this wording is read before it leaves, in sentences; never about a person's worth."""
    words = {
        "sensitive": _("the subject is sensitive"),
        "red": _("this subject is always read twice"),
        "pre_election": _("it is a pre-election period"),
        "no_topic": _("its subject is not set"),
    }
    reasons = [words[code] for code in rights.review_reasons(enquiry, on=on)]
    return reasons or ([_("the author’s mission does not cover this subject or this account")] if draft else [])
