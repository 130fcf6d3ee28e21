"""Answers to forms go when the form said they would."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cms.models import FormAnswer, FormPage
from rse.people.models import User


@transaction.atomic
def forget_answers(*, actor: User | None) -> int:
    """Delete what is kept beyond the days told to those who answered; answers how many. Harmless twice."""
    now, gone = timezone.now(), 0
    for pk, days in FormPage.objects.values_list("pk", "kept_days"):
        gone += FormAnswer.objects.filter(page=pk, submit_time__lt=now - timedelta(days=days)).delete()[0]
    return gone
