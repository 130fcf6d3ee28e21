"""The index is told what changes in the network, in the transaction that changes it. Only rows are written; twice is harmless.

Pages, documents, subjects and answers are told by Wagtail's own receivers.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from rse.communities import signals as communities
from rse.communities.models import Community
from rse.events import signals as events
from rse.events.models import Event
from rse.feed import signals as feed
from rse.feed.models import Comment, Post
from rse.ideas import signals as ideas
from rse.insights.actions import note_fruitless_search
from rse.people import signals as people
from rse.people.models import Agent, User
from search import changes
from search import signals as search

UNMET = Q(pk__in=())


def connect() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for signal in (feed.post_published, feed.post_edited, feed.post_deleted):
        signal.connect(on_post, dispatch_uid=f"bridges.searching.post.{id(signal)}")
    for signal in (feed.comment_sent, feed.comment_edited, feed.comment_deleted):
        signal.connect(on_comment, dispatch_uid=f"bridges.searching.comment.{id(signal)}")
    for signal in (communities.community_created, communities.community_changed, communities.community_archived, communities.community_reopened):
        signal.connect(on_community, dispatch_uid=f"bridges.searching.community.{id(signal)}")
    for signal in (events.event_created, events.event_changed, events.event_cancelled):
        signal.connect(on_event, dispatch_uid=f"bridges.searching.event.{id(signal)}")
    feed.moderated.connect(on_moderated, dispatch_uid="bridges.searching.moderated")
    ideas.idea_proposed.connect(on_idea, dispatch_uid="bridges.searching.idea")
    people.agent_erased.connect(on_erased, dispatch_uid="bridges.searching.erased")
    search.searched_in_vain.connect(on_vain, dispatch_uid="bridges.searching.vain")


def on_post(post: Post, **_payload: object) -> None:
    changes.changed([post])


def on_comment(comment: Comment, **_payload: object) -> None:
    changes.changed([comment])


def on_moderated(post: Post, comment: Comment | None = None, **_payload: object) -> None:
    changes.changed([comment or post])


def on_community(community: Community, **_payload: object) -> None:
    changes.changed([community])


def on_event(event: Event, **_payload: object) -> None:
    changes.changed([event.post])


def on_idea(idea: Any, **_payload: object) -> None:  # Any: an Idea
    changes.changed([idea.post])


def on_erased(agent: Agent, names: Sequence[str], **_payload: object) -> None:
    """What named who is erased is read again: the index holds the words as they are when it reads them."""
    words = [name for name in names if name]
    written = UNMET
    for word in words:
        written |= Q(text__icontains=word)
    told = Q(mentions__user=agent.user_id) | written
    titled = UNMET
    for word in words:
        titled |= Q(title__icontains=word)
    changes.changed([*Post.objects.filter(told | titled).distinct(), *Comment.objects.filter(told).distinct()])


def on_vain(words: str, actor: User, **_payload: object) -> None:
    note_fruitless_search(words, actor=actor)
