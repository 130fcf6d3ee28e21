"""What the rooms above put into the card of a post: the body of their kinds (an idea, an event), links in its menu and under its comments.

Rooms register from `AppConfig.ready()`. Everything is asked once for a whole page of posts: a card never costs a query of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from rse.feed.models import Comment, Post
    from rse.people.models import User

Loader = Callable[["User", "Sequence[Post]"], dict[int, dict[str, Any]]]  # whatever the template of the card reads


@dataclass(frozen=True)
class CardKind:
    """The card body of one `Post.Kind`: `template` is rendered with what `load(user, posts)` answers for the post's id.

    A post for which nothing is answered keeps its own words alone: the room above shows the person nothing of it.
    """

    template: str
    load: Loader


@dataclass(frozen=True)
class Part:
    """A registered body ready to be rendered by `{% part %}`."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)  # see Loader


@dataclass(frozen=True)
class Link:
    """One line of a card's menu. `method` is "get" for a link, "post" for a button with its form; `icon` names a symbol of icons.svg;
    `on_page`: shown on the page of the post alone, a feed of twenty cards stays light."""

    label: str | Promise
    url: str
    icon: str = ""
    method: str = "get"
    on_page: bool = False


@dataclass(frozen=True)
class Reader:
    """Who reads the page, with what the menu of a card depends on: ids of the groups the person moderates. Asked once a page."""

    user: "User"
    moderates: frozenset[int] = frozenset()


Linker = Callable[[Reader, "Post"], list[Link]]
CommentLinker = Callable[[Reader, "Comment"], list[Link]]

_kinds: dict[str, CardKind] = {}
_linkers: list[Linker] = []
_comment_linkers: list[CommentLinker] = []


def register(kind: str, card: CardKind) -> None:
    """Give the card body of a kind of post; a second registration replaces the first."""
    _kinds[kind] = card


def register_links(linker: Linker) -> None:
    """`linker(reader, post)` adds lines to the menu of a card and runs no query; harmless twice."""
    if linker not in _linkers:
        _linkers.append(linker)


def register_comment_links(linker: CommentLinker) -> None:
    """`linker(reader, comment)` adds links under a comment on the page of its post, and runs no query; harmless twice."""
    if linker not in _comment_linkers:
        _comment_linkers.append(linker)


def parts_for(user: "User", posts: "Sequence[Post]") -> dict[int, Part]:
    """The registered bodies of these posts, by post id; one call a kind."""
    found: dict[int, Part] = {}
    for kind, card in _kinds.items():
        if mine := [post for post in posts if post.kind == kind]:
            found |= {pk: Part(card.template, context) for pk, context in card.load(user, mine).items()}
    return found


def links_for(reader: Reader, post: "Post") -> list[Link]:
    return [link for linker in _linkers for link in linker(reader, post)]


def comment_links_for(reader: Reader, comment: "Comment") -> tuple[Link, ...]:
    return tuple(link for linker in _comment_linkers for link in linker(reader, comment))
