"""What a result says of a row, read again through the rights of the reader. A constant number of queries a scope."""

from collections import defaultdict
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from modelsearch.index import SearchField
from wagtail.models import Page

from cms import permissions as cms
from referents import reachability
from referents.models import Answer, Topic
from rse.communities.models import Community
from rse.core.models import Document
from rse.feed.models import Comment, Post
from rse.feed.signal_handlers import address_of
from rse.people import badges
from rse.people.models import Agent, User
from rse.people.presence import Presence, presence
from rse.people.suggestions import photo_of
from search.backends.whoosh.documents import readable
from search.models import FileText
from search.scopes import Hit, Keys

TITLE = 90
MOST_READ = 8_000
MOST_NAMED = 3


def people(user: User, keys: Keys) -> list[Hit]:
    """With their presence of this minute and what they are: referent, head."""
    rows = Agent.objects.visible_to(user).listed().in_bulk(list(keys))
    shown = [rows[key] for key in keys if key in rows]
    there = presence(shown, timezone.now())
    said = badges.badges_of(user, {agent.user_id for agent in shown})
    return [person(agent, there[agent.pk], said.get(agent.user_id, [])) for agent in shown]


def person(agent: Agent, there: Presence, said: list[badges.Badge]) -> Hit:
    return Hit(
        key=agent.pk,
        title=agent.full_name,
        url=reverse("people:agent", args=[agent.pk]),
        details=tuple(part for part in (agent.job_title, agent.department.name if agent.department else "") if part),
        initials=agent.initials,
        photo=photo_of(agent),
        presence=there.words,
        here=there.reachable,
        badge=said[0].label if said else "",
    )


def subjects(user: User, keys: Keys) -> list[Hit]:
    """Who answers for each subject today, or the outside body that is competent."""
    rows = Topic.objects.filter(active=True).select_related("department", "outside_body").in_bulk(list(keys))
    answering: dict[str, list[reachability.Entry]] = defaultdict(list)
    for entry in reachability.entries(user, on=timezone.localdate()):
        for name in entry.topics:
            answering[name].append(entry)
    return [_subject(rows[key], answering[rows[key].name]) for key in keys if key in rows]


def _subject(topic: Topic, entries: list[reachability.Entry]) -> Hit:
    here = [entry.name for entry in entries if entry.reachable]
    names = here or [entry.name for entry in entries if not entry.paused]
    owner = topic.department.name if topic.department else topic.outside_body.name if topic.outside_body else ""
    if here:
        there = _("can be reached today: %(names)s") % {"names": ", ".join(here[:MOST_NAMED])}
    else:
        there = _("away today: %(names)s") % {"names": ", ".join(names[:MOST_NAMED])} if names else _("nobody answers for it yet")
    return Hit(
        key=topic.pk,
        title=topic.name,
        url=f"{reverse('referents:directory')}?q={topic.name}",
        text=", ".join(str(term) for term in topic.terms),
        details=(owner,) if owner else (),
        presence=there,
        here=bool(here),
    )


def answers(user: User, keys: Keys) -> list[Hit]:
    rows = Answer.objects.visible_to(user).kept().select_related("topic", "department").in_bulk(list(keys))
    return [_answer(rows[key]) for key in keys if key in rows]


def _answer(answer: Answer) -> Hit:
    details = [str(answer.topic)] if answer.topic else []
    details += [answer.department.name] if answer.department else []
    if answer.valid_until < timezone.localdate():
        details.append(_("to be checked: its date has passed"))
    url = reverse("referents:ready_answer", args=[answer.pk])
    return Hit(answer.pk, answer.question, url, text=answer.wording, details=tuple(details), when=answer.written_on)


def pages(user: User, keys: Keys) -> list[Hit]:
    """One query a type of page."""
    seen: Any = cms.visible_to(user, Page.objects.filter(pk__in=list(keys), live=True))  # Any: a queryset of Wagtail
    rows = {page.pk: page for page in seen.specific()}
    return [_page(rows[key]) for key in keys if key in rows]


def _page(page: Page) -> Hit:
    department = getattr(page, "department", None)
    details = (department.name,) if department else ()
    return Hit(page.pk, page.title, page.url or "", text=words_of(page), kind=kind_of(type(page)), details=details, when=page.last_published_at)


def kind_of(model: type[Model]) -> str:
    """« guide », « actualité »: what an editor calls it."""
    return str(model._meta.verbose_name).capitalize()


def words_of(row: Any) -> str:  # Any: an indexed model
    """What the index reads of a row, but for its title."""
    fields = (field for field in row.get_search_fields() if isinstance(field, SearchField) and field.field_name != "title")
    return "\n".join(text for field in fields if (text := readable(field.get_value(row))))[:MOST_READ]


def documents(user: User, keys: Keys) -> list[Hit]:
    """With what their files say, read in one query."""
    rows = cms.visible_to(user, Document.objects.all()).in_bulk(list(keys))
    said = dict(FileText.objects.of(Document).filter(object_pk__in=[str(key) for key in rows]).values_list("object_pk", "text"))
    return [_document(rows[key], said.get(str(key), "")) for key in keys if key in rows]


def _document(row: Document, said: str) -> Hit:
    return Hit(row.pk, row.title, row.url, text=said[:MOST_READ], kind=row.file_extension.upper(), when=row.created_at)


def posts(user: User, keys: Keys) -> list[Hit]:
    return [_post(post, reverse("feed:post", args=[post.pk]), kind=post.get_kind_display()) for post in _posts(user, keys)]


def events(user: User, keys: Keys) -> list[Hit]:
    """When and where it takes place."""
    found = []
    for post in _posts(user, keys, "event"):
        where = [post.event.place] if post.event.place else []
        day = date_format(timezone.localtime(post.event.starts_at), "l j F Y")
        gone = [_("cancelled")] if post.event.is_cancelled else []
        found.append(_post(post, reverse("events:event", args=[post.event.pk]), *gone, day, *where, dated=False))
    return found


def ideas(user: User, keys: Keys) -> list[Hit]:
    return [
        _post(post, reverse("ideas:idea", args=[post.idea.pk]), str(post.idea.box), kind=post.idea.get_status_display())
        for post in _posts(user, keys, "idea__box")
    ]


def _posts(user: User, keys: Keys, *related: str) -> list[Post]:
    rows = Post.objects.visible_to(user).sent().select_related("author__agent", "on_behalf_of", "community", *related).in_bulk(list(keys))
    return [rows[key] for key in keys if key in rows]


def _post(post: Post, url: str, *details: str, kind: str = "", dated: bool = True) -> Hit:
    title = post.title or Truncator(" ".join(post.text.split())).chars(TITLE) or str(post.get_kind_display())
    who = post.on_behalf_of.name if post.on_behalf_of else str(post.author)
    place = post.community.name if post.community else _("to everybody")
    text = post.text if post.title or len(post.text) > TITLE else ""
    return Hit(post.pk, title, url, text=text, kind=kind.capitalize(), details=(*details, who, place), when=post.published_at if dated else None)


def comments(user: User, keys: Keys) -> list[Hit]:
    standing = Comment.objects.visible_to(user).filter(state=Comment.State.PUBLISHED)
    rows = standing.select_related("author", "post__community").in_bulk(list(keys))
    return [_comment(rows[key]) for key in keys if key in rows]


def _comment(comment: Comment) -> Hit:
    about = comment.post.title or Truncator(" ".join(comment.post.text.split())).chars(TITLE)
    place = comment.post.community.name if comment.post.community else _("to everybody")
    title = _("Under “%(title)s”") % {"title": about} if about else _("A comment")
    return Hit(comment.pk, title, address_of(comment.post, comment), text=comment.text, details=(str(comment.author), place), when=comment.created_at)


def communities(user: User, keys: Keys) -> list[Hit]:
    rows: QuerySet[Community] = Community.objects.visible_to(user)
    found = rows.in_bulk(list(keys))
    return [_community(found[key]) for key in keys if key in found]


def _community(group: Community) -> Hit:
    details = [_("archived")] if group.is_archived else []
    return Hit(group.pk, group.name, reverse("communities:community", args=[group.slug]), text=group.purpose, kind=_("Group"), details=tuple(details))
