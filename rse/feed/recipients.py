"""Whom a question to colleagues concerns: who follows one of its subjects, and who says they know it."""

from collections import defaultdict

from rse.core.text import fold
from rse.feed.models import FollowedTag, Post
from rse.feed.permissions import readers_of_place
from rse.people.models import Agent, Skill, User
from rse.people.search_key import letters


def concerned_by(post: Post) -> dict[str, list[User]]:
    """Subject → the readers of the place it concerns, each once, the author apart. Skills are met in the hashtags and in the title, synonyms included."""
    topics: dict[str, set[int]] = defaultdict(set)
    for user, tag in FollowedTag.objects.filter(tag__posts=post).order_by("pk").values_list("user", "tag__name"):
        topics[f"#{tag}"].add(user)
    skills = _skills_of(post)
    known = Agent.objects.filter(skills__in=skills, state=Agent.State.ACTIVE).order_by("pk")
    for user, skill in known.filter(skills__in=skills).values_list("user", "skills__pk"):
        if skill in skills:
            topics[skills[skill]].add(user)
    readers = readers_of_place(post).filter(pk__in=set().union(*topics.values())).exclude(pk=post.author_id).in_bulk() if topics else {}
    found: dict[str, list[User]] = {}
    told: set[int] = set()
    for topic, pks in topics.items():
        found[topic] = [readers[pk] for pk in sorted(pks & readers.keys() - told)]
        told |= pks
    return {topic: users for topic, users in found.items() if users}


def _skills_of(post: Post) -> dict[int, str]:
    """Skills whose name, or another word for it, is a hashtag of the question or stands in its title."""
    tags = {tag.replace("-", " ") for tag in post.tags.values_list("folded", flat=True)}
    title = f" {letters(post.title or post.text[:200])} "
    found: dict[int, str] = {}
    for skill in Skill.objects.all():
        words = {letters(word) for word in (skill.name, *skill.other_words)} - {""}
        if any(f" {word} " in title for word in words) or {fold(word) for word in words} & tags:
            found[skill.pk] = skill.name
    return found
