"""The page to compare with: Django alone, session, sign-in and CSRF middleware, 50 rows, one template. Served like Relais is.

`python bare.py seed` builds the database named by BARE_SQLITE or BARE_DATABASE_URL and prints a session cookie; `uvicorn bare:application` serves it.
"""

import os
import random
import sys
from datetime import timedelta
from typing import Any

import django
import environ
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.management import call_command
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.template import Engine
from django.urls import path
from django.utils import timezone

LIST = """<!doctype html><html lang=fr><head><title>Liste</title></head><body><header>{{ user.username }}</header><main>
{% for p in posts %}<article id=p{{ p.id }}><h2><a href="/p/{{ p.id }}/">{{ p.title }}</a></h2>
<p>{{ p.author__username }} - <time datetime="{{ p.created|date:'c' }}">{{ p.created|date:"d/m/Y H:i" }}</time></p>
<p>{{ p.body|truncatewords:40 }}</p><footer>{{ p.comments }} commentaire{{ p.comments|pluralize }} - {{ p.likes }}</footer></article>
{% endfor %}</main></body></html>"""


def database() -> dict[str, Any]:
    """PostgreSQL when BARE_DATABASE_URL names one, else the file that BARE_SQLITE names."""
    if "BARE_DATABASE_URL" in os.environ:
        return {**environ.Env.db_url_config(os.environ["BARE_DATABASE_URL"]), "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}}}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("BARE_SQLITE", "bare.sqlite3"),
        "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"},
    }


settings.configure(
    SECRET_KEY="bare",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": database()},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402  # needs the settings above
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

TEMPLATE = Engine().from_string(LIST)


class Post(models.Model):
    author = models.ForeignKey(User, on_delete=models.CASCADE)
    title = models.CharField(max_length=200)
    body = models.TextField()
    created = models.DateTimeField(db_index=True)
    comments = models.IntegerField(default=0)
    likes = models.IntegerField(default=0)

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.title


def index(request: HttpRequest) -> HttpResponse:
    rows = Post.objects.order_by("-created").values("id", "title", "body", "created", "comments", "likes", "author__username")[:50]
    user = request.user if request.user.is_authenticated else None
    return HttpResponse(TEMPLATE.render(django.template.Context({"posts": list(rows), "user": user})))


urlpatterns = [path("", index)]
application = get_asgi_application()


def seed() -> str:
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Post)
    words = ["projet", "équipe", "réunion", "document", "groupe", "message", "service", *(f"mot{i}" for i in range(4000))]
    users = User.objects.bulk_create([User(username=f"u{i}") for i in range(2000)])
    now = timezone.now()
    Post.objects.bulk_create(
        [
            Post(
                author=random.choice(users),
                title=" ".join(random.choices(words, k=7)),
                body=" ".join(random.choices(words, k=60)),
                created=now - timedelta(minutes=i),
                comments=i % 9,
                likes=i % 31,
            )
            for i in range(20_000)
        ],
        batch_size=1000,
    )
    session = SessionStore()
    session["_auth_user_id"] = str(users[0].pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = users[0].get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


if __name__ == "__main__" and sys.argv[1:] == ["seed"]:
    print(seed())
