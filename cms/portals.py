"""The portal of a department, worked out from the department when the page is read: after a reorganisation it says what is true. Reading only."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from cms.models import GuidePage, NewsPage, PortalPage
from cms.permissions import visible_to
from cms.readers import Reader, accounts_of
from rse.core.models import Document
from rse.events.models import Event
from rse.people.models import Agent, Department
from rse.people.presence import Presence, presence

if TYPE_CHECKING:
    from referents.models import OfficialAccount
    from referents.reachability import Entry

TEAM_SHOWN = 24
NEWS_SHOWN = 3
EVENTS_SHOWN = 5
DOCUMENTS_SHOWN = 12
EVENTS_WITHIN = timedelta(days=60)


@dataclass(frozen=True)
class Portal:
    """`team` is that of the department itself, its head first; `agents` counts with those below."""

    department: Department
    head: Agent | None
    team: list[tuple[Agent, Presence]]
    agents: int
    above: Department | None
    below: list[tuple[Department, PortalPage | None]]
    referents: "list[Entry]"
    guides: list[GuidePage]
    news: list[NewsPage]
    documents: list[Document]
    events: list[Event]
    accounts: "list[OfficialAccount]"


def portal(reader: Reader, page: PortalPage) -> Portal | None:
    """Nothing when the department is gone. About twenty queries, whatever the number of people and pages."""
    department = Department.objects.select_related("head__agent", "parent").filter(pk=page.of_id).first()
    if department is None:
        return None
    user, now = reader.user, timezone.now()
    whole = list(Department.objects.below(department).order_by("name"))
    ids = [row.pk for row in whole]
    everybody = Agent.objects.visible_to(user).filter(state=Agent.State.ACTIVE)
    team = list(everybody.filter(department=department).listed()[:TEAM_SHOWN])
    there = presence(team, now)
    portals = {row.of_id: row for row in visible_to(user, PortalPage.objects.live()).filter(of__in=ids).defer("body")}
    events = Event.objects.visible_to(user).standing().between(now, now + EVENTS_WITHIN).filter(Q(post__department__in=ids) | Q(post__on_behalf_of__in=ids))
    return Portal(
        department=department,
        head=getattr(department.head, "agent", None),
        team=[(agent, there[agent.pk]) for agent in sorted(team, key=lambda agent: agent.user_id != department.head_id)],
        agents=everybody.filter(department__in=ids).count(),
        above=department.parent,
        below=[(row, portals.get(row.pk)) for row in whole if row.parent_id == department.pk],
        referents=[entry for entry in reader.everyone if entry.referent.department_id in ids],
        guides=list(
            visible_to(user, GuidePage.objects.live()).filter(Q(department__in=ids) | Q(path__startswith=page.path)).defer("body", "steps").order_by("title")
        ),
        news=list(visible_to(user, NewsPage.objects.live()).filter(department__in=ids).defer("body").order_by("-date", "-pk")[:NEWS_SHOWN]),
        documents=_documents(reader, page),
        events=list(events.with_post().in_order()[:EVENTS_SHOWN]),
        accounts=accounts_of(ids),
    )


def _documents(reader: Reader, page: PortalPage) -> list[Document]:
    """Those of the collection of the department and of those below it."""
    if page.collection is None:
        return []
    rows = visible_to(reader.user, Document.objects.filter(collection__path__startswith=page.collection.path))
    return list(rows.order_by("-created_at")[:DOCUMENTS_SHOWN])
