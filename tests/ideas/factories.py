"""Groups, boxes and ideas for tests."""

from datetime import date, timedelta

from django.contrib.auth.models import Permission

from rse.communities.models import Community, CommunityUserObjectPermission, Membership
from rse.communities.permissions import ROLES
from rse.ideas import actions
from rse.ideas.actions.boxes import BoxWords
from rse.ideas.models import Idea, IdeaBox
from rse.people.models import Agent, User
from tests.factories import AgentFactory, OrganisationFactory

DAY = date(2026, 11, 23)


def group(name: str = "Jardins", *members: User, visibility: str = "open", role: str = "member", **fields: object) -> Community:
    slug = name.lower().replace(" ", "-")
    made = Community.objects.create(organisation=OrganisationFactory(), name=name, slug=slug, folded=name.lower(), visibility=visibility, **fields)
    for member in members:
        join(made, member, role=role)
    return made


def join(community: Community, user: User, *, role: str = "member") -> None:
    Membership.objects.create(community=community, user=user, role=role)
    for codename in ROLES[role]:
        permission = Permission.objects.get(codename=codename, content_type__app_label="communities")
        CommunityUserObjectPermission.objects.create(user=user, content_object=community, permission=permission)


def animator() -> Agent:
    """Somebody of Communication: opens and changes boxes."""
    agent = AgentFactory(first_name="Flora", last_name="Quint")
    agent.user.user_permissions.add(Permission.objects.get(codename="manage_boxes", content_type__app_label="ideas"))
    return agent


def box(answerer: User, *, name: str = "Mieux accueillir", community: Community | None = None, **words: object) -> IdeaBox:
    said = BoxWords(name=name, answerer=answerer, opens_on=words.pop("opens_on", DAY - timedelta(days=400)), **words)
    return actions.open_box(OrganisationFactory(), words=said, community=community, actor=None)


def idea(box: IdeaBox, author: User, title: str = "Des bancs à l’ombre dans le parc", text: str = "", **fields: object) -> Idea:
    token = f"jeton-{box.pk}-{Idea.objects.count()}"
    return actions.propose(box, title=title, text=text, token=token, actor=author, **fields)
