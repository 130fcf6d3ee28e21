"""Who sees the pages, images and documents of the library: models we do not own, hence functions instead of `visible_to` methods.

Everyone signed in, less what restrictions close on a page or a collection, inherited by everything below: ours (people, departments, groups of the
network, roles: `cms.models.rights`) and Wagtail's own by role. Wagtail's shared password opens nothing: it cannot say who knows it.
Every exit goes through here: pages, menus, lists, choosers, search, feeds, site maps, API, files and renditions.
"""

from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.models.rights import Restriction
from cms.querysets import writes_letter
from rse.communities.models import Community, CommunityUserObjectPermission
from rse.communities.permissions import READ
from rse.core.models import Document, Image, Rendition
from rse.core.prepared import Prepared
from rse.people.models import Agent, Department, User

M = TypeVar("M", bound=Model)
LEVELS = 6  # of departments, from the service to the general management
COLLECTIONS: dict[type[Model], str] = {Image: "collection", Document: "collection", Rendition: "image__collection"}


class Sight:
    """What one person sees. Their restrictions are read once for as long as this lives, which is a request: a later one asks again."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def closed_pages(self) -> list[str]:
        """Places in the tree below which this person reads nothing; an alias is closed with the page of which it shows the text."""
        return [] if self.user.is_superuser else _with_aliases([path for (path,) in CLOSED_PAGES.rows(self.user)])

    @cached_property
    def closed_collections(self) -> list[int]:
        """Ids, because a search takes `collection__in` and not a path."""
        paths = [] if self.user.is_superuser else [path for (path,) in CLOSED_COLLECTIONS.rows(self.user)]
        return list(Collection.objects.filter(_below("path", paths)).values_list("pk", flat=True)) if paths else []

    def visible(self, rows: "QuerySet[M]") -> "QuerySet[M]":
        """`rows` of pages (live ones), images, renditions or documents that this person may see."""
        if issubclass(rows.model, Page) and not self.user.is_superuser:
            rows = rows.filter(live=True)
        return self.open(rows)

    def open(self, rows: "QuerySet[M]") -> "QuerySet[M]":
        """`rows` that no restriction closes to this person, drafts included: what editing screens show, on top of Wagtail's own permissions."""
        if not self.user.is_active:
            return rows.none()
        if issubclass(rows.model, Page):
            return rows.exclude(_below("path", self.closed_pages)) if self.closed_pages else rows
        return rows.exclude(**{f"{COLLECTIONS[rows.model]}__in": self.closed_collections}) if self.closed_collections else rows

    def sees(self, page: Page) -> bool:
        """The same as `visible`, of a page already read: no query beside that of the restrictions."""
        return self.sees_place(page.path, live=page.live)

    def sees_place(self, path: str, *, live: bool) -> bool:
        return self.user.is_active and (self.user.is_superuser or bool(live and not path.startswith(tuple(self.closed_pages))))


def visible_to(user: User, rows: "QuerySet[M]") -> "QuerySet[M]":
    """`rows` of pages (live ones), images, renditions or documents that `user` may see. One query beside that of the rows, two for the library."""
    return Sight(user).visible(rows)


def open_to(user: User, rows: "QuerySet[M]") -> "QuerySet[M]":
    """`rows` that no restriction closes to `user`, drafts included."""
    return Sight(user).open(rows)


def open_to_everybody(rows: "QuerySet[M]") -> "QuerySet[M]":
    """`rows` of pages (live ones), images or documents that nothing closes to anybody: what may be said in front of all. One query beside theirs."""
    if issubclass(rows.model, Page):
        paths = _with_aliases(_restricted("page", PageViewRestriction))
        rows = rows.filter(live=True)
        return rows.exclude(_below("path", paths)) if paths else rows
    paths = _restricted("collection", CollectionViewRestriction)
    closed = Collection.objects.filter(_below("path", paths)).values("pk") if paths else None
    return rows if closed is None else rows.exclude(**{f"{COLLECTIONS[rows.model]}__in": closed})


def _restricted(place: str, wagtails: type[BaseViewRestriction]) -> list[str]:
    """Paths of the pages or collections that are closed to somebody, whoever asks."""
    theirs = wagtails.objects.exclude(restriction_type=BaseViewRestriction.LOGIN).values_list(f"{place}__path", flat=True)
    ours = Restriction.objects.filter(**{f"{place}__isnull": False}).values_list(f"{place}__path", flat=True)
    return list(theirs.order_by().union(ours))


def _with_aliases(paths: list[str]) -> list[str]:
    """With the places of pages that show the text of one below these."""
    found = paths
    while found:
        found = list(Page.objects.filter(_below("alias_of__path", found)).exclude(path__in=paths).order_by().values_list("path", flat=True))
        paths = [*paths, *found]
    return paths


def closed_collections(user: User) -> list[int]:
    """Ids of the collections that `user` does not read."""
    return Sight(user).closed_collections


def _below(field: str, paths: list[str]) -> Q:
    found = Q()
    for path in paths:
        found |= Q(**{f"{field}__startswith": path})
    return found


def _closed(place: str, wagtails: type[BaseViewRestriction]) -> Prepared:
    """Paths of the pages or collections whose restriction does not open to a person: one query, the person's department and those above in it."""

    def build(user: User, _now: datetime) -> "QuerySet[Any]":
        by_role = wagtails.objects.filter(restriction_type=BaseViewRestriction.GROUPS, groups__user=user.pk).values("pk")
        theirs = wagtails.objects.exclude(restriction_type=BaseViewRestriction.LOGIN).exclude(pk__in=by_role).values_list(f"{place}__path", flat=True)
        named = Q(people=user.pk) | Q(roles__user=user.pk) | Q(communities__in=Community.objects.joined_by(user).order_by().values("pk"))
        mine = Department.objects.filter(agents__user=user.pk, agents__state=Agent.State.ACTIVE).order_by()
        for level in range(LEVELS):
            named |= Q(departments__in=mine.values("__".join(["parent"] * level) or "pk"))
        ours = Restriction.objects.filter(**{f"{place}__isnull": False}).exclude(pk__in=Restriction.objects.filter(named).values("pk"))
        return theirs.order_by().union(ours.values_list(f"{place}__path", flat=True))

    return Prepared(build)


CLOSED_PAGES, CLOSED_COLLECTIONS = _closed("page", PageViewRestriction), _closed("collection", CollectionViewRestriction)


def audience(shown: Page | Image | Rendition | Document) -> "QuerySet[User]":
    """Everyone who sees this page, image, rendition or document: the inverse of `visible_to`."""
    people = User.objects.filter(is_active=True)
    if isinstance(shown, Page):
        if not shown.live:
            return people.filter(is_superuser=True)
        on_the_way: dict[str, set[str] | list[str]] = {"page__path__in": _way_to(shown)}
        wagtails = list(PageViewRestriction.objects.filter(**on_the_way))
    else:
        collection = (shown.image if isinstance(shown, Rendition) else shown).collection
        on_the_way = {"collection__path__in": _steps(collection.path, Collection.steplen)}
        wagtails = list(CollectionViewRestriction.objects.filter(**on_the_way))
    for restriction in wagtails:
        people = people.filter(_opened_to(restriction) | Q(is_superuser=True))
    for restriction in Restriction.objects.filter(**on_the_way):
        people = people.filter(_named_by(restriction) | Q(is_superuser=True))
    return people.distinct()


def _opened_to(restriction: BaseViewRestriction) -> Q:
    if restriction.restriction_type == BaseViewRestriction.GROUPS:
        return Q(pk__in=User.objects.filter(groups__in=restriction.groups.all()).values("pk"))
    return Q(pk__isnull=restriction.restriction_type != BaseViewRestriction.LOGIN)


def _named_by(restriction: Restriction) -> Q:
    agents = Agent.objects.filter(state=Agent.State.ACTIVE, department__in=Department.objects.below(*restriction.departments.all()).order_by().values("pk"))
    members = CommunityUserObjectPermission.objects.filter(permission__codename=READ, content_object__in=restriction.communities.all().order_by().values("pk"))
    return (
        Q(pk__in=restriction.people.values("pk"))
        | Q(pk__in=agents.order_by().values("user"))
        | Q(pk__in=members.values("user"))
        | Q(pk__in=User.objects.filter(groups__in=restriction.roles.all()).values("pk"))
    )


def _way_to(page: Page) -> set[str]:
    """The places whose restrictions hold for the page: those above it, and those above the pages of which one on the way is an alias."""
    places: set[str] = set()
    found = {page.path}
    while found:
        places |= {step for path in found for step in _steps(path, Page.steplen)}
        found = set(Page.objects.filter(path__in=places, alias_of__isnull=False).order_by().values_list("alias_of__path", flat=True)) - places
    return places


def _steps(path: str, length: int) -> list[str]:
    """A place in a tree and all those above it."""
    return [path[:end] for end in range(length, len(path) + 1, length)]


def edits(user: User) -> bool:
    """Whether this person has something to do in the editing screens."""
    return user.is_active and user.has_perm("wagtailadmin.access_admin")


def may_restrict(user: User, page: Page) -> bool:
    """Whoever owns the page, and those who publish there in Wagtail."""
    return bool(user.is_active and (page.owner_id == user.pk or page.permissions_for_user(user).can_set_view_restrictions()))


def may_write_letter(user: User) -> bool:
    """Prepares issues of the letter, reads what is suggested for it and its figures: whoever may write a page below the list of the letters."""
    return writes_letter(user)


def may_send(user: User, issue: Page) -> bool:
    """Sends an issue to everybody: whoever publishes there in Wagtail. Handing a page in gives the right to a page, not to everybody's bell."""
    return bool(user.is_active and open_to(user, Page.objects.filter(pk=issue.pk)).exists() and issue.permissions_for_user(user).can_publish())
