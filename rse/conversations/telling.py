"""The notifications of conversations: one that is unread at most for each conversation, however many lines follow."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rse.conversations import titles
from rse.conversations.models import Conversation, Line, Participant
from rse.notifications import actions, kinds
from rse.notifications.models import Notification
from rse.notifications.querysets import NotificationQuerySet
from rse.people.models import User

MESSAGE, GROUP_MESSAGE, ADDED = "conversations.message", "conversations.group_message", "conversations.added"
ALL = (MESSAGE, GROUP_MESSAGE, ADDED)


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for kind in KINDS:
        kinds.register(kind)


def tell_of_line(line: Line, *, actor: User) -> None:
    """Those who are in it, whose conversation is not silent and who have nothing unread about it yet."""
    conversation = line.conversation
    now = timezone.now()
    seats = Participant.objects.filter(Q(muted_until=None) | Q(muted_until__lte=now), conversation=conversation, left_at=None).exclude(user=actor)
    told = about(conversation).unread().values("recipient")
    people = User.objects.filter(pk__in=seats.values("user"), is_active=True).exclude(pk__in=told)
    kind, called = (MESSAGE, "") if conversation.is_direct else (GROUP_MESSAGE, titles.among(conversation))
    params = {"who": str(actor), "name": called}
    actions.notify(
        people, kind=kind, key=f"conversation-{conversation.pk}-{line.pk}", url=address(conversation), params=params, actor=actor, about=thing(conversation)
    )


def tell_added(line: Line, *, person: User, actor: User) -> None:
    conversation = line.conversation
    actions.notify(
        [person],
        kind=ADDED,
        key=f"conversation-{conversation.pk}-{line.pk}",
        url=address(conversation),
        params={"who": str(actor)},
        actor=actor,
        about=thing(conversation),
    )


def forget(conversation: Conversation, *, user: User) -> None:
    """What was told about it is read with it."""
    for notification in about(conversation).unread().filter(recipient=user):
        actions.mark_read(notification, actor=user)


def about(conversation: Conversation) -> NotificationQuerySet:
    return Notification.objects.filter(kind__in=ALL, about=thing(conversation))


def thing(conversation: Conversation) -> str:
    return f"conversations.conversation:{conversation.pk}"


def address(conversation: Conversation) -> str:
    return reverse("conversations:conversation", args=[conversation.pk])


def in_them(user: User, notifications: Sequence[Notification]) -> set[int]:
    """Those whose conversation `user` is still in. One query."""
    wanted = {one.pk: int(one.about.rpartition(":")[2]) for one in notifications}
    found = set(Conversation.objects.visible_to(user).filter(pk__in=set(wanted.values())).values_list("pk", flat=True))
    return {pk for pk, conversation in wanted.items() if conversation in found}


def _kind(code: str, label: Promise, sentence: Promise) -> kinds.Kind:
    return kinds.Kind(code, label, sentence, email=True, push=True, category=kinds.ADDRESSED, allowed_among=in_them)


KINDS = (
    _kind(MESSAGE, _("Messages from a colleague"), _("%(who)s wrote to you")),
    _kind(GROUP_MESSAGE, _("Messages among several"), _("%(who)s wrote in the conversation “%(name)s”")),
    _kind(ADDED, _("Being added to a conversation"), _("%(who)s added you to a conversation")),
)
