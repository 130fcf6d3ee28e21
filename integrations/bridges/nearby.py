"""What was asked and answered already, for whoever types a question: the questions of colleagues, the ready answers of the desk."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from referents import library
from rse.feed import asked_already
from rse.feed.models import Post
from rse.people.models import User
from search.scopes import Scope
from search.similar import similar

MOST_LETTERS = 300
SHOWN = 3


def questions_of(user: User) -> "QuerySet[Post]":
    return Post.objects.visible_to(user).sent().filter(kind=Post.Kind.QUESTION)  # type: ignore[no-any-return]  # an untyped queryset


QUESTIONS = Scope(model=Post, visible=questions_of)


@dataclass(frozen=True)
class Nearby:
    """`solved`: a colleague's question whose answer was kept, or an answer that the desk keeps ready."""

    title: str
    url: str
    on: date
    ready: bool = False
    solved: bool = False


def register() -> None:
    """Called from `AppConfig.ready()`."""
    asked_already.register("bridges:nearby")


def nearby(text: str, user: User) -> list[Nearby]:
    """Six lines at most, those that hold an answer first. Nothing that this person may not read."""
    text = text[:MOST_LETTERS]
    ready = [
        Nearby(answer.question, reverse("referents:ready_answer", args=[answer.pk]), answer.written_on, ready=True, solved=True)
        for answer in library.alike(text, user=user)[:SHOWN]
    ]
    asked = [
        Nearby(str(post), reverse("feed:post", args=[post.pk]), timezone.localdate(post.published_at), solved=post.accepted_id is not None)
        for post in (alike.row for alike in similar(text, QUESTIONS, user, limit=SHOWN))
    ]
    return sorted([*ready, *asked], key=lambda line: not line.solved)
