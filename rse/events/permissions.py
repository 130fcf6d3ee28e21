"""Who sees an event, who organises it, who comes."""

from django.db.models import Q, QuerySet

from rse.communities.models import Community
from rse.events.models import CalendarFeed, Event, Organiser, Registration
from rse.feed.models import Post
from rse.feed.permissions import audience_of_post
from rse.people.models import User

TOOL = "events"


def audience_of_event(event: Event) -> QuerySet[User]:
    """The inverse of `Event.objects.visible_to`."""
    return audience_of_post(event.post) if event.post.state == Post.State.PUBLISHED else User.objects.none()


def audience_of_organiser(organiser: Organiser) -> QuerySet[User]:
    """The inverse of `Organiser.objects.visible_to`."""
    return audience_of_event(organiser.event)


def audience_of_registration(registration: Registration) -> QuerySet[User]:
    """The inverse of `Registration.objects.visible_to`: the person and the organisers, while they see the event."""
    concerned = Q(pk=registration.user_id) | Q(pk__in=registration.event.organisers.values("user"))
    return audience_of_event(registration.event).filter(concerned)


def audience_of_feed(feed: CalendarFeed) -> QuerySet[User]:
    """The inverse of `CalendarFeed.objects.visible_to`."""
    return User.objects.filter(pk=feed.user_id, is_active=True)


def can_organise(user: User, event: Event) -> bool:
    """The organisers, while they see the event."""
    return user.is_active and event.organisers.filter(user=user).exists() and Event.objects.visible_to(user).filter(pk=event.pk).exists()


def keeps_agenda(community: Community) -> bool:
    """Whether the group has switched its agenda on."""
    return TOOL in community.tools
