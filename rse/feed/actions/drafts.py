"""Drafts: what is being written is kept on the server, as often as one likes, until it is sent."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rse.communities.models import Community
from rse.communities.permissions import can_read
from rse.core import text
from rse.feed.actions.attachments import arrange_files
from rse.feed.content import CHOICE_LETTERS, MOST_CHOICES, MOST_LETTERS, Content, Place
from rse.feed.exceptions import PlaceClosed, PollHasVotes, PostTooLong, TooManyChoices
from rse.feed.models import Poll, PollOption, Post
from rse.feed.sharing import original_of
from rse.people.models import Agent, Organisation, User


@transaction.atomic
def write_draft(content: Content, *, place: Place, token: str, actor: User, shared_from: Post | None = None) -> Post:
    """Keep what `actor` is writing; the same `token` writes over the same draft, and a post that has left is answered as it is.

    What waits for its hour keeps it. Only the author ever sees a draft. Raises PlaceClosed, PostTooLong, TooManyChoices, TooManyFiles, PermissionDenied.
    """
    if not actor.is_active:
        raise PermissionDenied
    _check(content, place, actor)
    found = Post.objects.select_for_update(of=("self",))
    post, created = found.get_or_create(
        author=actor,
        token=token,
        defaults={
            "organisation": organisation_of(actor, place),
            "community": place.community,
            "created_at": timezone.now(),
            "shared_from": original_of(shared_from, reader=actor) if shared_from else None,
        },
    )
    if not created and post.state not in (Post.State.DRAFT, Post.State.SCHEDULED):
        return post
    return fill(post, content, place=place, actor=actor)


@transaction.atomic
def throw_away(post: Post, *, actor: User) -> None:
    """Forget a draft, its files with it. Harmless twice; PermissionDenied for anybody but its author."""
    if post.author_id != actor.pk:
        raise PermissionDenied
    draft = Post.objects.select_for_update(of=("self",)).filter(pk=post.pk, state__in=[Post.State.DRAFT, Post.State.SCHEDULED]).first()
    if draft is not None:
        arrange_files(draft, (), actor=actor)
        draft.delete()


def fill(post: Post, content: Content, *, place: Place, actor: User) -> Post:
    """Write what was typed into a row already locked; the caller has judged who may."""
    post.kind, post.title, post.body = content.kind, content.title.strip(), content.body
    post.text = text.words_of(content.body)
    post.community, post.department, post.on_behalf_of = place.community, place.department, content.on_behalf_of
    post.organisation = organisation_of(actor, place)
    post.save(update_fields=["kind", "title", "body", "text", "community", "department", "on_behalf_of", "organisation"])
    _write_poll(post, content)
    arrange_files(post, content.files, actor=actor)
    return post


def organisation_of(user: User, place: Place) -> Organisation:
    """Where the post belongs: the group's or the department's employer, the author's, or the only one there is."""
    if place.community or place.department:
        return (place.community or place.department).organisation  # type: ignore[union-attr]  # one of the two is there
    agent = Agent.objects.filter(user=user).select_related("organisation").first()
    return agent.organisation if agent else Organisation.objects.order_by("pk")[0]


def _check(content: Content, place: Place, actor: User) -> None:
    if isinstance(place.community, Community) and not can_read(actor, place.community):
        raise PlaceClosed
    check_size(content)


def check_size(content: Content) -> None:
    """Raises PostTooLong, TooManyChoices."""
    if len(content.body) > 3 * MOST_LETTERS or len(text.words_of(content.body)) > MOST_LETTERS:
        raise PostTooLong(most=MOST_LETTERS)
    choices = content.poll.choices if content.poll else ()
    if len(choices) > MOST_CHOICES or any(len(choice) > CHOICE_LETTERS for choice in choices):
        raise TooManyChoices(most=MOST_CHOICES, letters=CHOICE_LETTERS)


def _write_poll(post: Post, content: Content) -> None:
    """The choices as they are typed; once somebody has voted they stay as they are. Raises PollHasVotes."""
    lines = content.poll
    poll = Poll.objects.select_for_update().filter(post=post).first()
    labels = [" ".join(choice.split()) for choice in lines.choices if choice.strip()] if lines else []
    if poll is not None and poll.voter_count:
        if lines is None or list(poll.options.values_list("label", flat=True)) != labels:
            raise PollHasVotes
        return
    if poll is not None and (lines is None or content.kind != Post.Kind.POLL):
        poll.delete()
    if lines is None or content.kind != Post.Kind.POLL:
        return
    rules = {name: getattr(lines, name) for name in ("closes_at", "anonymous", "several", "results_when_closed")}
    poll, _created = Poll.objects.update_or_create(post=post, defaults=rules)
    if list(poll.options.values_list("label", flat=True)) != labels:
        poll.options.all().delete()
        PollOption.objects.bulk_create(PollOption(poll=poll, label=label, order=order) for order, label in enumerate(labels))
