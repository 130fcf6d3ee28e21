"""Who is erased for ever leaves the words of others: their @name where they were named, and their name written in full."""

import re
from collections.abc import Callable, Iterable, Sequence
from html import unescape

from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from rse.core.text import NAMED, shown_name
from rse.feed.models import Comment, CommentVersion, Mention, Post, PostVersion
from rse.feed.naming import is_borne
from rse.people.models import Agent, User
from rse.people.search_key import letters

TITLE_LETTERS = 140
Cleaner = Callable[[str], str]


@transaction.atomic
def erase_names(agent: Agent, *, names: Sequence[str], actor: User | None) -> int:
    """Put « collègue parti » where `agent`, who bore `names`, was named in posts, comments, drafts and earlier versions, and forget the mentions.

    A name that somebody in post bears too is left in full words: only what was told to `agent` is theirs for sure. Answers how many texts changed.
    """
    clean = _cleaner(agent, names)
    mentions = Mention.objects.filter(user=agent.user_id)
    posts, comments = Q(pk__in=mentions.filter(comment=None).values("post")), Q(pk__in=mentions.filter(comment__isnull=False).values("comment"))
    written = _written(names)
    changed = (
        _rewrite(PostVersion.objects.filter(Q(post__in=Post.objects.filter(posts)) | written("title", "body")), ("title", "body"), clean)
        + _rewrite(CommentVersion.objects.filter(Q(comment__in=Comment.objects.filter(comments)) | written("body")), ("body",), clean)
        + _rewrite(Post.objects.filter(posts | written("title", "text")), ("title", "body", "text"), clean)
        + _rewrite(Comment.objects.filter(comments | written("text")), ("body", "text"), clean)
    )
    mentions.delete()
    return changed


def _written(names: Sequence[str]) -> Callable[..., Q]:
    """Where the names stand in full or after an @, for those that nobody else bears."""
    words = {way for name in names if not is_borne(name) for way in (name, f"@{'.'.join(name.split())}")}

    def among(*fields: str) -> Q:
        found = Q(pk__in=())
        for field in fields:
            for word in words:
                found |= Q(**{f"{field}__contains": word})
        return found

    return among


def _cleaner(agent: Agent, names: Sequence[str]) -> Cleaner:
    wanted = {letters(name) for name in names} - {""}
    full = [name for name in names if len(name.split()) > 1 and not is_borne(name)]
    gone = _("colleague who left")

    def swap(found: re.Match[str]) -> str:
        handle = found[1].rstrip(".'’-")
        number = handle.rpartition(".")[2]
        another = number.isdigit() and int(number) != agent.pk
        return found[0] if another or letters(shown_name(unescape(handle))) not in wanted else gone + found[0][1 + len(handle) :]

    def clean(words: str) -> str:
        words = NAMED.sub(swap, words)
        for name in full:
            words = words.replace(name, gone)
        return words

    return clean


def _rewrite(rows: Iterable[Model], fields: tuple[str, ...], clean: Cleaner) -> int:
    number = 0
    for row in rows:
        after = {field: clean(getattr(row, field)) for field in fields}
        if any(after[field] != getattr(row, field) for field in fields):
            if "title" in after:
                after["title"] = after["title"][:TITLE_LETTERS]
            type(row)._default_manager.filter(pk=row.pk).update(**after)
            number += 1
    return number
