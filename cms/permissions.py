"""Who sees the pages, images and documents of the library: models we do not own, hence functions instead of `visible_to` methods.

Everyone signed in, less what restrictions close on a page or a collection, inherited by everything below: ours (people, departments, groups of the
network, roles: `cms.models.rights`) and Wagtail's own by role. Wagtail's shared password opens nothing: it cannot say who knows it.
Every exit goes through here: pages, menus, lists, choosers, search, feeds, site maps, API, files and renditions.
"""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.models.rights import Restriction
from rse.communities.models import Community, CommunityUserObjectPermission
from rse.communities.permissions import READ
from rse.core.models import Document, Image, Rendition
from rse.people.models import Agent, Department, User

M = TypeVar("M", bound=Model)
LEVELS = 6  # of departments, from the service to the general management
COLLECTIONS: dict[type[Model], str] = {Image: "collection", Document: "collection", Rendition: "image__collection"}


def visible_to(user: User, rows: "QuerySet[M]") -> "QuerySet[M]":
    """`rows` of pages (live ones), images, renditions or documents that `user` may see. One query beside that of the rows, two for the library."""
    if not user.is_active:
        return rows.none()
    if issubclass(rows.model, Page) and not user.is_superuser:
        rows = rows.filter(live=True)
    return open_to(user, rows)


def open_to(user: User, rows: "QuerySet[M]") -> "QuerySet[M]":
    """`rows` that no restriction closes to `user`, drafts included: what editing screens show, on top of Wagtail's own permissions."""
    if not user.is_active:
        return rows.none()
    if user.is_superuser:
        return rows
    if issubclass(rows.model, Page):
        paths = _closed(user, "page", PageViewRestriction)
        return rows.exclude(_below("path", paths)) if paths else rows
    closed = closed_collections(user)
    return rows.exclude(**{f"{COLLECTIONS[rows.model]}__in": closed}) if closed else rows


def closed_collections(user: User) -> list[int]:
    """Ids, because a search takes `collection__in` and not a path."""
    paths = _closed(user, "collection", CollectionViewRestriction)
    return list(Collection.objects.filter(_below("path", paths)).values_list("pk", flat=True)) if paths else []


def _below(field: str, paths: list[str]) -> Q:
    found = Q()
    for path in paths:
        found |= Q(**{f"{field}__startswith": path})
    return found


def _closed(user: User, place: str, wagtails: type[BaseViewRestriction]) -> list[str]:
    """Paths of the pages or collections whose restriction does not open to `user`: one query, the person's department and those above in it."""
    by_role = wagtails.objects.filter(restriction_type=BaseViewRestriction.GROUPS, groups__user=user).values("pk")
    theirs = wagtails.objects.exclude(restriction_type=BaseViewRestriction.LOGIN).exclude(pk__in=by_role).values_list(f"{place}__path", flat=True)
    named = Q(people=user) | Q(roles__user=user) | Q(communities__in=Community.objects.joined_by(user).order_by().values("pk"))
    mine = Department.objects.filter(agents__user=user, agents__state=Agent.State.ACTIVE).order_by()
    for level in range(LEVELS):
        named |= Q(departments__in=mine.values("__".join(["parent"] * level) or "pk"))
    ours = Restriction.objects.filter(**{f"{place}__isnull": False}).exclude(pk__in=Restriction.objects.filter(named).values("pk"))
    return list(theirs.order_by().union(ours.values_list(f"{place}__path", flat=True)))


def audience(shown: Page | Image | Rendition | Document) -> "QuerySet[User]":
    """Everyone who sees this page, image, rendition or document: the inverse of `visible_to`."""
    people = User.objects.filter(is_active=True)
    if isinstance(shown, Page):
        if not shown.live:
            return people.filter(is_superuser=True)
        on_the_way = {"page__path__in": _steps(shown.path, Page.steplen)}
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


def _steps(path: str, length: int) -> list[str]:
    """A place in a tree and all those above it."""
    return [path[:end] for end in range(length, len(path) + 1, length)]


def may_restrict(user: User, page: Page) -> bool:
    """Whoever owns the page, and those who publish there in Wagtail."""
    return bool(user.is_active and (page.owner_id == user.pk or page.permissions_for_user(user).can_set_view_restrictions()))
