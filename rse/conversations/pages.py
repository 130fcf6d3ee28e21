"""What the list of conversations and a conversation show to one person. A fixed number of queries each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString

from rse.conversations import conf, tchap
from rse.conversations.models import Conversation, Line, Participant
from rse.conversations.permissions import can_delete, can_edit, can_restore, no_longer_answering
from rse.conversations.titles import title_for
from rse.core import text
from rse.core.models import Attachment
from rse.core.uploads import INLINE
from rse.people.models import Agent, User

TOGETHER = 300
PREVIEW = 90


@dataclass(frozen=True)
class Row:
    """One conversation of the list. `preview` is its latest line when it is words that may be read."""

    conversation: Conversation
    title: str
    face: Agent | None
    unread: int
    muted: bool
    preview: str
    said_by_me: bool


@dataclass(frozen=True)
class File:
    url: str
    name: str
    size: int
    description: str
    is_image: bool


@dataclass(frozen=True)
class Said:
    """One line as it is shown. `first`: its author is named again; `day`: a new day begins with it; `new`: the first one not read yet."""

    line: Line
    html: SafeString
    author: Agent | None
    mine: bool
    first: bool
    day: date | None
    new: bool
    may_edit: bool
    may_delete: bool
    may_restore: bool
    files: list[File] = field(default_factory=list)


@dataclass(frozen=True)
class Thread:
    """`older` is the id before which earlier lines stand; `silent` are those who will not answer."""

    conversation: Conversation
    seat: Participant
    title: str
    people: list[User]
    said: list[Said]
    older: int | None
    silent: list[User]
    unread: bool
    tchap: str
    at: str

    @property
    def last(self) -> int:
        return self.said[-1].line.pk if self.said else 0

    @property
    def muted(self) -> bool:
        return self.seat.muted_until is not None and self.seat.muted_until > timezone.now()


def list_page(user: User, *, before: tuple[datetime, int] | None = None, size: int = conf.PAGE_SIZE) -> tuple[list[Row], bool]:
    """A page of the list, latest first, and whether more follows. Five queries."""
    found = Conversation.objects.visible_to(user).with_unread(user).latest_first()
    if before is not None:
        found = found.before(*before)
    shown = list(found[: size + 1])
    page, more = shown[:size], len(shown) > size
    seats = _seats(page)
    last = Line.objects.visible_to(user).said().in_bulk([conversation.last_line for conversation in page])
    faces = _faces(other for conversation in page for other in _others(conversation, seats, user)[:1])
    return [_row(conversation, seats[conversation.pk], last.get(conversation.last_line), faces, user) for conversation in page], more


def thread(user: User, conversation: Conversation, *, before: int | None = None) -> Thread:
    """The latest fifty lines, or the fifty before line `before`."""
    at = timezone.now()
    seats = list(Participant.objects.filter(conversation=conversation).select_related("user").order_by("joined_at", "pk"))
    seat = next(one for one in seats if one.user_id == user.pk)
    rows = Line.objects.visible_to(user).of(conversation).select_related("author", "about")
    rows = rows.filter(pk__lt=before) if before else rows
    lines = list(rows.order_by("-pk")[: conf.LINES_SHOWN + 1])
    more, lines = len(lines) > conf.LINES_SHOWN, lines[: conf.LINES_SHOWN][::-1]
    people = [one.user for one in seats if one.left_at is None or conversation.is_direct]
    return Thread(
        conversation=conversation,
        seat=seat,
        title=title_for(conversation, seats, user),
        people=people,
        said=said(lines, user=user, seat=seat, at=at),
        older=lines[0].pk if more else None,
        silent=no_longer_answering([one for one in people if one.pk != user.pk]),
        unread=before is None and seat.last_read < conversation.last_line,
        tchap=tchap.link_for([one for one in people if one.pk != user.pk], user=user),
        at=at.isoformat(),
    )


@dataclass(frozen=True)
class Member:
    """`agent` is None once the person was erased."""

    user: User
    agent: Agent | None


def members(conversation: Conversation) -> list[Member]:
    """Who is in it today, in the order in which they came. Two queries."""
    people = [seat.user for seat in conversation.participants.present().select_related("user").order_by("joined_at", "pk")]
    agents = {agent.user_id: agent for agent in Agent.objects.filter(user__in=people, erased_at=None).listed()}
    return [Member(user, agents.get(user.pk)) for user in people]


def news(user: User, conversation: Conversation, *, after: int, since: datetime | None) -> list[Said]:
    """What an open page lacks: the lines after `after`, and those before it that changed since."""
    at = timezone.now()
    wanted = Q(pk__gt=after) | Q(changed_at__gte=since) if since else Q(pk__gt=after)
    lines = list(Line.objects.visible_to(user).of(conversation).filter(wanted).select_related("author", "about").in_order()[: conf.LINES_SHOWN])
    seat = Participant.objects.filter(conversation=conversation).mine(user).get()
    return said(lines, user=user, seat=seat, at=at, fragment=True)


def said(lines: list[Line], *, user: User, seat: Participant, at: datetime, fragment: bool = False) -> list[Said]:
    """Lines in order, with what each needs; three queries."""
    faces = _faces(line.author for line in lines)
    files = _files([line for line in lines if line.state == Line.State.SENT or line.author_id == user.pk])
    shown: list[Said] = []
    before: Line | None = None
    for line in lines:
        mine = line.author_id == user.pk
        day = timezone.localdate(line.created_at)
        another_day = before is None or timezone.localdate(before.created_at) != day
        new = not fragment and not mine and line.pk > seat.last_read and not any(one.new for one in shown)
        shown.append(
            Said(
                line=line,
                html=text.to_html(line.text),
                author=faces.get(line.author_id),
                mine=mine,
                first=fragment or another_day or new or not _follows(before, line),
                day=day if another_day and not fragment else None,
                new=new,
                may_edit=can_edit(user, line, at=at),
                may_delete=can_delete(user, line),
                may_restore=can_restore(user, line, at=at),
                files=files[line.pk] if line.state != Line.State.DELETED else [],
            )
        )
        before = line
    return shown


def _follows(before: Line | None, line: Line) -> bool:
    """Said by the same person just after: the name is not written again."""
    if before is None or before.author_id != line.author_id or Line.Kind.WORDS not in (before.kind, line.kind) or before.kind != line.kind:
        return False
    return (line.created_at - before.created_at).total_seconds() < TOGETHER


def _row(conversation: Conversation, seats: list[Participant], last: Line | None, faces: dict[int, Agent], user: User) -> Row:
    others = [seat.user_id for seat in seats if seat.user_id != user.pk]
    muted_until = conversation.muted_until  # type: ignore[attr-defined]  # annotated by with_unread
    return Row(
        conversation=conversation,
        title=title_for(conversation, seats, user),
        face=faces.get(others[0]) if others and conversation.is_direct else None,
        unread=conversation.unread,  # type: ignore[attr-defined]  # annotated by with_unread
        muted=muted_until is not None and muted_until > timezone.now(),
        preview=" ".join(last.text.split())[:PREVIEW] if last is not None and last.kind == Line.Kind.WORDS else "",
        said_by_me=last is not None and last.author_id == user.pk,
    )


def _seats(page: list[Conversation]) -> dict[int, list[Participant]]:
    found: dict[int, list[Participant]] = defaultdict(list)
    for seat in Participant.objects.filter(conversation__in=[one.pk for one in page]).select_related("user").order_by("joined_at", "pk"):
        found[seat.conversation_id].append(seat)
    return found


def _others(conversation: Conversation, seats: dict[int, list[Participant]], user: User) -> list[User]:
    return [seat.user for seat in seats[conversation.pk] if seat.user_id != user.pk]


def _faces(users: Iterable[User]) -> dict[int, Agent]:
    """The person behind each account, with the photograph they show; whoever was erased has neither."""
    wanted = {user.pk for user in users}
    return {agent.user_id: agent for agent in Agent.objects.filter(user__in=wanted, erased_at=None).select_related("portrait")}


def _files(lines: list[Line]) -> dict[int, list[File]]:
    found: dict[int, list[File]] = defaultdict(list)
    pks = [line.pk for line in lines]
    for row in Attachment.objects.filter(owner_label=Line._meta.label_lower, owner_pk__in=pks).order_by("pk"):
        found[row.owner_pk or 0].append(File(row.file.url, row.name, row.size, row.description, row.media_type in INLINE))
    return found
