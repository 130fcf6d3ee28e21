"""A new intranet: the standard tree, its menus, the roles that write in it. What exists is kept as it is; run again, it adds what is missing."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from cms.actions.workflows import delegate_publishing
from cms.models import (
    CanteenPage,
    CharterPage,
    GuideIndexPage,
    GuidePage,
    HomePage,
    IntranetPage,
    IntranetSettings,
    LegalPage,
    NavigationLink,
    NewsCategory,
    NewsIndexPage,
    NewsletterIndexPage,
    NewsPage,
    PortalIndexPage,
    PortalPage,
    SiteMapPage,
)
from referents.models import Charter
from rse.people.models import Department, User

P = TypeVar("P", bound=IntranetPage)
WRITERS, CONTRIBUTORS = "Rédaction de l’intranet", "Contribution à l’intranet"
RIGHTS = {WRITERS: ("add_page", "change_page", "publish_page"), CONTRIBUTORS: ("add_page", "change_page")}
LIBRARY = {WRITERS: ("add", "change", "choose"), CONTRIBUTORS: ("add", "choose")}
SNIPPETS = ("alert", "navigationlink", "newscategory")
TRUE_FOR = timedelta(days=365)


@dataclass
class Built:
    """The standard places, and what this run made."""

    home: HomePage
    made: list[str] = field(default_factory=list)
    places: dict[str, Page] = field(default_factory=dict)


@transaction.atomic
def build_site(*, name: str = "", samples: bool = True, actor: User | None) -> Built:
    """Everything a new authority needs before its first page. A page that was moved, renamed or unpublished is found by its family and left alone."""
    home, is_new = _home(name, actor)
    built = Built(home, [home.title] if is_new else [])
    families: tuple[tuple[type[IntranetPage], str], ...] = (
        (NewsIndexPage, _("News")),
        (GuideIndexPage, _("Guides")),
        (PortalIndexPage, _("Departments")),
        (CanteenPage, _("Canteen")),
        (NewsletterIndexPage, _("Newsletter")),
        (SiteMapPage, _("Map of the intranet")),
    )
    for family, title in families:
        built.places[family.__name__] = _only(built, family, title, actor)
    _portals(built, actor)
    _charters(built, actor)
    _legal(built, actor)
    _menus(built)
    _roles(built)
    if workflow := delegate_publishing(Page.objects.get(pk=built.home.pk), keepers=WRITERS, actor=actor):
        built.made.append(workflow)
    if samples and is_new:
        _samples(built, actor)
    return built


def _home(name: str, actor: User | None) -> tuple[HomePage, bool]:
    """The home of the default site; Wagtail's own welcome page gives way to it."""
    found = HomePage.objects.first()
    if found:
        return found, False
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    welcome = site.root_page if site else None
    root = Page.get_first_root_node()
    title = name or _("Intranet")
    home = root.add_child(instance=HomePage(title=title, slug="intranet", owner=actor, intro=_("News, guides and departments in one place.")))
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    else:
        site.root_page = home
        site.save()
    if welcome is not None and type(welcome.specific) is Page and not welcome.get_children().exists():
        welcome.delete()
    Site.clear_site_root_paths_cache()
    if not IntranetSettings.objects.exists():
        IntranetSettings.objects.create(name=title)
    return HomePage.objects.get(pk=home.pk), True


def _only(built: Built, family: type[P], title: str, actor: User | None) -> P:
    return family.objects.first() or add(built, built.home, family(title=title, slug=slugify(title), owner=actor))


def add(built: Built, parent: Page, page: P) -> P:
    """Put a page of ours below another; it is counted among what was made."""
    parent.add_child(instance=page)
    built.made.append(page.title)
    return page


def _portals(built: Built, actor: User | None) -> None:
    """One for every department that has none."""
    there = set(PortalPage.objects.filter(of__isnull=False).values_list("of", flat=True))
    index = built.places["PortalIndexPage"]
    taken = set(index.get_children().values_list("slug", flat=True))
    for department in Department.objects.exclude(pk__in=there).order_by("name"):
        slug = slugify(department.name)[:80] or department.code.lower()
        if slug in taken:
            slug = f"{slug}-{department.pk}"
        taken.add(slug)
        add(built, index, PortalPage(title=department.name, slug=slug, of=department, department=department, owner=department.head or actor))


def _charters(built: Built, actor: User | None) -> None:
    there = set(CharterPage.objects.values_list("charter", flat=True))
    for charter in Charter.objects.exclude(pk__in=[pk for pk in there if pk]):
        add(built, built.home, CharterPage(title=charter.name, slug=f"charte-{charter.slug}", charter=charter, owner=actor))


def _legal(built: Built, actor: User | None) -> None:
    if not LegalPage.objects.exists():
        text = [("text", f"<p>{_('Say here which personal data this intranet keeps, why, and until when.')}</p>")]
        page = LegalPage(title=_("Personal data"), slug="donnees-personnelles", owner=actor, body=text)
        add(built, built.home, page)


def _menus(built: Built) -> None:
    """The first time only: afterwards the links belong to whoever edits them."""
    if NavigationLink.objects.exists():
        return
    places = built.places
    menu = [places[key] for key in ("NewsIndexPage", "GuideIndexPage", "PortalIndexPage", "CanteenPage", "NewsletterIndexPage")]
    links = [NavigationLink(place="menu", label=page.title, page=page, order=number) for number, page in enumerate(menu)]
    links += [NavigationLink(place="foot", label=places["SiteMapPage"].title, page=places["SiteMapPage"])]
    links += [
        NavigationLink(place="quick", label=label, address=address, order=number)
        for number, (label, address) in enumerate(
            [(_("Directory"), "/annuaire/"), (_("Referents"), "/referents/"), (_("Answers ready"), "/reponses/"), (_("Agenda"), "/agenda/")]
        )
    ]
    NavigationLink.objects.bulk_create(links)


def _roles(built: Built) -> None:
    """Who writes and who publishes, as groups of Wagtail; whoever is in Communication publishes too."""
    admin = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    root = Collection.get_first_root_node()
    for name, page_rights in RIGHTS.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            built.made.append(name)
        group.permissions.add(admin)
        for codename in page_rights:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", content_type__model="page", codename=codename)
            GroupPagePermission.objects.get_or_create(group=group, page=built.home, permission=permission)
        for right in LIBRARY[name]:
            for permission in Permission.objects.filter(content_type__app_label="core", codename__in=(f"{right}_image", f"{right}_document")):
                GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
    of_writers = Permission.objects.filter(content_type__app_label="cms", content_type__model__in=SNIPPETS)
    Group.objects.get(name=WRITERS).permissions.add(*of_writers)


def _samples(built: Built, actor: User | None) -> None:
    """A category, a piece of news and a guide to start from."""
    today = timezone.localdate()
    category, _made = NewsCategory.objects.get_or_create(slug="vie-interne", defaults={"name": _("Life of the town hall")})
    news: dict[str, Any] = {"title": _("The intranet opens"), "slug": "l-intranet-ouvre", "category": category, "date": today, "comments_open": False}
    welcome = NewsPage(**news, owner=actor, intro=_("Every department has its page; everybody may propose a guide."))
    add(built, built.places["NewsIndexPage"], welcome)
    steps = [
        ("step", {"title": _("Choose the family of page"), "text": ""}),
        ("step", {"title": _("Write, with blocks"), "text": ""}),
        ("step", {"title": _("Say until when it is true"), "text": ""}),
    ]
    guide = GuidePage(title=_("Write a page"), slug="ecrire-une-page", theme=GuidePage.Theme.WRITING, steps=steps, owner=actor, true_until=today + TRUE_FOR)
    add(built, built.places["GuideIndexPage"], guide)
