"""What a person has written, before it becomes a post: records that travel from a form or a program to the actions."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.safestring import SafeString

from rse.communities.models import Community
from rse.feed.models import Post
from rse.people.models import Department

MOST_LETTERS = 20_000
MOST_FILES = 12
MOST_CHOICES = 12
CHOICE_LETTERS = 120


@dataclass(frozen=True)
class Place:
    """Where a post stands: in a group; on the page of a department, read by who follows it or its author; else before all agents."""

    community: Community | None = None
    department: Department | None = None


@dataclass(frozen=True)
class PollLines:
    choices: tuple[str, ...]
    closes_at: datetime
    anonymous: bool = True
    several: bool = False
    results_when_closed: bool = False


@dataclass(frozen=True)
class FileLine:
    """A file received by `core.actions.receive_file`, and what it shows, for people who cannot see it."""

    attachment: int
    description: str = ""


@dataclass(frozen=True)
class Content:
    """`body` comes from `core.text.clean` or `to_html`, and from nowhere else."""

    body: SafeString
    title: str = ""
    kind: str = Post.Kind.MESSAGE
    poll: PollLines | None = None
    files: tuple[FileLine, ...] = field(default=())
    on_behalf_of: Department | None = None
