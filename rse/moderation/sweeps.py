"""Due work of moderation: pauses that end, removed words that are erased, old cases that are purged. A batch at a time, harmless twice."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rse.feed.actions import moderating
from rse.feed.models import Comment
from rse.moderation import conf
from rse.moderation.actions.decisions import end_measure
from rse.moderation.models import Appeal, Case, Decision, Entry

BATCH = 100
ERASED_AFTER = timedelta(days=30)


def end_pauses() -> int:
    """Write down that a pause is over and tell the person. Answers how many; what is refused never waited for this."""
    due = list(Decision.objects.over(timezone.now()).values_list("pk", "case")[:BATCH])
    for pk, case_pk in due:
        with transaction.atomic():
            case = Case.objects.select_for_update(of=("self",)).get(pk=case_pk)
            decision = Decision.objects.select_for_update(of=("self",)).select_related("person").get(pk=pk)
            end_measure(decision, case, end=Decision.End.EXPIRED, actor=None)
    return len(due)


def erase_removed() -> int:
    """The words of comments removed a month ago, unless a second look is still awaited."""
    before = timezone.now() - ERASED_AFTER
    old = Decision.objects.filter(kind=Decision.Kind.REMOVE, case__label="feed.comment", decided_at__lt=before, ended_at=None)
    pks = old.exclude(appeal__state=Appeal.State.ASKED).values("case__object_pk")
    rows = list(Comment.objects.filter(pk__in=pks, state=Comment.State.DELETED, deleted_at=None).exclude(body="")[:BATCH])
    for comment in rows:
        moderating.erase_comment(comment, actor=None)
    return len(rows)


def purge() -> int:
    """Forget judged cases MODERATION_KEPT_DAYS after their last effect: reports, reasons, measures, answers and the journal of each."""
    now = timezone.now()
    before = now - timedelta(days=conf.kept_days())
    effect = Q(decisions__decided_at__gte=before) | Q(decisions__until__gte=before) | Q(decisions__appeal__state=Appeal.State.ASKED)
    effect |= Q(decisions__appeal__judged_at__gte=before)
    kept = Case.objects.filter(effect).values("pk")
    old = list(Case.objects.filter(state=Case.State.CLOSED, closed_at__lt=before).exclude(pk__in=kept).values_list("pk", flat=True)[:BATCH])
    if old:
        with transaction.atomic():
            Entry.objects.filter(about__in=[f"case:{pk}" for pk in old]).delete()
            Case.objects.filter(pk__in=old).delete()
    return len(old)
