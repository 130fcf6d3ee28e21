"""From posts and comments to rows, in a constant number of queries whatever the page holds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import CharField, F, QuerySet, Value, Window
from django.db.models.functions import RowNumber
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from rse.communities.models import CommunityUserObjectPermission
from rse.communities.permissions import MODERATE
from rse.core.addresses import address
from rse.core.prepared import Prepared
from rse.core.uploads import INLINE
from rse.feed import cards
from rse.feed.files import files_by_post
from rse.feed.hours import ago
from rse.feed.marking import shown_words
from rse.feed.models import Acknowledgement, Comment, PollOption, Post, Reaction, SavedPost, Vote
from rse.feed.places import place_of
from rse.feed.reaction_set import Word, reaction_set
from rse.feed.rows import Choice, CommentRow, Face, FileRow, PollRow, PostRow, Quote, ReactionLine
from rse.people.badges import Badge, badges_of
from rse.people.models import Agent, User

SHORT = 400
COMMENTS_SHOWN = 2
QUOTED = 280
COMMENT_SHOWN = 240


@dataclass
class Mine:
    """What the reader did on this page: reactions, votes, what was read and put aside; and what they may do in its groups. One query."""

    post_reactions: set[tuple[int, str]] = field(default_factory=set)
    comment_reactions: set[tuple[int, str]] = field(default_factory=set)
    acknowledged: set[int] = field(default_factory=set)
    saved: set[int] = field(default_factory=set)
    votes: set[int] = field(default_factory=set)
    rights: set[tuple[int, str]] = field(default_factory=set)


@dataclass(frozen=True)
class Thread:
    """`rights`: what the reader may do in the group of the post; none for what is said to everybody."""

    post: PostRow
    comments: list[CommentRow]
    accepted: CommentRow | None
    rights: frozenset[str]


@dataclass
class Page:
    """What is loaded once for all the rows of a page."""

    user: User
    now: datetime
    since: datetime | None
    base: str
    words: tuple[Word, ...]
    mine: Mine
    badges: dict[int, list[Badge]]
    faces: dict[int, Face] = field(default_factory=dict)

    @property
    def reader(self) -> cards.Reader:
        return cards.Reader(self.user, frozenset(pk for pk, right in self.mine.rights if right == MODERATE))


def post_rows(user: User, posts: Sequence[Post], *, now: datetime, since: datetime | None = None) -> list[PostRow]:
    """The cards of `posts`, which come from `Post.objects.visible_to(user)…with_card(user)`. `since`: what came after is marked as new.

    Three queries, one more with polls, those of the badges, one for each room above.
    """
    comments = _latest_comments(user, posts)
    page = _page(user, posts, [comment for rows in comments.values() for comment in rows], now=now, since=since)
    files, options, parts = _files(user, posts), _options(posts), cards.parts_for(user, posts)
    return [
        _post_row(page, post, comments=comments.get(post.pk, []), files=files[post.pk], options=options[post.pk], part=parts.get(post.pk)) for post in posts
    ]


def thread_rows(user: User, post: Post, comments: Sequence[Comment], *, now: datetime) -> Thread:
    """A post whole and its comments with the answers under each, in their order. `comments` may carry `of`: how many answers there are in all.

    Two queries, one more for a poll, those of the badges, one for the room above.
    """
    accepted = post.accepted if post.accepted and post.accepted.state == Comment.State.PUBLISHED else None
    page = _page(user, [post], [*comments, *([accepted] if accepted else [])], now=now, since=None)
    files, options, parts = _files(user, [post]), _options([post]), cards.parts_for(user, [post])
    row = _post_row(page, post, comments=[], files=files[post.pk], options=options[post.pk], part=parts.get(post.pk), whole=True)
    linked = post.state == Post.State.PUBLISHED
    below: dict[int, list[CommentRow]] = defaultdict(list)
    of: dict[int, int] = {}
    for one in comments:
        if one.parent_id:
            below[one.parent_id].append(_comment_row(page, one, accepted=post.accepted_id, linked=linked))
            of[one.parent_id] = getattr(one, "of", 0)
    rows = [
        _comment_row(page, one, accepted=post.accepted_id, answers=tuple(below[one.pk]), more=of.get(one.pk, 0) - len(below[one.pk]), linked=linked)
        for one in comments
        if not one.parent_id
    ]
    rights = frozenset(right for pk, right in page.mine.rights if pk == post.community_id)
    return Thread(row, rows, _comment_row(page, accepted, accepted=post.accepted_id) if accepted else None, rights)


def reaction_lines(user: User, target: Post | Comment) -> tuple[ReactionLine, ...]:
    """The reactions under one thing, as a fragment shows them again. One query."""
    given = Reaction.objects.filter(user=user, **({"post": target} if isinstance(target, Post) else {"comment": target}))
    return _reactions(reaction_set(), target.reaction_counts, set(given.values_list("kind__code", flat=True)))


def _page(user: User, posts: Sequence[Post], comments: Sequence[Comment], *, now: datetime, since: datetime | None) -> Page:
    people = {post.author_id for post in posts} | {comment.author_id for comment in comments}
    return Page(user, now, since, address("feed:home"), reaction_set(), _mine(user, posts, comments), badges_of(user, people))


def _mine(user: User, posts: Sequence[Post], comments: Sequence[Comment]) -> Mine:
    groups = {post.community_id for post in posts if post.community_id}
    mine = Mine()
    for what, target, code in MINE.rows(user, posts=[post.pk for post in posts], comments=[comment.pk for comment in comments], groups=groups):
        getattr(mine, what).add((target, code) if code else target)
    return mine


def _done(user: User, _now: datetime, *, posts: list[int], comments: list[int], groups: list[int]) -> QuerySet:
    rights = CommunityUserObjectPermission.objects.filter(user=user, content_object__in=groups)
    asked = [
        _line("post_reactions", Reaction.objects.filter(user=user, post__in=posts), "post_id", code=F("kind__code")),
        _line("comment_reactions", Reaction.objects.filter(user=user, comment__in=comments), "comment_id", code=F("kind__code")),
        _line("acknowledged", Acknowledgement.objects.filter(user=user, post__in=posts), "post_id"),
        _line("saved", SavedPost.objects.filter(user=user, post__in=posts), "post_id"),
        _line("votes", Vote.objects.filter(user=user, option__poll__in=posts), "option_id"),
        _line("rights", rights, "content_object_id", code=F("permission__codename")),
    ]
    return asked[0].union(*asked[1:], all=True)


def _line(what: str, rows: QuerySet, target: str, *, code: F | Value | None = None) -> QuerySet:
    code = code or Value("", output_field=CharField())
    return rows.order_by().annotate(what=Value(what, output_field=CharField()), target=F(target), code=code).values_list("what", "target", "code")


def _latest_comments(user: User, posts: Sequence[Post]) -> dict[int, list[Comment]]:
    """The last two words said under each post, oldest first. One query; none when nobody has commented."""
    talked = [post.pk for post in posts if post.comment_count]
    found: dict[int, list[Comment]] = defaultdict(list)
    if not talked:
        return found
    for comment in LATEST.objects(user, posts=talked):
        found[comment.post_id].append(comment)
    return found


def _said(_user: User, _now: datetime, *, posts: list[int]) -> QuerySet[Comment]:
    rank = Window(RowNumber(), partition_by=F("post"), order_by=[F("created_at").desc(), F("pk").desc()])
    rows = Comment.objects.filter(post__in=posts, state=Comment.State.PUBLISHED).annotate(rank=rank).filter(rank__lte=COMMENTS_SHOWN)
    return rows.with_faces().order_by("created_at", "pk")


MINE, LATEST = Prepared(_done), Prepared(_said)


def _files(user: User, posts: Sequence[Post]) -> dict[int, list[FileRow]]:
    found: dict[int, list[FileRow]] = defaultdict(list)
    for pk, files in files_by_post(user, posts).items():
        found[pk] = [FileRow(file.file.url, file.name, file.size, file.description, file.media_type in INLINE) for file in files]
    return found


def _options(posts: Sequence[Post]) -> dict[int, list[PollOption]]:
    """None asked when no post of the page is a poll."""
    found: dict[int, list[PollOption]] = defaultdict(list)
    polls = [post.pk for post in posts if post.kind == Post.Kind.POLL]
    if polls:
        for option in PollOption.objects.filter(poll__in=polls).order_by("order", "pk"):
            found[option.poll_id].append(option)
    return found


def _post_row(
    page: Page,
    post: Post,
    *,
    comments: list[Comment],
    files: list[FileRow],
    options: list[PollOption],
    part: cards.Part | None,
    whole: bool = False,
) -> PostRow:
    at = post.published_at or post.created_at
    place, place_url = place_of(post)
    long = not whole and len(post.text) > SHORT
    return PostRow(
        pk=post.pk,
        url=f"{page.base}{post.pk}/",
        author=_face(page, post.author),
        behalf=post.on_behalf_of.name if post.on_behalf_of else "",
        place=str(place),
        place_url=place_url,
        place_pk=post.community_id or 0,
        at=at,
        ago=ago(at, page.now),
        kind=post.kind,
        kind_label="" if post.kind in {Post.Kind.MESSAGE, Post.Kind.POLL} else post.get_kind_display(),
        title=post.title,
        body=_cut(post.text, SHORT) if long else shown_words(post.body),
        long=long,
        state=post.state,
        pinned=post.pinned_until is not None and post.pinned_until > page.now,
        is_new=page.since is not None and at > page.since and post.author_id != page.user.pk,
        is_mine=post.author_id == page.user.pk,
        edited=post.edited_at is not None,
        locked=post.locked_at is not None,
        answered=post.accepted_id is not None,
        comment_count=post.comment_count,
        saved=post.pk in page.mine.saved,
        must_read_until=post.must_read_until,
        acknowledged=post.pk in page.mine.acknowledged,
        reactions=_reactions(page.words, post.reaction_counts, {code for pk, code in page.mine.post_reactions if pk == post.pk}),
        poll=_poll(page, post, options),
        images=tuple(file for file in files if file.is_image),
        files=tuple(file for file in files if not file.is_image),
        quote=_quote(page, post),
        part=part,
        comments=tuple(_comment_row(page, comment, accepted=post.accepted_id) for comment in comments),
        links=tuple(link for link in cards.links_for(page.reader, post) if whole or not link.on_page),
    )


def _comment_row(
    page: Page, comment: Comment, *, accepted: int | None, answers: tuple[CommentRow, ...] = (), more: int = 0, linked: bool = False
) -> CommentRow:
    """`linked`: with the links of the rooms above."""
    is_mine = comment.author_id == page.user.pk
    shown = comment.state == Comment.State.PUBLISHED or (is_mine and comment.state == Comment.State.HIDDEN)
    return CommentRow(
        pk=comment.pk,
        author=_face(page, comment.author),
        at=comment.created_at,
        ago=ago(comment.created_at, page.now),
        body=shown_words(comment.body) if shown else None,
        words=Truncator(comment.text).chars(COMMENT_SHOWN) if shown else "",
        state=comment.state,
        version=comment.version,
        edited=comment.edited_at is not None and shown,
        is_mine=is_mine,
        is_new=page.since is not None and comment.created_at > page.since and not is_mine,
        may_restore=is_mine and comment.state == Comment.State.DELETED and bool(comment.body),
        accepted=comment.pk == accepted,
        answers_pk=comment.parent_id or comment.pk,
        reactions=_reactions(page.words, comment.reaction_counts, {code for pk, code in page.mine.comment_reactions if pk == comment.pk}) if shown else (),
        answers=answers,
        more_answers=max(0, more),
        links=cards.comment_links_for(page.reader, comment) if linked and comment.state == Comment.State.PUBLISHED else (),
    )


def _face(page: Page, user: User) -> Face:
    """One object a person and a page."""
    found = page.faces.get(user.pk)
    if found is None:
        found = page.faces[user.pk] = _drawn(user, tuple(page.badges.get(user.pk, ())))
    return found


def _drawn(user: User, badges: tuple[Badge, ...]) -> Face:
    agent: Agent | None = getattr(user, "agent", None)
    if agent is None:
        name = str(user)
        return Face(name, "", name[:1].upper(), "", "", badges)
    portrait = getattr(agent, "portrait", None)
    in_post = agent.state == Agent.State.ACTIVE
    department = agent.department.name if agent.department and in_post else ""
    url = address("people:agent", agent.pk) if in_post else ""
    return Face(agent.full_name, url, agent.initials, portrait.file.url if portrait and in_post else "", department, badges if in_post else ())


def _reactions(words: tuple[Word, ...], counts: dict[str, int], mine: set[str]) -> tuple[ReactionLine, ...]:
    return tuple(
        ReactionLine(word.code, word.label, word.symbol, counts.get(word.code, 0), word.code in mine, word.offered)
        for word in words
        if word.offered or counts.get(word.code)
    )


def _poll(page: Page, post: Post, options: Iterable[PollOption]) -> PollRow | None:
    poll = getattr(post, "poll", None) if post.kind == Post.Kind.POLL else None
    if poll is None:
        return None
    options = list(options)
    is_open = poll.closes_at > page.now
    shown = poll.shows_results(page.now)
    # Of the people where each may choose several, of the votes otherwise: the same thing, unless somebody has left.
    total = poll.voter_count if poll.several else sum(option.vote_count for option in options)
    choices = tuple(
        Choice(
            option.pk,
            option.label,
            (round(100 * option.vote_count / total) if total else 0) if shown else None,
            option.vote_count if shown else None,
            option.pk in page.mine.votes,
        )
        for option in options
    )
    return PollRow(poll.closes_at, is_open, poll.anonymous, poll.several, poll.voter_count, any(choice.mine for choice in choices), shown, choices)


def _quote(page: Page, post: Post) -> Quote | None:
    """What is shared is shown to who may read it where it stands; to the others, that something was shared, and nothing of it."""
    if post.shared_from_id is None or post.shared_from is None:
        return None
    origin = post.shared_from
    if not getattr(post, "shared_seen", False):
        return Quote()
    place, _url = place_of(origin)
    agent = getattr(origin.author, "agent", None)
    words = Truncator(f"{origin.title} {origin.text}".strip()).chars(QUOTED)
    return Quote(f"{page.base}{origin.pk}/", agent.full_name if agent else str(origin.author), str(place), origin.published_at, words)


def _cut(words: str, limit: int) -> SafeString:
    return format_html("<p>{}</p>", Truncator(words).chars(limit))
