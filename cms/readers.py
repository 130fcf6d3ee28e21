"""What a page shows to whoever reads it: colleagues with their presence, referents of today, documents, posts. Everything passes the rights of the reader.

Reading only. What is asked twice on one page is asked once: `Reader` lives as long as its request.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import Page, Site

from cms.letter import origins
from cms.models import IntranetSettings, NavigationLink
from cms.permissions import Sight
from referents import library, reachability
from referents.models import Answer, OfficialAccount, Topic, VolunteerCall
from rse.core.models import Document, Image
from rse.core.prepared import Prepared
from rse.feed import feeds
from rse.feed.profiles import Brief, briefs
from rse.people.models import Agent, User
from rse.people.presence import Presence, presence

if TYPE_CHECKING:
    from django.http import HttpRequest

    from referents.reachability import Entry
    from rse.communities.models import Community

_KEPT = "_intranet_reader"


@dataclass(frozen=True)
class Line:
    """One link of a menu, as the reader sees it."""

    label: str
    url: str
    current: bool


@dataclass
class Reader:
    user: User
    path: str = ""
    _named: dict[int, frozenset[str]] = field(default_factory=dict)
    _origins: dict[str, str] = field(default_factory=dict)

    @cached_property
    def sight(self) -> Sight:
        """The pages and files of this reader, their restrictions read once."""
        return Sight(self.user)

    @cached_property
    def everyone(self) -> "list[Entry]":
        """All the referents of today; eight queries at most, once a page."""
        return reachability.entries(self.user, on=timezone.localdate())

    def referents_in(self, departments: Collection[int]) -> "list[Entry]":
        """Those of these departments, in the order of names."""
        return reachability.entries(self.user, on=timezone.localdate(), departments=departments)

    def referents_of(self, topic: Topic) -> "list[Entry]":
        """Those of the subject or of one right below it, those who are in first."""
        if topic.pk not in self._named:
            self._named[topic.pk] = frozenset({topic.name, *Topic.objects.filter(parent=topic, active=True).values_list("name", flat=True)})
        found = [entry for entry in self.everyone if self._named[topic.pk].intersection(entry.topics)]
        return sorted(found, key=lambda entry: (not entry.reachable, entry.place))

    def people(self, agents: Iterable[Agent | None]) -> list[tuple[Agent, Presence]]:
        """Colleagues in post, in the given order, with their presence. Two queries."""
        asked = [agent.pk for agent in agents if agent is not None]
        known = Agent.objects.visible_to(self.user).listed().in_bulk(asked)
        shown = [known[pk] for pk in asked if pk in known]
        there = presence(shown, timezone.now())
        return [(agent, there[agent.pk]) for agent in shown]

    def documents(self, documents: Iterable[Document | None]) -> list[Document]:
        asked = [document.pk for document in documents if document is not None]
        known = self.sight.visible(Document.objects.all()).in_bulk(asked)
        return [known[pk] for pk in asked if pk in known]

    def sees_image(self, image: Image | None) -> bool:
        return image is not None and image.pk in self._seen([image.pk])

    def images(self, described: Iterable[Any]) -> list[Any]:  # Any: values of `DescribedImageBlock`
        """Those whose image the reader may see; one query beside the rights for a whole gallery."""
        rows = [one for one in described if one["image"] is not None]
        seen = self._seen([one["image"].pk for one in rows])
        return [one for one in rows if one["image"].pk in seen]

    def _seen(self, images: list[int]) -> set[int]:
        return set(self.sight.visible(Image.objects.filter(pk__in=images)).values_list("pk", flat=True))

    def answer(self, answer: Answer | None) -> tuple[Answer, str] | None:
        """The answer as it stands today, with its standing; nothing once withdrawn or out of date."""
        found = (
            Answer.objects.visible_to(self.user).valid(timezone.localdate()).filter(pk=answer.pk).select_related("topic", "department").first()
            if answer
            else None
        )
        return (found, library.standing(found, on=timezone.localdate())) if found else None

    def call(self, call: VolunteerCall | None) -> VolunteerCall | None:
        rows = VolunteerCall.objects.visible_to(self.user).open(timezone.localdate()).select_related("department")
        return rows.filter(pk=call.pk).first() if call else None

    def leads_to(self, entry: Any, body: Any) -> str | None:  # Any: values of `LetterBlock`
        """Where an entry of the letter leads, "" for nowhere; None once some colleague may not read what it comes from. The whole issue is
        looked up at once."""
        origin = entry["origin"]
        if origin and origin not in self._origins:
            asked = {origin, *(one["origin"] for one in origins.entries_of(body or ()) if one["origin"])}
            found = origins.lookup(asked)
            self._origins |= {one: found[one].url if one in found else "" for one in asked}
        return (self._origins[origin] or None) if origin else str(entry["link"])

    def latest_posts(self, community: "Community | None", number: int) -> list[Brief]:
        """Nothing for whoever may not read the group, who is not told that it exists."""
        return briefs(feeds.of_community(self.user, community).latest_first()[:number]) if community else []

    @cached_property
    def links(self) -> dict[str, list[Line]]:
        """Menu, quick links and foot, by place: what leads to a page the reader may not see is not there."""
        found: dict[str, list[Line]] = {place: [] for place in NavigationLink.Place.values}
        for place, label, address, path, url_path, live, *_words in self._lines:
            if path is None or self.sight.sees_place(path, live=live):
                url = address if path is None else self.address(url_path)
                found[place].append(Line(label, url, bool(url) and url == self.path))
        return found

    def address(self, place: str) -> str:
        """From a place in the tree to an address: that of the home, and the way from it."""
        root, home = self._home
        return home + place[len(root) :] if root and place.startswith(root) else ""

    @cached_property
    def _home(self) -> tuple[str, str]:
        """(place in the tree, address) of the home of the intranet, as Wagtail keeps the roots of sites in its cache."""
        root = next((site.root_path for site in Site.get_site_root_paths()), "")
        return root, (Page(pk=1, url_path=root, title="").get_url() or "") if root else ""

    @cached_property
    def words(self) -> IntranetSettings:
        """Read with the links; on its own when there is none. Nothing is written by reading a page."""
        if self._lines:
            name, foot = self._lines[0][-2:]
            return IntranetSettings(name=name or "", foot=foot or "")
        return IntranetSettings.objects.first() or IntranetSettings()

    @cached_property
    def _lines(self) -> list[tuple[Any, ...]]:  # Any: links with the words beside them
        return LINKS.rows(self.user)


def _links(_user: User, _now: datetime) -> "QuerySet[Any]":
    """The same for everybody: who may follow them is asked of their pages."""
    said = IntranetSettings.objects.order_by("pk")
    pages = [F(f"page__{name}") for name in ("path", "url_path", "live")]
    return NavigationLink.objects.values_list("place", "label", "address", *pages, Subquery(said.values("name")[:1]), Subquery(said.values("foot")[:1]))


LINKS = Prepared(_links)


def reader_of(request: "HttpRequest") -> Reader:
    """The reader of this request, always the same object."""
    if not hasattr(request, _KEPT):
        user = request.user
        setattr(request, _KEPT, Reader(user, request.path))  # type: ignore[arg-type]  # only people signed in reach a page
    return getattr(request, _KEPT)  # type: ignore[no-any-return]  # set above


def accounts_of(departments: Iterable[int]) -> "list[OfficialAccount]":
    """The official accounts of these departments that speak today."""
    return ACCOUNTS.objects(None, departments=departments)


ACCOUNTS = Prepared(lambda _user, _now, departments: OfficialAccount.objects.filter(department__in=departments, state=OfficialAccount.State.LIVE))
