"""Colleagues suggested while one types a name, with their presence, referents marked."""

from django.utils import timezone

from integrations.bridges.searching import hits
from rse.people import badges, suggestions
from rse.people.models import User
from search.scopes import Hit


def people(user: User, text: str, most: int) -> list[Hit]:
    """The best answers of the directory, among those `user` may see."""
    found = suggestions.answers(user, text, at=timezone.now()).people[:most]
    said = badges.badges_of(user, {agent.user_id for agent, _there in found})
    return [hits.person(agent, there, said.get(agent.user_id, [])) for agent, there in found]
