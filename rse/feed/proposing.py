"""Names proposed while one types after an @ or a #. Nobody is proposed who does not read the place, no group that the writer may not see."""

from dataclasses import asdict, dataclass

from rse.communities.models import Community
from rse.core.text import fold
from rse.feed import roles
from rse.feed.content import Place
from rse.feed.models import Hashtag, Post
from rse.feed.naming import handles_of
from rse.feed.permissions import readers_of_place
from rse.people.finding import find
from rse.people.models import Agent, User
from rse.people.suggestions import detail_of

MOST = 8


@dataclass(frozen=True)
class Name:
    """`write` is what goes into the text, `label` and `detail` what is read in the list."""

    write: str
    label: str
    detail: str = ""


def names(user: User, typed: str, *, place: Place) -> list[dict[str, str]]:
    """The same search of people as the directory, narrowed to the readers of the place; then groups, then roles."""
    spoken = typed.replace(".", " ").strip()
    if not spoken:
        return []
    found = [*_people(user, spoken, place), *_groups(user, spoken)]
    found += [Name(f"@{role.handle}", role.label, role.detail) for role in roles.suggest(fold(typed))]
    return [asdict(name) for name in found[:MOST]]


def hashtags(user: User, typed: str) -> list[dict[str, str]]:
    """Words that stand under at least one post the writer reads."""
    rows = Hashtag.objects.visible_to(user).filter(folded__startswith=fold(typed)).order_by("folded")[:MOST] if typed else []
    return [asdict(Name(f"#{tag.name}", f"#{tag.name}")) for tag in rows]


def _people(user: User, spoken: str, place: Place) -> list[Name]:
    readers = readers_of_place(Post(community=place.community, department=place.department)).order_by().values("pk")
    among = Agent.objects.filter(user__in=readers).exclude(user=user)
    found = find(user, spoken, among=among)
    people = Agent.objects.visible_to(user).listed().in_bulk(found.ids[:MOST])
    shown = [people[pk] for pk in found.ids[:MOST] if pk in people]
    handles = handles_of(shown)
    return [Name(f"@{handles[agent.pk]}", agent.full_name, detail_of(agent)) for agent in shown]


def _groups(user: User, spoken: str) -> list[Name]:
    rows = Community.objects.visible_to(user).alive().filter(folded__contains=fold(spoken)).order_by("folded")[:4]
    return [Name(f"@{group.slug}", group.name, str(group._meta.verbose_name)) for group in rows]
