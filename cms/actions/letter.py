"""Preparing the internal letter: colleagues suggest, and a draft issue is made of what the editor kept."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.actions.journal import note
from cms.exceptions import NotForEverybody, NothingChosen, SelectionChanged
from cms.letter import origins
from cms.letter.selection import SUGGESTED, Part, candidates, chosen_among, selection
from cms.models import LetterSuggestion, NewsletterIndexPage, NewsletterPage
from cms.permissions import may_write_letter
from rse.people.models import Agent, User


@transaction.atomic
def suggest(*, title: str, words: str, origin: str, credited: bool, token: str, actor: User) -> LetterSuggestion:
    """Write a suggestion down, once for a form. Raises NotForEverybody for what some colleagues may not read."""
    if origin and origin not in origins.lookup([origin]):
        raise NotForEverybody
    said = {"title": title, "words": words, "origin": origin, "credited": credited, "at": timezone.now()}
    row, _created = LetterSuggestion.objects.get_or_create(by=actor, token=token, defaults=said)
    return row


@transaction.atomic
def set_aside(suggestion: LetterSuggestion, *, actor: User) -> LetterSuggestion:
    """Not for the letter: it is proposed no more. Harmless twice. Raises PermissionDenied."""
    _may_write(actor)
    LetterSuggestion.objects.waiting().filter(pk=suggestion.pk).update(set_aside_at=timezone.now())
    return LetterSuggestion.objects.get(pk=suggestion.pk)


@transaction.atomic
def make_issue(keys: Sequence[str], *, number: int, actor: User) -> tuple[NewsletterPage, bool]:
    """A draft made of the lines kept, for the editor to change; (the issue, whether this call made it): a number has one issue.
    Raises NothingChosen, SelectionChanged, PermissionDenied."""
    _may_write(actor)
    index = NewsletterIndexPage.objects.select_for_update(of=("self",)).get()
    there = NewsletterPage.objects.filter(number=number).first()
    if there is not None:
        return there, False
    proposed = selection(timezone.now())
    if not set(keys) <= {one.key for one in candidates(proposed)}:
        raise SelectionChanged
    parts = chosen_among(proposed, keys)
    if not parts:
        raise NothingChosen
    issue = NewsletterPage(title=_("Internal letter no. %(number)s") % {"number": number}, number=number, live=False, owner=actor, body=_body(parts))
    issue.slug = _free_slug(index, issue)
    issue.department_id = Agent.objects.filter(user=actor).values_list("department", flat=True).first()
    index.add_child(instance=issue)
    revision = issue.save_revision(user=actor, log_action=True)
    note(issue, code="letter_made", actor=actor, revision=revision.pk, detail={"lines": sorted(set(keys))})
    used = [int(key.partition(":")[2]) for key in keys if key.startswith(f"{SUGGESTED}:")]
    LetterSuggestion.objects.waiting().filter(pk__in=used).update(issue=issue)
    return issue, True


def _may_write(actor: User) -> None:
    if not may_write_letter(actor):
        raise PermissionDenied(_("Only those who write the letter do this."))


def _free_slug(index: NewsletterIndexPage, issue: NewsletterPage) -> str:
    slug, taken = slugify(issue.title)[:80], set(index.get_children().values_list("slug", flat=True))
    return slug if slug not in taken else f"{slug}-{len(taken) + 1}"


def _body(parts: Sequence[Part]) -> list[tuple[str, object]]:
    blocks: list[tuple[str, object]] = []
    for part in parts:
        blocks.append(("heading", str(part.title)))
        blocks += [
            ("entry", {"title": one.title[:140], "words": one.words[:600], "credit": one.credit[:120], "link": "", "origin": one.origin})
            for one in part.candidates
        ]
    return blocks
