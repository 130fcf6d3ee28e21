"""A small town hall with something of every scope, an index over it, and secrets that nobody of `outsiders` may read."""

from datetime import date, timedelta
from pathlib import Path

from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from modelsearch.backends import get_search_backend
from wagtail.models import Collection, Page

from cms.models import ArticlePage, Restriction
from referents.models import Answer, Topic
from rse.communities.models import Community
from rse.core.models import Document
from rse.events.models import Event
from rse.feed.models import Post
from rse.ideas.models import Idea, IdeaBox
from rse.people.models import Agent, User
from search import draining, synonyms
from tests.factories import AgentFactory, DepartmentFactory, hr_agent
from tests.feed.factories import CommentFactory, CommunityFactory, NonVisibleFactory, PostFactory, member
from tests.referents.factories import make_referent, make_topic

CANARY = "zzcanarizz"
WHOOSH = {"default": {"BACKEND": "search.backends.whoosh"}}


class House:
    """`town_hall.marc` looks for things; `secret()` adds a row that he may not read to every scope that can hold one."""

    def __init__(self) -> None:
        self.schools = DepartmentFactory(name="Éducation")
        kwargs = {"department": self.schools, "organisation": self.schools.organisation}
        self.marc: Agent = AgentFactory(first_name="Marc", last_name="Lefort", **kwargs)
        self.sonia: Agent = AgentFactory(first_name="Sonia", last_name="Diallo", job_title="Responsable des écoles", **kwargs)
        self.hr = hr_agent(first_name="Hélène", last_name="Roy")
        self.owner: Agent = AgentFactory(first_name="Odile", last_name="Martin")
        self.animator: Agent = AgentFactory(first_name="Flora", last_name="Petit")
        self.animator.user.user_permissions.add(Permission.objects.get(codename="read_insights"))
        self.topic: Topic = make_topic("Inscription à l’école", department=self.schools, terms=("rentrée", "école maternelle"))
        make_referent(self.sonia.user, department=self.schools, topics=(self.topic,))
        self.referent: Agent = AgentFactory(first_name="Rémi", last_name="Faure", **kwargs)
        roads = make_topic("Nids de poule", terms=("voirie",))
        make_referent(self.referent.user, department=roads.department, topics=(roads,))
        self.admin: Agent = AgentFactory(first_name="Nadia", last_name="Haddad", user__is_superuser=True, user__is_staff=True)
        self.group: Community = CommunityFactory(name="Plan neige", folded="plan neige", purpose="Ce que chacun fait quand il neige.")
        self.post: Post = PostFactory(author=self.sonia.user, title="Écoles fermées", words="La neige ferme les écoles élémentaires.", community=self.group)
        CommentFactory(post=self.post, author=self.marc.user, text="Les collectivités voisines aussi.", body="<p>Les collectivités voisines aussi.</p>")
        self.home = Page.get_first_root_node().get_children().first()
        self.page: Page = self.home.add_child(instance=ArticlePage(title="Déneiger devant les écoles", slug="deneiger", intro="Qui sale, et quand."))
        self.answer = self._answer("À quelle heure ouvre l’école ?", "L’école ouvre à 8 h 20.")
        self.event = self._event("Réunion des directrices", self.group)
        self.idea = self._idea("Un banc devant l’école", self.group)
        self.document = self._document("Calendrier des écoles", Collection.get_first_root_node())

    @property
    def outsiders(self) -> dict[str, User]:
        return {"agent": self.marc.user, "referent": self.referent.user, "hr": self.hr.user, "animator": self.animator.user}

    def secret(self, word: str = CANARY) -> Community:
        """`word` in every field of a non-visible group and of what is said there, of a draft, of a closed page, of a proposal, of a closed document."""
        group, owner = self.secret_group(word), self.owner.user
        page = self.home.add_child(instance=ArticlePage(title=f"École {word}", slug=f"page-{word}", intro=f"École {word}", owner=owner))
        Restriction.objects.create(page=page, set_by=owner).people.add(owner)
        self._answer(f"École {word} ?", f"École {word}", state=Answer.State.PROPOSED, owner=owner)
        closed = Collection.get_first_root_node().add_child(name=f"Coffre {word}")
        Restriction.objects.create(collection=closed, set_by=owner).people.add(owner)
        self._document(f"École {word}", closed)
        make_topic(f"Sujet {word}", department=self.schools, terms=(f"école {word}",), active=False)
        AgentFactory(first_name="École", last_name=word.title(), state=Agent.State.LEFT, user__is_active=False)
        return group

    def secret_group(self, word: str = CANARY) -> Community:
        """The part of it that nobody but its members may read, administrators included."""
        owner = self.owner.user
        group = NonVisibleFactory(name=f"Groupe {word}", folded=f"groupe {word}", purpose=f"École {word}")
        member(group, owner)
        post = PostFactory(author=owner, title=f"École {word}", words=f"Neige {word} des écoles", community=group)
        CommentFactory(post=post, author=owner, text=f"École {word}", body=f"<p>École {word}</p>")
        PostFactory(author=owner, title=f"Brouillon {word}", words=f"École {word}", state=Post.State.DRAFT, published_at=None)
        PostFactory(author=self.sonia.user, title=f"Caché {word}", words=f"École {word}", state=Post.State.HIDDEN)
        self._event(f"Réunion {word}", group)
        self._idea(f"Idée {word} d’école", group)
        return group

    def build(self) -> None:
        """The index, as it stands."""
        synonyms.forget()
        draining.rebuild(get_search_backend())

    def _answer(self, question: str, wording: str, **facts: object) -> Answer:
        days = {"written_on": date(2026, 1, 5), "valid_until": date(2099, 1, 1)}
        return Answer.objects.create(**{"question": question, "wording": wording, "topic": self.topic, "owner": self.sonia.user, **days, **facts})

    def _event(self, title: str, group: Community) -> Event:
        start = timezone.now() + timedelta(days=3)
        post = PostFactory(author=self.sonia.user, kind=Post.Kind.EVENT, title=title, words=title, community=group)
        return Event.objects.create(post=post, starts_at=start, ends_at=start + timedelta(hours=1), place=title)

    def _idea(self, title: str, group: Community) -> Idea:
        post = PostFactory(author=self.sonia.user, kind=Post.Kind.IDEA, title=title, words=title, community=group)
        box = IdeaBox.objects.create(
            organisation=group.organisation, community=group, name=title, slug=f"boite-{post.pk}", answerer=self.sonia.user, opens_on=date(2026, 1, 5)
        )
        return Idea.objects.create(post=post, box=box, answer_by=date(2099, 1, 1))

    def _document(self, title: str, collection: Collection) -> Document:
        return Document.objects.create(title=title, file=ContentFile(b"mots", name="mots.txt"), collection=collection)


def folder(settings: object, tmp_path: Path) -> None:
    """An index and files in a folder of the test."""
    settings.WAGTAILSEARCH_BACKENDS = WHOOSH
    settings.SEARCH = {**settings.SEARCH, "FOLDER": str(tmp_path / "search"), "WAKE": ""}
    settings.MEDIA_ROOT = tmp_path / "media"


def come(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser
