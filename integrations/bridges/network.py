"""What the network of referents adds to the feed: the card of an answer, lines in the menu of a post, a badge, names with an @, an arrival."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integrations.bridges.actions.arrivals import BEFORE
from integrations.bridges.models import QuietArrival, SharedAnswer
from referents.models import CharterSignature, Enquiry, Referent, Topic
from rse.core import todo
from rse.core.addresses import address
from rse.core.todo import TodoCard
from rse.feed import cards, roles
from rse.feed.models import Comment, Post
from rse.people import first_steps
from rse.people.models import Department, User

PREFIX = "referent-"
SUGGESTED = 5


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    cards.register(Post.Kind.ANSWER, cards.CardKind("bridges/network/answer_card.html", load_answers))
    cards.register_links(links)
    cards.register_comment_links(comment_links)
    roles.register(roles.Role(PREFIX, people_of, suggest, page_of))
    todo.register_aside(arrival_cards)
    first_steps.register(
        first_steps.Step(
            "charter",
            gettext_lazy("Read the charter of use"),
            gettext_lazy("What is said here, and how."),
            gettext_lazy("Read the charter"),
            "referents:charters",
            done=lambda: Exists(CharterSignature.objects.filter(user=OuterRef("user"), version__charter__audience="network")),
            order=50,
        )
    )


def load_answers(user: User, posts: Sequence[Post]) -> dict[int, dict[str, Any]]:
    """Two queries: what was published, and which questions the reader may open."""
    rows = SharedAnswer.objects.filter(post__in=[post.pk for post in posts]).select_related("publication__account", "publication__draft")
    shared = [row for row in rows if row.publication.state == row.publication.State.DONE]
    open_to = set(Enquiry.objects.visible_to(user).filter(pk__in=[row.publication.enquiry_id for row in shared]).values_list("pk", flat=True))
    return {row.post_id: {"publication": row.publication, "opens": row.publication.enquiry_id in open_to} for row in shared}


def links(_reader: cards.Reader, post: Post) -> list[cards.Link]:
    """For whoever reads a post that was sent; no query."""
    if post.state != Post.State.PUBLISHED:
        return []
    return [
        cards.Link(_("Ask the referents of a subject"), address("bridges:ask_referents", post.pk), icon="answers", on_page=True),
        cards.Link(_("Ask Communication"), address("bridges:ask_communication", post.pk), icon="questions", on_page=True),
    ]


def comment_links(_reader: cards.Reader, comment: Comment) -> list[cards.Link]:
    """For whoever reads a comment that was sent; no query."""
    return [cards.Link(_("Ask the referents"), f"{address('bridges:ask_referents', comment.post_id)}?commentaire={comment.pk}", icon="answers")]


def people_of(rest: str) -> list[User]:
    """@referent-voirie: those of the subject of this name and of those below it, or of the department of this name."""
    topics = Topic.objects.filter(Q(slug=rest) | Q(parent__slug=rest), active=True).order_by().values("pk")
    roles_of = Referent.objects.active().filter(Q(topics__in=topics) | Q(department__in=_departments(rest)))
    return list(User.objects.filter(pk__in=roles_of.values("user"), is_active=True).order_by("pk"))


def suggest(typed: str) -> list[roles.RoleName]:
    """Departments that have referents and whose name begins like what is typed."""
    with_referents = Department.objects.filter(pk__in=Referent.objects.active().order_by().values("department")).order_by("name")
    found = [row for row in with_referents if handle(row).startswith(slugify(typed)) or slugify(typed) in handle(row)]
    return [roles.RoleName(PREFIX + handle(row), _("Referents of “%(department)s”") % {"department": row.name}) for row in found[:SUGGESTED]]


def page_of(rest: str) -> str:
    found = _departments(rest)
    return f"{address('referents:directory')}?department={found[0]}" if found else address("referents:directory")


def handle(department: Department) -> str:
    """« Voirie et éclairage » → "voirie-et-eclairage"; the first word is enough."""
    return slugify(department.name)


def _departments(rest: str) -> list[int]:
    """Ids of the departments of this name, or whose name begins with this word."""
    if not rest:
        return []
    names = {pk: slugify(name) for pk, name in Department.objects.order_by("pk").values_list("pk", "name")}
    whole = [pk for pk, name in names.items() if name == rest]
    return whole or [pk for pk, name in names.items() if name.startswith(f"{rest}-")]


def arrival_cards(user: User) -> list[TodoCard]:
    """For somebody on the way to being a referent: their arrival will be announced, unless they say no. One query, two on the way."""
    if not Referent.objects.filter(user=user.pk, state__in=BEFORE).exists():
        return []
    return [TodoCard("bridges/network/arrival.html", {"quiet": QuietArrival.objects.filter(user=user.pk).exists()}, 20)]
