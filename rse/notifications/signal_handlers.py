"""What the bell does when somebody is erased."""

import json

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from rse.notifications.models import Digest, Inbox, Notification, Preference, ReceivedReply, ScopeChoice, Subscription, Voice
from rse.people.models import Agent
from rse.people.signals import agent_erased


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    agent_erased.connect(forget_erased, dispatch_uid="notifications.agent_erased")


def forget_erased(agent: Agent, names: list[str], **_payload: object) -> None:
    """What was told to the person, and every sentence that holds one of `names`: a notification is old news by then."""
    Inbox.objects.filter(user=agent.user_id).delete()
    told = Notification.objects.filter(Q(recipient=agent.user_id) | Q(actor=agent.user_id))
    told.delete()
    Voice.objects.filter(actor=agent.user_id).delete()
    for personal in (Preference, ScopeChoice, Subscription, Digest, ReceivedReply):
        personal._default_manager.filter(user=agent.user_id).delete()
    holding = Q()
    for name in names:
        # As the databases keep JSON: letters escaped or not.
        holding |= Q(words__contains=name) | Q(words__contains=json.dumps(name)[1:-1])
    if holding:
        for model in (Voice, Notification):
            model._default_manager.annotate(words=Cast("params", TextField())).filter(holding).delete()
