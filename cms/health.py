"""How the pages are: without owner, past their day, with links that lead nowhere, with images without words. Reading only; what one may not
read is not counted."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from cms import truth
from cms.models.base import IntranetPage
from cms.models.reviews import PageFault
from cms.quality.checks import FILE_NAME
from cms.reading import reading_of
from cms.rights import department_of
from rse.core.models import Document

Kind = PageFault.Kind


@dataclass(frozen=True)
class Ill:
    """One page, what is wrong, and where to mend it."""

    pk: int
    title: str
    department: str
    kind: str
    detail: str
    url: str


def without_owner(rows: Sequence[IntranetPage]) -> list[Ill]:
    return [ill(page, "owner", "") for page in rows if page.owner is None or not page.owner.is_active]


def past_review(rows: Sequence[IntranetPage], *, on: date) -> list[Ill]:
    return [ill(page, "review", page.true_until.isoformat()) for page in rows if page.true_until is not None and page.true_until < on]


def ill(page: IntranetPage, kind: str, detail: str) -> Ill:
    """The page as a report names it."""
    department = department_of(page)
    return Ill(page.pk, page.title, str(department) if department else "", kind, detail, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def stale_by_department(rows: Sequence[IntranetPage], *, on: date) -> list[tuple[str, int, int]]:
    """(department, pages past their day, pages) for each department that has pages, those with most first."""
    every, stale = Counter[str](), Counter[str]()
    for page in rows:
        name = str(department_of(page) or "")
        every[name] += 1
        stale[name] += page.true_until is not None and page.true_until < on
    return sorted(((name, stale[name], number) for name, number in every.items()), key=lambda row: (-row[1], row[0]))


def faults_of(page: IntranetPage, broken: dict[int, list[str]]) -> Iterator[tuple[str, str]]:
    """(kind, detail) of what is wrong inside one page; `broken` comes from `broken_links`."""
    for title in broken.get(page.pk, ()):
        yield Kind.LINK, title
    for picture in reading_of(page).pictures:
        if picture.alt is None or FILE_NAME.search(picture.alt):
            yield Kind.PICTURE, (picture.alt or picture.src.rpartition("/")[2])[:300]


def broken_links() -> dict[int, list[str]]:
    """For each live page, the pages it points to that are gone or no longer shown, and the documents that are gone. Three queries, all pages at once.

    The text's own links, the blocks' choices and the page's fields, as Wagtail's index of references knows them; no other site is called.
    """
    page_type, document_type = ContentType.objects.get_for_model(Page), ContentType.objects.get_for_model(Document)
    rows = ReferenceIndex.objects.filter(base_content_type=page_type, to_content_type__in=[page_type, document_type])
    wanted = list(rows.order_by("object_id", "pk").values_list("object_id", "to_content_type", "to_object_id").distinct())
    live = {str(pk): title for pk, title in Page.objects.filter(live=True).values_list("pk", "title")}
    hidden = {str(pk): title for pk, title in Page.objects.filter(live=False).values_list("pk", "title")}
    documents = {str(pk) for pk in Document.objects.values_list("pk", flat=True)}
    found: dict[int, list[str]] = {}
    for source, kind, target in wanted:
        is_page = kind == page_type.pk
        if source in live and not (target in live if is_page else target in documents):
            found.setdefault(int(source), []).append(hidden.get(target, f"n° {target}") if is_page else f"document n° {target}")
    return found


@dataclass(frozen=True)
class Health:
    without_owner: list[Ill]
    past_review: list[Ill]
    broken_links: list[Ill]
    missing_alternatives: list[Ill]
    pages: int

    def as_json(self) -> dict[str, object]:
        groups = ("without_owner", "past_review", "broken_links", "missing_alternatives")
        return {"pages": self.pages, **{name: [asdict(one) for one in getattr(self, name)] for name in groups}}


def health(on: date) -> Health:
    """Everything, read now: what the command prints and what the nightly check keeps."""
    rows = list(truth.pages())
    broken = broken_links()
    faults = [ill(page, kind, detail) for page in rows for kind, detail in faults_of(page, broken)]
    return Health(
        without_owner=without_owner(rows),
        past_review=past_review(rows, on=on),
        broken_links=[one for one in faults if one.kind == Kind.LINK],
        missing_alternatives=[one for one in faults if one.kind == Kind.PICTURE],
        pages=len(rows),
    )
