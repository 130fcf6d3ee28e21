"""Opening and closing the thread under which a piece of news is talked about."""

from django.db import transaction
from django.utils import timezone

from cms.models import NewsPage
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


def _is_for_everybody(page: NewsPage) -> bool:
    return audience(page).count() == User.objects.filter(is_active=True).count()
