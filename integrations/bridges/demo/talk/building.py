"""The crowd talks: `build` writes as many groups, posts, comments and reactions as asked, the same for the same numbers, and tells nobody."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from django.db import transaction
from django.utils import timezone

from integrations.bridges.demo import cast, crowd
from integrations.bridges.demo.feed import membership
from integrations.bridges.demo.talk import phrases, told, words_said
from rse.communities.models import Community, Membership
from rse.feed.models import Post, ReactionKind
from rse.people.models import Organisation, User
from rse.people.search_key import letters

SLUG = "charge"
GROUPS_EACH = 12
DAYS = 365
THREAD_OF = 30
NEWEST = 5
Visibility, Kind = Community.Visibility, Post.Kind


@dataclass(frozen=True)
class Sizes:
    posts: int
    comments: int = 0
    reactions: int = 0
    communities: int = 200


@dataclass
class Crowd:
    """Who talks and where, read once."""

    organisation: Organisation
    users: list[User]
    groups: list[Community] = field(default_factory=list)
    members: dict[int, list[int]] = field(default_factory=dict)
    everybody: list[int] = field(default_factory=list)
    kinds: list[ReactionKind] = field(default_factory=list)

    def readers(self, post: Post) -> Sequence[int]:
        """Ids of who may speak under `post`."""
        return self.members[post.community_id] if post.community_id else self.everybody


@transaction.atomic
def build(sizes: Sizes) -> int:
    """Write everything; answers how many posts. The crowd must be there (`crowd.build`); its accounts are opened, without a code to sign in with.

    Run twice, whatever the numbers, the second run writes nothing.
    """
    if Community.objects.filter(slug=f"{SLUG}-0").exists():
        return 0
    opened = _open_accounts()
    opened.groups = _groups(opened, sizes.communities)
    _memberships(opened)
    opened.kinds = list(ReactionKind.objects.filter(offered=True))
    posts = _posts(opened, sizes)
    words_said.write(opened, posts, sizes)
    _last_posts(opened, posts)
    told.write(opened, posts)
    return len(posts)


def _open_accounts() -> Crowd:
    """The crowd and those whom a visitor may be."""
    organisation = Organisation.objects.get(name=cast.ORGANISATION)
    people = User.objects.filter(agent__organisation=organisation, agent__kind="agent", agent__department__isnull=False)
    people.filter(username__gte=str(crowd.FIRST_NUMBER), is_active=False).update(is_active=True)
    users = list(people.filter(is_active=True).order_by("pk"))
    return Crowd(organisation, users, everybody=[user.pk for user in users])


def _groups(opened: Crowd, count: int) -> list[Community]:
    """Two in five are private: half of those closed, half non-visible."""
    begun = _long_ago()
    visibilities = (Visibility.OPEN, Visibility.CLOSED, Visibility.OPEN, Visibility.HIDDEN, Visibility.OPEN)
    groups = []
    for index in range(count):
        name = phrases.group_name(index)
        group = Community(organisation=opened.organisation, name=name, slug=f"{SLUG}-{index}", folded=letters(name), created_at=begun)
        group.visibility, group.purpose = visibilities[index % 5], phrases.sentence(Random(index))
        group.created_by = opened.users[index % len(opened.users)]
        groups.append(group)
    return Community.objects.bulk_create(groups)


def _memberships(opened: Crowd) -> None:
    """Twelve groups each, some groups much larger than others; the first to come owns, the second moderates."""
    rows: list[Membership] = []
    opened.members = {group.pk: [] for group in opened.groups}
    for user in opened.users:
        random = Random(user.username)
        mine: set[int] = set()
        while len(mine) < min(GROUPS_EACH, len(opened.groups)):
            mine.add(int(len(opened.groups) * random.random() ** 1.5))
        for place in sorted(mine):
            group = opened.groups[place]
            rank = len(opened.members[group.pk])
            role = Membership.Role.OWNER if rank == 0 else Membership.Role.MODERATOR if rank == 1 else Membership.Role.MEMBER
            opened.members[group.pk].append(user.pk)
            rows.append(Membership(community=group, user=user, role=role, joined_at=group.created_at))
    membership.write(rows, rows)
    for group in opened.groups:
        group.member_count = len(opened.members[group.pk])
    Community.objects.bulk_update(opened.groups, ["member_count"], batch_size=200)


def _posts(opened: Crowd, sizes: Sizes) -> list[Post]:
    """Unsaved, oldest first, one every few minutes of the year that ends now. One in fifty is told to everybody, one in twenty-five stands on
    the page of a department."""
    pace = timedelta(days=DAYS) / max(1, sizes.posts)
    begun = timezone.now().replace(microsecond=0) - pace * sizes.posts
    busy = [group for group in opened.groups if opened.members[group.pk]]
    departments = list(opened.organisation.departments.order_by("pk"))
    comments, reactions = _shares(sizes.comments, sizes.posts, 1), _shares(int(sizes.reactions * 0.8), sizes.posts, 2)
    if sizes.comments >= THREAD_OF and sizes.posts > NEWEST:
        _make_a_thread(comments, sizes.posts)
    posts = []
    for index in range(sizes.posts):
        random = Random(-1 - index)
        post = Post(organisation=opened.organisation, token=f"load-{index}", state=Post.State.PUBLISHED)
        draw = random.random()
        if index != sizes.posts - NEWEST and draw > 0.06:
            post.community = random.choice(busy)
        elif index != sizes.posts - NEWEST and draw > 0.02:
            post.department = random.choice(departments)
        post.author_id = random.choice(opened.readers(post))
        post.kind = random.choices((Kind.MESSAGE, Kind.QUESTION, Kind.POLL), weights=(92, 6, 2))[0]
        post.text = phrases.paragraph(random)
        post.body = f"<p>{post.text}</p>"
        post.created_at = post.published_at = begun + pace * (index + 1)
        post.comment_count = comments[index]
        words_said.count_reactions(post, reactions[index], opened, random)
        posts.append(post)
    return posts


def _shares(total: int, among: int, seed: int) -> list[int]:
    """`total` things on `among` posts: most posts have few, some have many."""
    random = Random(seed)
    weights = [random.random() ** 3 + 0.05 for _one in range(among)]
    drawn = Counter(random.choices(range(among), weights=weights, k=total)) if among else Counter()
    return [drawn[index] for index in range(among)]


def _make_a_thread(comments: list[int], posts: int) -> None:
    """The fifth newest post, told to everybody, has thirty comments, taken from the others: the thread that is measured."""
    place = posts - NEWEST
    missing = THREAD_OF - comments[place]
    comments[place] = THREAD_OF
    for index in islice((one for one in range(posts) if one != place and comments[one] > 0), max(0, missing)):
        comments[index] -= 1
    if missing < 0:
        comments[0 if place else 1] -= missing


def _last_posts(opened: Crowd, posts: list[Post]) -> None:
    last = {post.community_id: post.published_at for post in posts}
    for group in opened.groups:
        group.last_post_at = last.get(group.pk)
    Community.objects.bulk_update(opened.groups, ["last_post_at"], batch_size=200)


def _long_ago() -> datetime:
    return timezone.now().replace(microsecond=0) - timedelta(days=DAYS + 5)
