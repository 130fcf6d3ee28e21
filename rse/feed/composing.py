"""Where a person may write, as they are asked: the places in order, what each allows, whom it reaches and whether it is a good hour."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rse.communities.models import TOOLS
from rse.communities.visits import Visit
from rse.core.days import spell_day
from rse.feed.content import Place
from rse.feed.models import Post
from rse.feed.writing import can_write_in, can_write_to_everyone, expected_readers, groups_to_write_in
from rse.notifications import hours
from rse.people.models import Agent, Department, User
from rse.people.presence import attendance

EVERYONE = "tous"
FEW = 0.5


@dataclass(frozen=True)
class PlaceLine:
    """One line of « À qui ? »: `value` travels in the form, `tools` are what the place has switched on."""

    value: str
    label: str
    place: Place
    tools: str = ""


@dataclass(frozen=True)
class PlaceGroup:
    label: str
    lines: tuple[PlaceLine, ...]


@dataclass(frozen=True)
class Reach:
    """What sending there does, in words; `opening` is when most readers are back, None during their hours."""

    sentence: str
    hour: str = ""
    opening: datetime | None = None
    opening_label: str = ""


@dataclass(frozen=True)
class Composer:
    """The one line that opens the composer: where it leads, whose face stands beside it."""

    url: str
    initials: str


@dataclass(frozen=True)
class Places:
    groups: tuple[PlaceGroup, ...] = field(default=())

    def lines(self) -> list[PlaceLine]:
        return [line for group in self.groups for line in group.lines]

    def find(self, value: str) -> PlaceLine | None:
        return next((line for line in self.lines() if line.value == value), None)


def composer_for(user: User, *, department: Department | None = None) -> Composer | None:
    """What `feed/partials/composer.html` reads, on the home feed and on the page of a department; None where `user` may not write.

    No query on the home feed; what is written where is asked when the composer opens.
    """
    if department and not can_write_in(user, Place(department=department)):
        return None
    return _composer(user, f"?a=d{department.pk}" if department else "")


def composer_of_group(visit: Visit) -> Composer | None:
    """The same on the page of a group, without a query: a measure of moderation is told when it opens."""
    return _composer(visit.user, f"?a=g{visit.community.pk}") if visit.posts else None


def _composer(user: User, query: str) -> Composer:
    initials = (user.first_name[:1] + user.last_name[:1]).upper()
    return Composer(reverse("feed:write") + query, initials)


def places_of(user: User, *, besides: Place | None = None) -> Places:
    """Groups, the departments one belongs to or speaks for, all agents; `besides` is where an older draft stands, if it is still open."""
    tools = " ".join(TOOLS)
    communities = list(groups_to_write_in(user))
    groups = tuple(PlaceLine(f"g{one.pk}", one.name, Place(community=one), " ".join(one.tools)) for one in communities)
    agent = Agent.objects.filter(user=user, state=Agent.State.ACTIVE).select_related("department").first()
    departments = [agent.department] if agent and agent.department else []
    for other in (besides.department if besides else None, *user.departments_headed.all()):
        if other is not None and other not in departments and can_write_in(user, Place(department=other)):
            departments.append(other)
    around = tuple(
        PlaceLine(f"d{one.pk}", _("%(department)s and who follows me") % {"department": one.name}, Place(department=one), tools) for one in departments
    )
    everyone = (PlaceLine(EVERYONE, _("All agents"), Place(), tools),) if can_write_to_everyone(user) else ()
    found = ((_("Groups"), groups), (_("My department"), around), (_("The whole town"), everyone))
    return Places(tuple(PlaceGroup(label, lines) for label, lines in found if lines))


def value_of(post: Post) -> str:
    """The value of « À qui ? » for where a post stands."""
    return f"g{post.community_id}" if post.community_id else f"d{post.department_id}" if post.department_id else EVERYONE


def reach(place: Place, *, writer: User, at: datetime) -> Reach:
    """« 320 personnes l’auront dans leur fil », and outside their hours when they will be back. Whole numbers of people only, never who."""
    readers = expected_readers(Post(community=place.community, department=place.department, author=writer)).order_by()
    number = readers.count()
    sentence = ngettext("%(number)s person will have it in their feed.", "%(number)s people will have it in their feed.", number) % {"number": number}
    if not number:
        return Reach(_("Nobody else reads this place yet."))
    here = Agent.objects.filter(attendance(at).now, user__in=readers.values("pk")).count()
    if here >= number * FEW:
        return Reach(sentence)
    opening = hours.schedules([writer], at=at)[writer.pk].next_opening(at)
    hour = ngettext(
        "%(number)s of them is at work at this hour: the others find it when they are back, nothing rings before.",
        "%(number)s of them are at work at this hour: the others find it when they are back, nothing rings before.",
        here,
    ) % {"number": here}
    return Reach(sentence, hour, opening if opening > at else None, spell(opening))


def spell(at: datetime) -> str:
    """« lundi 30 novembre, 8 h 30 »."""
    local = localtime(at)
    minutes = f"\N{NO-BREAK SPACE}{local.minute:02}" if local.minute else ""
    return f"{spell_day(local, 'l j F')}, {local.hour}\N{NO-BREAK SPACE}h{minutes}"
