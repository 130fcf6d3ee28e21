"""What those whom a visitor may be follow, kept for later and saw last: their own feed, the others see nothing of it."""

from datetime import datetime, timedelta

from django.contrib.auth.models import Permission

from integrations.bridges.demo import cast
from integrations.bridges.demo.town import Town
from rse.feed.models import FollowedTag, Hashtag, Post, SavedPost, Visit
from rse.people.models import Agent, Follow, User

DEPARTMENTS = {
    cast.AGENT.number: ("PRO", "VOI", "RH"),
    cast.REFERENT.number: ("JEU", "PEN", "CUL", "RH"),
    cast.CM.number: ("CAB", "VAS", "CUL"),
    cast.HR.number: ("DGS", "FIN"),
    cast.ADMINISTRATOR.number: ("RH", "COM"),
}
COLLEAGUES = {
    cast.AGENT.number: (cast.ROADS.number, cast.REFERENT.number),
    cast.REFERENT.number: (cast.MOBILITY.number, cast.BUILDINGS.number, cast.CM.number),
    cast.CM.number: (cast.REFERENT.number, cast.DISPATCHER.number),
}
TAGS = {cast.AGENT.number: ("grand-froid", "verglas"), cast.REFERENT.number: ("cantine", "patinoire"), cast.CM.number: ("facile-a-lire", "guichet")}
KEPT = 2


def settle(town: Town, now: datetime) -> None:
    """Call once the posts are there."""
    users = {number: town.users[number] for number in DEPARTMENTS}
    _follow(town, users)
    for number, user in users.items():
        Visit.objects.create(user=user, at=now - timedelta(hours=16), previous=now - timedelta(hours=40))
        kept = Post.objects.visible_to(user).sent().filter(accepted__isnull=False).latest_first()[: KEPT if number in COLLEAGUES else 1]
        SavedPost.objects.bulk_create([SavedPost(post=post, user=user, at=now - timedelta(days=1)) for post in kept])


def speak_to_everybody(users: set[User]) -> None:
    """Whoever tells all agents something holds the right to, unless they head a department and have it by that."""
    right = Permission.objects.filter(content_type__app_label="feed", codename="post_to_everyone").first()
    if right is not None:
        heads = set(User.objects.filter(departments_headed__isnull=False).values_list("pk", flat=True))
        right.user_set.add(*[user for user in users if user.pk not in heads])


def _follow(town: Town, users: dict[str, User]) -> None:
    agents = {agent.user.username: agent for agent in Agent.objects.filter(user__username__in=[role.number for role in cast.CAST]).select_related("user")}
    tags = {tag.folded: tag for tag in Hashtag.objects.all()}
    rows = [Follow(follower=users[number], department=town.departments[code]) for number, codes in DEPARTMENTS.items() for code in codes]
    rows += [Follow(follower=users[number], agent=agents[other]) for number, others in COLLEAGUES.items() for other in others]
    Follow.objects.bulk_create(rows)
    followed = [FollowedTag(user=users[number], tag=tags[word]) for number, words in TAGS.items() for word in words if word in tags]
    FollowedTag.objects.bulk_create(followed)
