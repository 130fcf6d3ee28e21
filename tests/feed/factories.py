"""Rows of the feed for tests: groups with their members, posts already sent, comments, polls. What only actions can prove goes through actions."""

from datetime import timedelta
from io import BytesIO
from secrets import token_hex

import factory
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from rse.communities.models import Community, CommunityUserObjectPermission, Membership
from rse.communities.permissions import ROLES
from rse.core import text
from rse.feed.actions.sending import send_new
from rse.feed.content import Content, Place
from rse.feed.models import Comment, Hashtag, Poll, PollOption, Post, ReactionKind
from rse.people.models import User
from tests.factories import AgentFactory, OrganisationFactory


class CommunityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Community

    class Params:
        closed = factory.Trait(visibility=Community.Visibility.CLOSED)
        hidden = factory.Trait(visibility=Community.Visibility.HIDDEN)

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda number: f"Groupe {number}")
    slug = factory.Sequence(lambda number: f"groupe-{number}")
    folded = factory.LazyAttribute(lambda community: text.fold(community.name))


class ClosedFactory(CommunityFactory):
    visibility = Community.Visibility.CLOSED


class NonVisibleFactory(CommunityFactory):
    visibility = Community.Visibility.HIDDEN


def member(community: Community, user: User | None = None, role: str = Membership.Role.MEMBER) -> User:
    """Put somebody in the group, with the rights of the role; a new colleague when nobody is given."""
    user = user or AgentFactory().user
    Membership.objects.update_or_create(community=community, user=user, defaults={"role": role})
    CommunityUserObjectPermission.objects.filter(content_object=community, user=user).delete()
    for permission in Permission.objects.filter(codename__in=ROLES[role], content_type__app_label="communities"):
        CommunityUserObjectPermission.objects.create(content_object=community, user=user, permission=permission)
    return user


def expelled(community: Community, user: User) -> None:
    """Take somebody out of the group, rights first."""
    CommunityUserObjectPermission.objects.filter(content_object=community, user=user).delete()
    Membership.objects.filter(community=community, user=user).delete()


class PostFactory(factory.django.DjangoModelFactory):
    """Sent a minute ago by a colleague to everybody; `community=…` to a group. `words=` is plain text."""

    class Meta:
        model = Post
        skip_postgeneration_save = True

    class Params:
        words = "Circuits scolaires de demain : les lignes 2, 5 et 11 sont suspendues avant 8 h."

    organisation = factory.SubFactory(OrganisationFactory)
    author = factory.LazyFunction(lambda: AgentFactory(first_name="Karim", last_name="Benali").user)
    community = None
    text = factory.LazyAttribute(lambda post: post.words)
    body = factory.LazyAttribute(lambda post: str(text.to_html(post.words)))
    state = Post.State.PUBLISHED
    token = factory.Sequence(lambda number: f"post-{number}")
    published_at = factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1))

    @factory.post_generation
    def tags(self, create: bool, names: list[str] | None, **_kwargs: object) -> None:
        for name in names or ():
            self.tags.add(HashtagFactory(name=name))


class HashtagFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Hashtag
        django_get_or_create = ("folded",)

    name = factory.Sequence(lambda number: f"sujet{number}")
    folded = factory.LazyAttribute(lambda tag: text.fold(tag.name))


class CommentFactory(factory.django.DjangoModelFactory):
    """Sent now. The counter of the post is kept as the actions keep it."""

    class Meta:
        model = Comment

    class Params:
        words = "Merci, je relaie vers les écoles."

    post = factory.SubFactory(PostFactory)
    parent = None
    author = factory.LazyFunction(lambda: AgentFactory(first_name="Marc", last_name="Lefort").user)
    text = factory.LazyAttribute(lambda comment: comment.words)
    body = factory.LazyAttribute(lambda comment: str(text.to_html(comment.words)))
    token = factory.Sequence(lambda number: f"comment-{number}")

    @classmethod
    def _create(cls, model_class: type[Comment], *args: object, **kwargs: object) -> Comment:
        comment = super()._create(model_class, *args, **kwargs)
        comment.post.comment_count = comment.post.comments.filter(state=Comment.State.PUBLISHED).count()
        comment.post.save(update_fields=["comment_count"])
        return comment


def poll(post: Post | None = None, *, options: tuple[str, ...] = ("Mardi 12 h", "Jeudi 17 h"), **kwargs: object) -> Poll:
    """A poll open for two days."""
    post = post or PostFactory(kind=Post.Kind.POLL, words="Quel créneau pour l’atelier ?")
    kwargs.setdefault("closes_at", timezone.now() + timedelta(days=2))
    made = Poll.objects.create(post=post, **kwargs)
    for order, label in enumerate(options):
        PollOption.objects.create(poll=made, label=label, order=order)
    return made


def reaction(code: str = "utile") -> ReactionKind:
    """One of the set that the migration seeds."""
    return ReactionKind.objects.get(code=code)


def joined(community: Community, *users: User, role: str = Membership.Role.MEMBER) -> Community:
    """The group, with these people in it."""
    for user in users:
        member(community, user, role)
    return community


def content(words: str = "Les circuits de demain sont suspendus.", **kwargs: object) -> Content:
    return Content(text.to_html(words), **kwargs)


def sent(author: User, words: str = "Les circuits de demain sont suspendus.", *, community: Community | None = None, department=None, **kwargs: object) -> Post:
    """A post that has left, through the actions; where nothing else is said, in a new open group of its author."""
    if community is None and department is None:
        community = joined(CommunityFactory(), author)
    return send_new(content(words, **kwargs), place=Place(community, department), token=token_hex(8), actor=author)


def to_everyone(author: User, words: str = "Bonjour à tous.", **kwargs: object) -> Post:
    """A post before all agents, as a row: whoever wrote it."""
    return PostFactory(author=author, words=words, **kwargs)


def png(name: str = "plan.png") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (8, 8), (20, 90, 110)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")
