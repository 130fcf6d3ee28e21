"""Opening and closing the thread under which a piece of news is talked about."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.models import NewsPage, Restriction
from cms.permissions import audience
from rse.feed.models import Post
from rse.feed.signals import post_deleted, post_published
from rse.people.models import Organisation, User

LONGEST_TITLE = 140


@transaction.atomic
def open_thread(page: NewsPage, *, actor: User | None) -> Post | None:
    """The thread of a live page that every agent may read; nothing for another: what is said to everybody would tell what few may see.

    The owner of the page is its author, or whoever publishes. A second publication keeps the thread, with the words of today.
    """
    page = NewsPage.objects.select_for_update(of=("self",)).select_related("owner__agent", "department", "post").get(pk=page.pk)
    author = page.owner or actor
    if not (page.live and page.comments_open and author) or not _is_for_everybody(page):
        close_thread(page, actor=actor)
        return None
    organisation = author.agent.organisation if hasattr(author, "agent") else Organisation.objects.order_by("pk").first()
    if organisation is None:
        return None
    now = timezone.now()
    words = {
        "organisation": organisation,
        "kind": Post.Kind.PAGE,
        "department": page.department,
        "on_behalf_of": page.department if page.in_the_name_of_department else None,
        "title": page.title[:LONGEST_TITLE],
        "text": page.intro,
        "state": Post.State.PUBLISHED,
    }
    post, created = Post.objects.get_or_create(author=author, token=f"page-{page.pk}", defaults={**words, "created_at": now, "published_at": now})
    if not created:
        Post.objects.filter(pk=post.pk).exclude(state=Post.State.HIDDEN).update(**words, deleted_at=None)
    NewsPage.objects.filter(pk=page.pk).update(post=post)
    if created:
        post_published.send(Post, post=post, actor=actor)
    return post


@transaction.atomic
def close_thread(page: NewsPage, *, actor: User | None) -> None:
    """What is no longer shown to everybody is no longer talked about in front of everybody. Harmless twice."""
    post = Post.objects.filter(pk=page.post_id, state=Post.State.PUBLISHED).first() if page.post_id else None
    if post is None:
        return
    post.state, post.deleted_at = Post.State.DELETED, timezone.now()
    post.save(update_fields=["state", "deleted_at"])
    post_deleted.send(Post, post=post, actor=actor)


@transaction.atomic
def settle_threads(place: Page, *, actor: User | None) -> None:
    """Who reads `place` and what lies below has changed: news closed to some are no longer talked about, those that everybody reads again are.
    Harmless twice."""
    news = NewsPage.objects.descendant_of(place, inclusive=True).filter(live=True, comments_open=True)
    talked_about = Q(post__state=Post.State.PUBLISHED)
    if not _is_for_everybody(place):
        for page in news.filter(talked_about):
            close_thread(page, actor=actor)
        return
    for page in news.exclude(talked_about):
        open_thread(page, actor=actor)


def close_closed_threads(*, actor: User | None) -> int:
    """The threads of news that a restriction closes, however it came to; answers how many. Three queries when there is none."""
    ours = Restriction.objects.filter(page__isnull=False).values_list("page__path", flat=True)
    wagtails = PageViewRestriction.objects.exclude(restriction_type=PageViewRestriction.LOGIN).values_list("page__path", flat=True)
    closed = Q(pk__in=())
    for path in {*ours, *wagtails}:
        closed |= Q(path__startswith=path)
    left = [page for page in NewsPage.objects.filter(closed, post__state=Post.State.PUBLISHED) if not _is_for_everybody(page)]
    for page in left:
        close_thread(page, actor=actor)
    return len(left)


def _is_for_everybody(page: Page) -> bool:
    return audience(page).count() == User.objects.filter(is_active=True).count()
