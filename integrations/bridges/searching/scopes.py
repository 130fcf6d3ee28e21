"""What can be searched, in the order of the page. Each rule of sight is that of the room: `visible_to`, asked at every search."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from cms import permissions as cms
from integrations.bridges.searching import hits, starts
from referents.models import Answer, Topic
from rse.communities.models import Community
from rse.core.models import Document
from rse.core.prepared import Prepared
from rse.feed.models import Comment, Post
from rse.ideas.models import Idea, IdeaBox
from rse.people.finding import find
from rse.people.models import Agent, Department, User
from search.scopes import Keys, Naming, Ranking, Scope, Visible

ELSEWHERE = [Post.Kind.EVENT, Post.Kind.IDEA, Post.Kind.PAGE]
Choices = type[Any]  # Any: TextChoices


def departments(user: User, values: Keys) -> dict[object, str]:
    return dict(Department.objects.visible_to(user).filter(pk__in=values).values_list("pk", "name"))


def groups(user: User, values: Keys) -> dict[object, str]:
    return dict(Community.objects.visible_to(user).filter(pk__in=values).values_list("pk", "name"))


def authors(_user: User, values: Keys) -> dict[object, str]:
    """Whoever wrote what one reads is named there."""
    return {pk: str(author) for pk, author in User.objects.in_bulk(values).items()}


def topics(_user: User, values: Keys) -> dict[object, str]:
    return dict(Topic.objects.filter(pk__in=values).values_list("pk", "name"))


def boxes(user: User, values: Keys) -> dict[object, str]:
    return dict(IdeaBox.objects.visible_to(user).filter(pk__in=values).values_list("pk", "name"))


def kinds_of_pages(_user: User, values: Keys) -> dict[object, str]:
    return {pk: hits.kind_of(kind.model_class() or Page) for pk, kind in ContentType.objects.in_bulk(values).items()}


def among(choices: Choices) -> Any:  # Any: a function as `Naming.names`
    return lambda _user, _values: {value: str(label).capitalize() for value, label in choices.choices}


def written_once(visible: Visible) -> Callable[[User, Keys], list[int]]:
    """`Scope.through`, for rules of sight that are the same SQL for everybody."""
    asked = Prepared(lambda user, _now, keys: visible(user).filter(pk__in=keys).order_by().values_list("pk"))
    return lambda user, keys: [pk for (pk,) in asked.rows(user, keys=keys)]


DEPARTMENT = Naming(_("Department"), departments)
GROUP = Naming(pgettext_lazy("facet", "Group"), groups)
AUTHOR = Naming(_("Author"), authors)
SUBJECT = Naming(_("Subject"), topics)


def sent_posts(user: User) -> "QuerySet[Post]":
    """What colleagues said; ideas, events and pages have scopes of their own."""
    return Post.objects.visible_to(user).sent().exclude(kind__in=ELSEWHERE)  # type: ignore[no-any-return]  # an untyped queryset


def sent_comments(user: User) -> "QuerySet[Comment]":
    posts = Post.objects.visible_to(user).sent().exclude(kind=Post.Kind.PAGE).order_by().values("pk")
    return Comment.objects.visible_to(user).filter(state=Comment.State.PUBLISHED, post__in=posts)  # type: ignore[no-any-return]  # idem


def events_of(user: User) -> "QuerySet[Post]":
    return Post.objects.visible_to(user).sent().filter(kind=Post.Kind.EVENT, event__isnull=False)  # type: ignore[no-any-return]  # idem


def ideas_of(user: User) -> "QuerySet[Post]":
    return Post.objects.visible_to(user).sent().filter(kind=Post.Kind.IDEA, idea__isnull=False)  # type: ignore[no-any-return]  # idem


def subjects_of(user: User) -> "QuerySet[Topic]":
    """The subjects in use are no secret between colleagues."""
    return Topic.objects.filter(active=True) if user.is_active else Topic.objects.none()


def kept_answers(user: User) -> "QuerySet[Answer]":
    return Answer.objects.visible_to(user).kept()  # type: ignore[no-any-return]  # idem


def live_pages(user: User) -> "QuerySet[Page]":
    return cms.visible_to(user, Page.objects.filter(live=True, depth__gt=1))


def documents_of(user: User) -> "QuerySet[Document]":
    return cms.visible_to(user, Document.objects.all())


def find_people(user: User, text: str) -> Ranking:
    """The search of the directory: names, jobs, skills, telephone numbers, mistakes forgiven."""
    found = find(user, text)
    return Ranking(list(found.ids), near=found.near)


def directory_of(text: str) -> tuple[str | Promise, str]:
    return _("The same in the directory, with its filters"), f"{reverse('people:directory')}?{urlencode({'q': text[:80]})}"


def library_of(text: str) -> tuple[str | Promise, str]:
    return _("The same among ready answers"), f"{reverse('referents:answers')}?{urlencode({'q': text[:80]})}"


people = Scope(
    model=Agent,
    visible=lambda user: Agent.objects.visible_to(user),
    label=_("People"),
    facets={"service": "department", "type": "kind"},
    names={"service": DEPARTMENT, "type": Naming(_("Type"), among(Agent.Kind))},
    finder=find_people,
    hits=hits.people,
    starts=starts.people,
    suggested=5,
    elsewhere=directory_of,
)
subjects = Scope(
    model=Topic,
    visible=subjects_of,
    through=written_once(subjects_of),
    label=_("Subjects and referents"),
    facets={"service": "department"},
    names={"service": DEPARTMENT},
    hits=hits.subjects,
    suggested=3,
)
answers = Scope(
    model=Answer,
    visible=kept_answers,
    label=_("Ready answers"),
    facets={"sujet": "topic", "service": "department"},
    names={"sujet": SUBJECT, "service": DEPARTMENT},
    date="written_on",
    hits=hits.answers,
    elsewhere=library_of,
)
pages = Scope(
    model=Page,
    visible=live_pages,
    label=_("Pages"),
    facets={"type": "content_type", "auteur": "owner"},
    names={"type": Naming(_("Type"), kinds_of_pages), "auteur": AUTHOR},
    date="last_published_at",
    hits=hits.pages,
    suggested=3,
)
posts = Scope(
    model=Post,
    visible=sent_posts,
    through=written_once(sent_posts),
    label=_("Messages"),
    facets={"groupe": "community", "service": "author__agent__department", "auteur": "author", "type": "kind"},
    names={"groupe": GROUP, "service": DEPARTMENT, "auteur": AUTHOR, "type": Naming(_("Type"), among(Post.Kind))},
    date="published_at",
    hits=hits.posts,
)
comments = Scope(
    model=Comment,
    visible=sent_comments,
    through=written_once(sent_comments),
    label=_("Comments"),
    facets={"groupe": "post__community", "service": "author__agent__department", "auteur": "author"},
    names={"groupe": GROUP, "service": DEPARTMENT, "auteur": AUTHOR},
    date="created_at",
    hits=hits.comments,
)
communities = Scope(
    model=Community,
    visible=lambda user: Community.objects.visible_to(user),
    label=_("Groups"),
    facets={"type": "visibility"},
    names={"type": Naming(_("Type"), among(Community.Visibility))},
    hits=hits.communities,
    suggested=2,
)
events = Scope(
    model=Post,
    visible=events_of,
    through=written_once(events_of),
    label=pgettext_lazy("scope of search", "Events"),
    facets={"groupe": "community", "service": "author__agent__department", "auteur": "author"},
    names={"groupe": GROUP, "service": DEPARTMENT, "auteur": AUTHOR},
    date="published_at",
    hits=hits.events,
)
ideas = Scope(
    model=Post,
    visible=ideas_of,
    through=written_once(ideas_of),
    label=_("Ideas"),
    facets={"boite": "idea__box", "type": "idea__status", "service": "author__agent__department", "auteur": "author"},
    names={"boite": Naming(_("Idea box"), boxes), "type": Naming(_("Type"), among(Idea.Status)), "service": DEPARTMENT, "auteur": AUTHOR},
    date="published_at",
    hits=hits.ideas,
)
documents = Scope(
    model=Document,
    visible=documents_of,
    label=_("Documents"),
    date="created_at",
    hits=hits.documents,
)
