"""Lists of groups and of members: a page at a time by keyset, a fixed number of queries. Read only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower

from rse.communities.models import Community, Membership
from rse.people.models import Department, User
from rse.people.search_key import letters

PAGE_SIZE = 30
SUGGESTED = 4
MOST_WORDS = 8


@dataclass(frozen=True)
class Asked:
    """What is asked of a list, as it stands in the address. `after` is where the page begins: a slug, or the number of a membership."""

    query: str = ""
    kind: str = ""
    after: str = ""

    def address(self, **changes: str) -> str:
        told = {"q": self.query, "type": self.kind, "apres": "", **changes}
        return "?" + urlencode({name: value for name, value in told.items() if value})


@dataclass(frozen=True)
class GroupLine:
    """A group in a list: `since` its last activity (None for somebody who may not read it), `colleagues` of one's own department in it."""

    community: Community
    since: datetime | None = None
    joined: bool = False
    colleagues: int = 0


@dataclass(frozen=True)
class Page:
    """`next` is the address of what follows, "" on the last page."""

    lines: list[GroupLine]
    next: str = ""
    suggested: list[GroupLine] = field(default_factory=list)


def my_groups(user: User, asked: Asked) -> Page:
    """The groups one is in, the one that moved last first; archived ones are under their own filter. Two queries."""
    rows = Community.objects.joined_by(user).filter(archived_at__isnull=asked.kind != "archives").matching(asked.query)
    rows = rows.annotate(moved_at=Coalesce("last_post_at", "created_at")).order_by("-moved_at", "-pk")
    if asked.after and (last := rows.filter(slug=asked.after).first()):
        rows = rows.filter(Q(moved_at__lt=last.moved_at) | Q(moved_at=last.moved_at, pk__lt=last.pk))
    found = list(rows[: PAGE_SIZE + 1])
    lines = [GroupLine(row, since=row.last_post_at, joined=True) for row in found[:PAGE_SIZE]]
    return Page(lines, next=_next(found, asked))


def other_groups(user: User, asked: Asked) -> Page:
    """The groups one may know, in the alphabet: found by words, without accents. Four queries, suggestions included."""
    rows = Community.objects.visible_to(user).matching(asked.query).listed()
    rows = rows.exclude(archived_at=None) if asked.kind == "archives" else rows.alive()
    if asked.kind in {"open", "closed"}:
        rows = rows.filter(visibility=asked.kind)
    if asked.after and (last := rows.filter(slug=asked.after).first()):
        rows = rows.after(last.folded, last.pk)
    found = list(rows[: PAGE_SIZE + 1])
    mine = set(Community.objects.joined_by(user).filter(pk__in=[row.pk for row in found]).order_by().values_list("pk", flat=True))
    lines = [GroupLine(row, since=_since(row, mine), joined=row.pk in mine) for row in found[:PAGE_SIZE]]
    suggested = [] if asked.query or asked.kind or asked.after else suggestions(user)
    return Page(lines, next=_next(found, asked), suggested=suggested)


def suggestions(user: User, *, most: int = SUGGESTED) -> list[GroupLine]:
    """Groups one is not in where colleagues of one's own department are, the most of them first; only those whose members one may see. Two queries."""
    department = Department.objects.filter(agents__user=user).values("pk")
    joined = Community.objects.joined_by(user).order_by().values("pk")
    seen = Membership.objects.visible_to(user).filter(user__agent__department__in=department, community__archived_at=None).exclude(community__in=joined)
    counts = dict(seen.order_by().values_list("community").annotate(n=Count("pk")).order_by("-n", "community")[:most])
    rows = Community.objects.in_bulk(counts)
    return [GroupLine(rows[pk], since=rows[pk].last_post_at, colleagues=number) for pk, number in counts.items()]


def members_of(user: User, community: Community, *, query: str = "", role: str = "", after: str = "") -> tuple[list[Membership], str]:
    """One page of the people in the group, in the order of the directory, and the number after which others follow ("" when none do). Two queries."""
    rows = members_listed(user, community)
    if role:
        rows = rows.filter(role=role)
    for word in letters(query).split()[:MOST_WORDS]:
        rows = rows.filter(key__contains=word)
    if after.isascii() and after.isdigit() and len(after) < 16 and (last := rows.filter(pk=after).first()):
        rows = rows.filter(Q(key__gt=last.key) | Q(key=last.key, pk__gt=last.pk))
    found = list(rows[: PAGE_SIZE + 1])
    return found[:PAGE_SIZE], str(found[PAGE_SIZE - 1].pk) if len(found) > PAGE_SIZE else ""


def members_listed(user: User, community: Community) -> "QuerySet[Any]":  # Any: memberships with their key of sorting
    """Everybody whom `user` may see there, with what a line shows."""
    rows = Membership.objects.visible_to(user).filter(community=community)
    rows = rows.annotate(key=Coalesce(F("user__agent__folded"), Lower("user__last_name"), Value("")))
    return rows.select_related("user__agent__department", "user__agent__portrait", "department").order_by("key", "pk")


def _since(row: Community, mine: set[int]) -> datetime | None:
    """When something last happened is for those who may read the group."""
    return row.last_post_at if row.visibility == Community.Visibility.OPEN or row.pk in mine else None


def _next(found: Sequence[Community], asked: Asked) -> str:
    return asked.address(apres=found[PAGE_SIZE - 1].slug) if len(found) > PAGE_SIZE else ""
