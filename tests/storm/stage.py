"""Sets the stage: people, groups, posts and open polls. Prints as JSON what stands at the start. Called by `run.py`, on an empty database."""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.config.settings.dev")
django.setup()

from django.utils import timezone  # noqa: E402  # after setup

from integrations.bridges.demo import cast, crowd  # noqa: E402
from integrations.bridges.demo.talk import building  # noqa: E402
from rse.communities.models import Community, Membership  # noqa: E402
from rse.core import text  # noqa: E402
from rse.feed.actions.sending import send_new  # noqa: E402
from rse.feed.content import Content, Place, PollLines  # noqa: E402
from rse.feed.models import PollOption, Post, Reaction, ReactionKind  # noqa: E402
from rse.people.models import Organisation, User  # noqa: E402

PEOPLE, GROUPS, POSTS, POLLS = 24, 8, 40, 3


def main() -> None:
    Organisation.objects.get_or_create(name=cast.ORGANISATION, defaults={"code_insee": "99999"})
    crowd.build(PEOPLE)
    building.build(building.Sizes(posts=POSTS, communities=GROUPS))
    groups = list(Community.objects.filter(visibility="open").order_by("pk"))
    for index in range(POLLS):
        group = groups[index % len(groups)]
        author = User.objects.filter(memberships__community=group).order_by("pk")[index]
        lines = PollLines(("Oui", "Non", "Sans avis"), closes_at=timezone.now() + timedelta(days=30))
        content = Content(text.to_html("Et vous ?"), kind=Post.Kind.POLL, poll=lines)
        send_new(content, place=Place(group), token=f"stage-{index}", actor=author)
    print(
        json.dumps(
            {
                "users": list(User.objects.filter(memberships__isnull=False).distinct().order_by("pk").values_list("pk", flat=True)),
                "groups": [group.pk for group in groups],
                "posts": list(Post.objects.exclude(community=None).filter(community__in=groups).order_by("pk").values_list("pk", flat=True)),
                "options": list(PollOption.objects.filter(poll__closes_at__gt=timezone.now()).order_by("pk").values_list("poll", "pk")),
                "kinds": list(ReactionKind.objects.filter(offered=True).values_list("code", flat=True)),
                "reactions": list(Reaction.objects.exclude(post=None).values_list("user", "post", "kind__code")),
                "members": list(Membership.objects.order_by("pk").values_list("user", "community")),
            }
        )
    )


main()
