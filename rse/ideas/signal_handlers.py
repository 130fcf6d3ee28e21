"""From what happens to ideas to what people are told. Only rows are written, under unique keys."""

from datetime import date

from django.urls import reverse

from rse.ideas import signals
from rse.ideas.models import Idea, IdeaBox, OfficialAnswer
from rse.ideas.permissions import audience_of_idea
from rse.notifications.actions import notify
from rse.people.models import User


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    signals.idea_answered.connect(tell_answered, dispatch_uid="ideas.answered")
    signals.idea_merged.connect(tell_merged, dispatch_uid="ideas.merged")
    signals.answers_awaited.connect(remind_answerer, dispatch_uid="ideas.awaited")


def tell_answered(answer: OfficialAnswer, actor: User | None, **_payload: object) -> None:
    """Whoever proposed the idea and those who support it, as long as they read it."""
    idea = answer.idea
    people = {idea.post.author_id, *idea.supports.values_list("user", flat=True)}
    params = {"idea": str(idea.pk), "title": idea.post.title, "status": str(answer.get_status_display())}
    _tell(idea, people, kind="idea_answered", key=f"idea-{idea.pk}-answer-{answer.number}", params=params, actor=actor)


def tell_merged(idea: Idea, into: Idea, supporters: list[int], actor: User | None, **_payload: object) -> None:
    params = {"idea": str(into.pk), "title": idea.post.title, "into": into.post.title}
    _tell(into, {idea.post.author_id, *supporters}, kind="idea_merged", key=f"idea-{idea.pk}-merged-{into.pk}", params=params, actor=actor)


def remind_answerer(box: IdeaBox, answerer: User, count: int, on: date, actor: User | None, **_payload: object) -> None:
    params = {"box_id": str(box.pk), "box": box.name, "count": str(count)}
    notify([answerer], kind="ideas_to_answer", key=f"ideas-{box.pk}-{on:%Y-%m-%d}", url=reverse("ideas:to_answer"), params=params, actor=actor)


def _tell(idea: Idea, people: set[int], *, kind: str, key: str, params: dict[str, str], actor: User | None) -> None:
    wanted = people - {actor.pk} if actor else people
    notify(audience_of_idea(idea).filter(pk__in=wanted), kind=kind, key=key, url=reverse("ideas:idea", args=[idea.pk]), params=params, actor=actor)
