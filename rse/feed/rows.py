"""What the template of a card reads: everything computed before, so that rendering costs words alone. See `loading.py` for the queries."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.safestring import SafeString

from rse.feed.cards import Link, Part
from rse.people.badges import Badge


@dataclass(frozen=True)
class Face:
    """A person as shown beside what they said; `url` is empty once they have left."""

    name: str
    url: str
    initials: str
    portrait: str
    department: str
    badges: tuple[Badge, ...] = ()


@dataclass(frozen=True)
class ReactionLine:
    """One word of the set under a thing: how many gave it, and whether the reader did. `offered` ones may still be given."""

    code: str
    label: str
    symbol: str
    count: int
    mine: bool
    offered: bool


@dataclass(frozen=True)
class Choice:
    """One choice of a poll; `percent` and `votes` are None while results are kept for the end."""

    pk: int
    label: str
    percent: int | None
    votes: int | None
    mine: bool


@dataclass(frozen=True)
class PollRow:
    closes_at: datetime
    is_open: bool
    anonymous: bool
    several: bool
    voters: int
    voted: bool
    shown: bool
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class FileRow:
    url: str
    name: str
    size: int
    description: str
    is_image: bool


@dataclass(frozen=True)
class Quote:
    """The post that is shared, as the reader may see it; without words when they may not, or when it is gone."""

    url: str = ""
    author: str = ""
    place: str = ""
    at: datetime | None = None
    words: str = ""


@dataclass(frozen=True)
class CommentRow:
    """A comment, or the empty place of one that was deleted (`body` is None) or is hidden."""

    pk: int
    author: Face
    at: datetime
    ago: str
    body: SafeString | None
    words: str
    state: str
    version: int
    edited: bool
    is_mine: bool
    is_new: bool
    may_restore: bool
    accepted: bool
    answers_pk: int
    reactions: tuple[ReactionLine, ...] = ()
    answers: tuple["CommentRow", ...] = ()
    more_answers: int = 0
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class PostRow:
    """A post in a feed (`long` when its words go on behind a link) or at the head of its thread."""

    pk: int
    url: str
    author: Face
    behalf: str
    place: str
    place_url: str
    place_pk: int
    at: datetime
    ago: str
    kind: str
    kind_label: str
    title: str
    body: SafeString
    long: bool
    state: str
    pinned: bool
    is_new: bool
    is_mine: bool
    edited: bool
    locked: bool
    answered: bool
    comment_count: int
    saved: bool
    must_read_until: datetime | None
    acknowledged: bool
    reactions: tuple[ReactionLine, ...] = ()
    poll: PollRow | None = None
    images: tuple[FileRow, ...] = ()
    files: tuple[FileRow, ...] = ()
    quote: Quote | None = None
    part: Part | None = None
    comments: tuple[CommentRow, ...] = ()
    links: tuple[Link, ...] = field(default_factory=tuple)
