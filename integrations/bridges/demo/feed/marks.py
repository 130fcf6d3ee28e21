"""The #words and the @names of what was written in bulk."""

import re
from collections.abc import Iterable

from rse.core.text import fold
from rse.feed.models import Hashtag, Mention, Post
from rse.people.models import User

TAGGED = re.compile(r"(?<![\w@/.#&])#(\w[\w-]{1,58})")
NAMED = re.compile(r"(?<![\w@/.#])@([^\W\d_][\w.'’-]{1,79})")
BATCH = 1000


def write_marks(posts: Iterable[Post], people: Iterable[User]) -> None:
    """One row for each subject and each colleague that a post names. Names borne twice stand for nobody."""
    found = [(post, fold(tag), tag) for post in posts for tag in dict.fromkeys(TAGGED.findall(post.text))]
    Hashtag.objects.bulk_create([Hashtag(name=tag, folded=folded) for folded, tag in {row[1]: row[2] for row in found}.items()], ignore_conflicts=True)
    tags = {tag.folded: tag for tag in Hashtag.objects.filter(folded__in={row[1] for row in found})}
    link = Post.tags.through
    link.objects.bulk_create([link(post=post, hashtag=tags[folded]) for post, folded, _tag in found], batch_size=BATCH, ignore_conflicts=True)
    named = _by_handle(people)
    wanted = [(post, named[handle.rstrip(".")]) for post in posts for handle in dict.fromkeys(NAMED.findall(post.text)) if handle.rstrip(".") in named]
    Mention.objects.bulk_create([Mention(post=post, user=user) for post, user in wanted], batch_size=BATCH)


def _by_handle(people: Iterable[User]) -> dict[str, User]:
    found: dict[str, User] = {}
    twice: set[str] = set()
    for user in people:
        handle = ".".join(f"{user.first_name} {user.last_name}".split())
        twice |= {handle} & found.keys()
        found[handle] = user
    return {handle: user for handle, user in found.items() if handle not in twice}
