"""How the network lives, from rows that exist for another reason: nothing is recorded to be counted. Always what the reader may read, so that
a group they do not read changes no figure of theirs; never a person, never fewer than five.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from rse.communities.models import Community, Membership
from rse.feed.models import Acknowledgement, Comment, Post, Reaction
from rse.feed.writing import expected_readers
from rse.ideas.models import Support
from rse.insights.actions import monday_of
from rse.insights.models import FruitlessSearch
from rse.insights.suppression import Cell, alone, cells, total
from rse.people.models import Agent, Portrait, User

WEEKS = 12
RECENT_WEEKS = 4
UNANSWERED_AFTER = timedelta(days=2)
COLD_CHOICES = (4, 8, 12)
SHOWN = 20
MUST_READS = 6
NEWCOMER_DAYS = 90
Doing = tuple[datetime, int]


@dataclass(frozen=True)
class Week:
    """What was said during the week of `monday`; `people` None when fewer than five took part."""

    monday: date
    posts: int
    comments: int
    people: int | None


@dataclass(frozen=True)
class Departments:
    """How many people of each department took part in the last four whole weeks."""

    cells: dict[str, Cell]
    total: int | None


@dataclass(frozen=True)
class Reach:
    """A must-read: how many of those it concerns have said they read it; by department where five can be told from five others."""

    post: Post
    concerned: int
    acknowledged: int | None
    departments: dict[str, Cell]


@dataclass(frozen=True)
class FirstSteps:
    """Of those who came within three months."""

    newcomers: int
    steps: dict[str, int | None]


def mondays(today: date, number: int = WEEKS) -> list[date]:
    """The last whole weeks, oldest first; the week that runs is not told before it is over."""
    last = monday_of(today)
    return [last - timedelta(weeks=back) for back in range(number, 0, -1)]


def weekly(user: User, *, today: date, community: Community | None = None) -> list[Week]:
    """Twelve whole weeks. Five queries."""
    weeks = mondays(today)
    posts, comments, others = _doings(user, weeks[0], monday_of(today), community)
    said, answered = _per_week(posts), _per_week(comments)
    people: dict[date, set[int]] = defaultdict(set)
    for at, who in (*posts, *comments, *others):
        people[_week(at)].add(who)
    return [Week(monday, said[monday], answered[monday], alone(len(people[monday]))) for monday in weeks]


def by_department(user: User, *, today: date) -> Departments:
    """Six queries."""
    weeks = mondays(today, RECENT_WEEKS)
    active = {who for doings in _doings(user, weeks[0], monday_of(today), None) for _at, who in doings}
    sizes: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for name, who in Agent.objects.visible_to(user).filter(department__isnull=False).values_list("department__name", "user"):
        sizes[name] += 1
        counts[name] += who in active
    ordered = dict(sorted(sizes.items()))
    return Departments(cells(counts, ordered, total_shown=True), total(counts, ordered))


def unanswered(user: User, *, now: datetime, community: Community | None = None) -> QuerySet[Post]:
    """Questions sent two days ago or more under which nobody has said anything, the oldest first."""
    found = _posts(user, community).filter(kind=Post.Kind.QUESTION, accepted=None, comment_count=0, published_at__lte=now - UNANSWERED_AFTER)
    return found.select_related("community").order_by("published_at", "pk")


def cold(user: User, *, now: datetime, weeks: int) -> list[Community]:
    """Groups that the reader reads and where nothing was sent for so many weeks, those that slept longest first."""
    since = now - timedelta(weeks=weeks)
    quiet = Q(last_post_at__lt=since) | Q(last_post_at=None, created_at__lt=since)
    return list(Community.objects.readable_by(user).alive().filter(quiet).order_by("last_post_at", "folded")[:SHOWN])


def reach(user: User, *, now: datetime, community: Community | None = None) -> list[Reach]:
    """The must-reads of three months, the latest first."""
    found = _posts(user, community).filter(must_read_until__isnull=False, published_at__gte=now - timedelta(days=90)).select_related("community")
    return [_reach_of(post) for post in found.order_by("-published_at", "-pk")[:MUST_READS]]


def first_steps(user: User, *, today: date) -> FirstSteps:
    """What newcomers of the last three months have done, one query."""
    mine = {"user": OuterRef("user")}
    found = Agent.objects.visible_to(user).filter(joined_on__gt=today - timedelta(days=NEWCOMER_DAYS), joined_on__lte=today)
    asked = {
        "photo": Exists(Portrait.objects.filter(agent=OuterRef("pk"))),
        "skills": Exists(Agent.skills.through.objects.filter(agent=OuterRef("pk"))),
        "group": Exists(Membership.objects.visible_to(user).filter(**mine)),
        "post": Exists(Post.objects.visible_to(user).sent().filter(author=OuterRef("user"))),
    }
    rows = list(found.annotate(**{f"did_{name}": done for name, done in asked.items()}).values_list(*[f"did_{name}" for name in asked]))
    return FirstSteps(len(rows), {name: alone(sum(row[place] for row in rows)) for place, name in enumerate(asked)})


def searches(user: User, *, today: date) -> list[FruitlessSearch]:
    return list(FruitlessSearch.objects.visible_to(user).since(mondays(today)[0]).order_by("-people", "words")[:SHOWN])


def _posts(user: User, community: Community | None) -> QuerySet[Post]:
    found = Post.objects.visible_to(user).sent()
    return found.filter(community=community) if community else found


def _doings(user: User, start: date, end: date, community: Community | None) -> tuple[list[Doing], list[Doing], list[Doing]]:
    """Posts, comments, then reactions, acknowledgements and supports: when and who, between two days. Who is only ever counted."""
    span = (_midnight(start), _midnight(end))
    read = _posts(user, community).order_by().values("pk")
    posts = _posts(user, community).filter(published_at__gte=span[0], published_at__lt=span[1]).values_list("published_at", "author")
    said = Comment.objects.visible_to(user).filter(state=Comment.State.PUBLISHED, post__in=read)
    comments = said.filter(created_at__gte=span[0], created_at__lt=span[1]).values_list("created_at", "author")
    under = Q(post__in=read) | Q(comment__post__in=read)
    reactions = Reaction.objects.filter(under, created_at__gte=span[0], created_at__lt=span[1]).values_list("created_at", "user")
    noted = Acknowledgement.objects.filter(post__in=read, at__gte=span[0], at__lt=span[1]).values_list("at", "user")
    supports = Support.objects.filter(idea__post__in=read, at__gte=span[0], at__lt=span[1]).values_list("at", "user")
    return [(at, who) for at, who in posts if at], list(comments), [*reactions, *noted, *supports]


def _reach_of(post: Post) -> Reach:
    """Three queries."""
    concerned = expected_readers(post)
    done = Acknowledgement.objects.filter(post=post, user__in=concerned.order_by().values("pk"))
    sizes = _by_department(Agent.objects.filter(user__in=concerned.order_by().values("pk"), state=Agent.State.ACTIVE))
    counts = _by_department(Agent.objects.filter(user__in=done.values("user"), state=Agent.State.ACTIVE))
    number = sum(counts.values())
    shown = cells(counts, sizes, total_shown=True)
    return Reach(post, sum(sizes.values()), alone(number), {name: cell for name, cell in sorted(shown.items()) if cell.size >= 2 * LEAST_SHOWN})


LEAST_SHOWN = 5


def _by_department(agents: QuerySet[Agent]) -> dict[str, int]:
    rows = agents.order_by().values_list("department__name").annotate(number=Count("pk"))
    return {name or "": number for name, number in rows}


def _per_week(doings: Iterable[Doing]) -> Counter[date]:
    return Counter(_week(at) for at, _who in doings)


def _week(at: datetime) -> date:
    return monday_of(timezone.localdate(at))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
