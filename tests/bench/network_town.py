"""Inside Relais's own process: the pages of the network with their SQL, and sessions for a crowd of sockets. Prints JSON. Called by `network.py`.

`python network_town.py 500`: with 500 sessions of different people.
"""

import json
import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.config.settings.dev")
django.setup()

from django.conf import settings  # noqa: E402  # after setup
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import get_resolver, reverse  # noqa: E402

from rse.communities.models import Community  # noqa: E402
from rse.feed.models import Post  # noqa: E402
from rse.people.models import User  # noqa: E402
from search.models import PendingChange  # noqa: E402

READER = "10002"
THREAD_OF = 30


def main(sockets: int) -> None:
    PendingChange.objects.all().delete()  # tens of thousands of posts of one evening: no town indexes that beside its first readers
    reader = User.objects.get(username=READER)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(reader)
    found = {}
    for name, path in pages(reader).items():
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        found[name] = {"path": path, "queries": len(queries), "status": answer.status_code}
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    print(json.dumps({"pages": found, "cookie": cookie, "sockets": sessions(sockets)}))


def pages(reader: User) -> dict[str, str]:
    """The largest group of the reader, and the thread of thirty comments that `seed_load` tells everybody."""
    group = Community.objects.joined_by(reader).order_by("-last_post_at", "-member_count", "pk")[0]
    thread = Post.objects.filter(comment_count=THREAD_OF, community=None, token__startswith="load-").latest("published_at")
    found = {
        "home feed": reverse("feed:home"),
        "group feed": reverse("communities:community", args=[group.slug]) if is_there("communities") else "",
        "thread": reverse("feed:post", args=[thread.pk]),
        "notifications": reverse("notifications:list"),
        "badge": reverse("notifications:bell"),
    }
    return {name: path for name, path in found.items() if path}


def is_there(room: str) -> bool:
    """A room without pages is told as not measured by `goals.py`."""
    return room in get_resolver().namespace_dict


def sessions(count: int) -> list[list[object]]:
    """[user id, cookie] of so many different people."""
    made: list[list[object]] = []
    for user in User.objects.filter(is_active=True, agent__isnull=False).order_by("pk")[:count]:
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY], session[HASH_SESSION_KEY] = (
            str(user.pk),
            settings.AUTHENTICATION_BACKENDS[0],
            user.get_session_auth_hash(),
        )
        session.save()
        made.append([user.pk, f"sessionid={session.session_key}"])
    return made


main(int(sys.argv[1]))
