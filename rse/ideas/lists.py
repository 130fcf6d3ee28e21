"""Pages of ideas: sorted, filtered, cut by keyset; a fixed number of queries."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from rse.ideas.models import Category, Idea, IdeaBox, Support
from rse.ideas.querysets import ORDERS, IdeaQuerySet, Order
from rse.people.models import User

PAGE_SIZE = 20
LONGEST_KEY = 60


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for; anything unreadable asks for nothing."""

    sort: str
    category: int | None
    status: str
    after: str

    @classmethod
    def read(cls, query: QueryDict) -> "Asked":
        category = query.get("category", "")
        return cls(
            sort=query.get("sort", "") if query.get("sort", "") in ORDERS else "recentes",
            category=int(category) if category.isascii() and category.isdigit() and len(category) < 16 else None,
            status=query.get("status", "") if query.get("status", "") in Idea.Status.values else "",
            after=query.get("after", "")[:LONGEST_KEY],
        )

    @property
    def filtering(self) -> bool:
        return bool(self.category or self.status)

    def address(self, *, sort: str = "", after: str = "") -> str:
        """The same list sorted otherwise, or the page that follows."""
        query = QueryDict(mutable=True)
        for name, value in (("sort", sort or self.sort), ("category", self.category or ""), ("status", self.status), ("after", after)):
            if value and (name, value) != ("sort", "recentes"):
                query[name] = str(value)
        return f"?{query.urlencode()}"


@dataclass(frozen=True)
class Line:
    """One idea of a list as one person sees it."""

    idea: Idea
    supported: bool
    own: bool


@dataclass(frozen=True)
class IdeaPage:
    lines: list[Line]
    next_address: str


def box_page(user: User, box: IdeaBox, asked: Asked) -> IdeaPage:
    """Two queries: the ideas, and which of them `user` supports."""
    found = Idea.objects.visible_to(user).sent().standing().filter(box=box)
    if asked.category:
        found = found.filter(category=asked.category)
    if asked.status:
        found = found.filter(status=asked.status)
    order = ORDERS[asked.sort]
    ideas = list(_after(found.in_order_of(order), order, asked.after).listed()[: PAGE_SIZE + 1])
    shown = ideas[:PAGE_SIZE]
    more = asked.address(after=order.key(shown[-1])) if len(ideas) > PAGE_SIZE else ""
    return IdeaPage(lines_of(user, shown), more)


def lines_of(user: User, ideas: list[Idea]) -> list[Line]:
    supported = set(Support.objects.visible_to(user).filter(idea__in=[idea.pk for idea in ideas]).values_list("idea", flat=True))
    return [Line(idea, idea.pk in supported, idea.post.author_id == user.pk) for idea in ideas]


def categories_of(box: IdeaBox) -> list[Category]:
    return list(box.categories.offered())


def _after(found: IdeaQuerySet, order: Order, key: str) -> IdeaQuerySet:
    value, _sign, pk = key.rpartition("_")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 16):
        return found
    if order.column == "support_count":
        return found.beyond(order, int(value), int(pk)) if value.isascii() and value.isdigit() and len(value) < 10 else found
    try:
        at = parse_datetime(value)
    except ValueError:
        at = None
    return found.beyond(order, at, int(pk)) if at is not None and at.tzinfo is not None else found
