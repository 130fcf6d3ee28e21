"""The news in a feed reader (Atom, RFC 4287) and the addresses of the pages for a search tool (sitemaps.org), as one person may read them. Reading only."""

from xml.sax.saxutils import escape

from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms import conf, lists
from cms.models import HomePage, NewsFeed, NewsPage
from cms.permissions import Sight
from rse.core import personal_addresses
from rse.people.models import User

SALT = "cms.news_feed"
ATOM = "application/atom+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"
MOST_PAGES = 50_000
LINE = "<url><loc>{}</loc>{}</url>"


def token_of(feed: NewsFeed) -> str:
    """The last part of the address."""
    return personal_addresses.token(SALT, feed.user_id, feed.nonce)


def owner_of(token: str) -> User | None:
    """Who subscribed with this token; None when it is unknown, renewed since, or when the account is closed."""
    said = personal_addresses.read(SALT, token)
    feed = NewsFeed.objects.filter(user__is_active=True, user=said[0], nonce=said[1]).select_related("user").first() if said else None
    return feed.user if feed else None


def news_of(user: User) -> bytes:
    """The latest news that `user` reads today, in a sentence each: the text stays on the intranet."""
    found = lists.news(Sight(user), on=timezone.localdate())
    feed = Atom1Feed(title=_("News of the intranet"), link=f"{conf.base_url()}/", description="", language=conf.language())
    for page in sorted([*found.pinned, *found.rows], key=lambda page: (page.date, page.pk), reverse=True):
        address = f"{conf.base_url()}{page.get_url()}"
        feed.add_item(page.title, address, page.intro, unique_id=address, updateddate=page.last_published_at, author_name=_author(page))
    return feed.writeString("utf-8").encode()


def _author(page: NewsPage) -> str | None:
    return page.department.name if page.in_the_name_of_department and page.department else None


def addresses_for(user: User) -> bytes:
    """Every page of the intranet that `user` reads, with the day of its last publication. Two queries beside the rights."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    pages = Page.objects.descendant_of(site.root_page, inclusive=True) if site and HomePage.objects.exists() else Page.objects.none()
    rows = Sight(user).visible(pages.live()).order_by("path").values_list("url_path", "last_published_at")[:MOST_PAGES]
    lines = []
    for place, published in rows:
        address = escape(f"{conf.base_url()}{Page(pk=1, url_path=place, title='').get_url()}")
        lines.append(LINE.format(address, f"<lastmod>{timezone.localdate(published):%Y-%m-%d}</lastmod>" if published else ""))
    head = '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return f"{head}{''.join(lines)}</urlset>".encode()
