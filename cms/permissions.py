"""Who sees the pages, images and documents of the library: models we do not own, hence functions instead of `visible_to` methods.

Everyone signed in, less what Wagtail's own restrictions close: groups on a page or a collection, inherited by everything below.
Wagtail's shared password opens nothing: it cannot say who knows it.
"""

from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model, Q, QuerySet
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction, Page, PageViewRestriction

from rse.core.models import Document, Image, Rendition
from rse.people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable

M = TypeVar("M", bound=Model)
COLLECTION_PATHS: dict[type[Model], str] = {Image: "collection__path", Document: "collection__path", Rendition: "image__collection__path"}


def visible_to(user: User, rows: "QuerySet[M]") -> "QuerySet[M]":
    """`rows` of pages (live ones), images, renditions or documents that `user` may see. Two queries at most beside that of the rows."""
    if not user.is_active:
        return rows.none()
    if issubclass(rows.model, Page):
        shown = rows if user.is_superuser else rows.filter(live=True)
        restrictions: Iterable[BaseViewRestriction] = PageViewRestriction.objects.select_related("page").prefetch_related("groups")
        return _outside(user, shown, [(one, one.page.path) for one in restrictions], path="path")
    collections = CollectionViewRestriction.objects.select_related("collection").prefetch_related("groups")
    return _outside(user, rows, [(one, one.collection.path) for one in collections], path=COLLECTION_PATHS[rows.model])


def _outside(user: User, rows: "QuerySet[M]", restrictions: "list[tuple[BaseViewRestriction, str]]", *, path: str) -> "QuerySet[M]":
    """`rows` that lie below none of the restrictions that are closed to `user`."""
    if user.is_superuser or not restrictions:
        return rows
    groups = set(user.groups.values_list("pk", flat=True))
    closed = Q()
    for restriction, place in restrictions:
        if not _opens(restriction, groups):
            closed |= Q(**{f"{path}__startswith": place})
    return rows.exclude(closed) if closed else rows


def _opens(restriction: BaseViewRestriction, groups: set[int]) -> bool:
    if restriction.restriction_type == BaseViewRestriction.GROUPS:
        return bool(groups & {group.pk for group in restriction.groups.all()})
    return restriction.restriction_type == BaseViewRestriction.LOGIN


def audience(shown: Page | Image | Rendition | Document) -> "QuerySet[User]":
    """Everyone who sees this page, image, rendition or document: the inverse of `visible_to`."""
    people = User.objects.filter(is_active=True)
    if isinstance(shown, Page):
        restrictions: Iterable[BaseViewRestriction] = PageViewRestriction.objects.filter(page__path__in=_steps(shown.path, Page.steplen))
        if not shown.live:
            return people.filter(is_superuser=True)
    else:
        collection = (shown.image if isinstance(shown, Rendition) else shown).collection
        restrictions = CollectionViewRestriction.objects.filter(collection__path__in=_steps(collection.path, Collection.steplen))
    for restriction in restrictions:
        people = people.filter(_opened_to(restriction) | Q(is_superuser=True))
    return people.distinct()


def _opened_to(restriction: BaseViewRestriction) -> Q:
    if restriction.restriction_type == BaseViewRestriction.GROUPS:
        return Q(pk__in=User.objects.filter(groups__in=restriction.groups.all()).values("pk"))
    return Q(pk__isnull=restriction.restriction_type != BaseViewRestriction.LOGIN)


def _steps(path: str, length: int) -> list[str]:
    """A place in a tree and all those above it."""
    return [path[:end] for end in range(length, len(path) + 1, length)]
