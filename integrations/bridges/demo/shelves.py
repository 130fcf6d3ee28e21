"""Shelves of invented guides, articles and news, to measure the intranet on: always the same for the same number, written in bulk in a few seconds.

A page of Wagtail is two rows: the place in the tree, and what its kind holds. Both are written here in bulk, which Wagtail's own `add_child` cannot;
nothing is indexed for the search, nobody is told.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from random import Random

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.sql import InsertQuery
from django.utils import timezone
from wagtail.models import Page

from cms.models import ArticlePage, GuideIndexPage, GuidePage, HomePage, IntranetPage, NewsIndexPage, NewsPage, PortalPage
from integrations.bridges.demo.intranet.words import blocks_of, steps_of
from rse.people.models import Department, User

SLUG = "rayon"
BATCH = 200
THINGS = ("un badge", "un véhicule", "une salle", "un ordinateur", "un congé", "un bon de commande", "une formation", "un logement", "un téléphone", "une clé")
DOINGS = ("Demander", "Rendre", "Prolonger", "Prêter", "Faire réparer", "Remplacer", "Réserver", "Annuler")
BODY = """
## Avant de commencer

Le service reçoit du lundi au vendredi, de 9 h à 17 h.

- une pièce d’identité
- l’accord du chef de service

! Attention | Deux jours ouvrés sont nécessaires.
"""
STEPS = ["Remplir la fiche | Elle est sur le portail du service.", "La déposer | À l’accueil, ou par courriel.", "Attendre la réponse | Deux jours ouvrés."]


@dataclass(frozen=True)
class Around:
    """Where the pages stand and who answers for them, read once."""

    portals: list[PortalPage]
    guides: GuideIndexPage
    news: NewsIndexPage
    departments: list[Department]
    owner: User


@transaction.atomic
def build(pages: int) -> int:
    """Add pages until the intranet has `pages` in all; returns how many were added. Run twice, the second run adds none."""
    home = HomePage.objects.get()
    there = Page.objects.descendant_of(home, inclusive=True).count()
    if there >= pages:
        return 0
    first = Page.objects.filter(slug__startswith=f"{SLUG}-").count()
    around = Around(
        portals=list(PortalPage.objects.filter(of__isnull=False).order_by("path")),
        guides=GuideIndexPage.objects.get(),
        news=NewsIndexPage.objects.get(),
        departments=list(Department.objects.order_by("code")),
        owner=User.objects.get(username="10003"),
    )
    made = [_page(index, around) for index in range(first, first + pages - there)]
    _place(made)
    for kind in (GuidePage, ArticlePage, NewsPage):
        _write([page for _parent, page in made if type(page) is kind])
    return len(made)


def _page(index: int, around: Around) -> tuple[Page, IntranetPage]:
    """(parent, page), unsaved. Half are guides, a third of them on the portal of their department; three in ten news, the rest articles."""
    random = Random(index)
    portal = around.portals[index % len(around.portals)]
    department = portal.of if index % 10 < 5 or index % 10 > 7 else random.choice(around.departments)
    title = f"{random.choice(DOINGS)} {random.choice(THINGS)} ({index + 1})"
    facts = {
        "title": title,
        "draft_title": title,
        "slug": f"{SLUG}-{index + 1}",
        "intro": "Qui fait quoi, en combien de temps, avec quelles pièces.",
        "department": department,
        "owner": around.owner,
        "live": True,
        "body": blocks_of(BODY),
        "true_until": timezone.localdate() + timedelta(days=90 + index % 300),
        "first_published_at": timezone.now() - timedelta(days=1 + index % 700),
        "last_published_at": timezone.now() - timedelta(days=index % 30),
    }
    if index % 10 < 5:
        guide = GuidePage(**facts, theme=random.choice(GuidePage.Theme.values), steps=steps_of(STEPS))
        return (portal if index % 3 == 0 else around.guides), guide
    if index % 10 < 8:
        return around.news, NewsPage(**facts, date=timezone.localdate() - timedelta(days=1 + index % 700), comments_open=False)
    return portal, ArticlePage(**facts)


def _place(made: Sequence[tuple[Page, IntranetPage]]) -> None:
    """The rows of the tree, each after the last of its parent."""
    below: dict[int, list[IntranetPage]] = defaultdict(list)
    parents = {}
    for parent, page in made:
        parents[parent.pk] = parent
        below[parent.pk].append(page)
    rows = []
    for pk, pages in below.items():
        parent = parents[pk]
        last = parent.get_last_child()
        step = Page._str2int(last.path[-Page.steplen :]) if last else 0
        for number, page in enumerate(pages, start=step + 1):
            page.path, page.depth, page.numchild = Page._get_path(parent.path, parent.depth + 1, number), parent.depth + 1, 0
            page.url_path, page.locale_id = f"{parent.url_path}{page.slug}/", parent.locale_id
            page.content_type = ContentType.objects.get_for_model(type(page))
            rows.append(Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields if not field.primary_key}))
        Page.objects.filter(pk=pk).update(numchild=parent.numchild + len(pages))
    Page.objects.bulk_create(rows, batch_size=BATCH)
    placed = {row.path: row.pk for row in rows}
    for _parent, page in made:
        page.page_ptr_id = placed[page.path]


def _write(pages: Sequence[Model]) -> None:
    """What each kind holds beside its place: Django has no `bulk_create` for a model that extends another."""
    for some in _batches(pages):
        query = InsertQuery(type(some[0]))
        query.insert_values(type(some[0])._meta.local_concrete_fields, some, raw=True)
        query.get_compiler(connection=connection).execute_sql(None)


def _batches(pages: Sequence[Model]) -> Iterator[list[Model]]:
    rest = iter(pages)
    while some := list(islice(rest, BATCH // 4)):
        yield some
