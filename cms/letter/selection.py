"""What is proposed for the next issue: news, events to come, answers of referents, posts most talked about, what colleagues suggest. Reading only.

Nothing that one colleague could not read is proposed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import chain

from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.letter import origins
from cms.models import LetterSending, LetterSuggestion, NewsletterPage, NewsPage
from cms.permissions import open_to_everybody
from rse.core.days import spell_day
from rse.feed.models import Post

USUAL, LONGEST = timedelta(days=7), timedelta(days=31)
AHEAD = timedelta(days=21)
TALKED_AMONG = 200
REMEMBERED = 3
LONGEST_WORDS = 300
NEWS, EVENTS, ANSWERS, POSTS, SUGGESTIONS = "news", "events", "answers", "posts", "suggestions"
SHOWN = {NEWS: 12, EVENTS: 10, ANSWERS: 8, POSTS: 8, SUGGESTIONS: 30}
TICKED = {NEWS: 4, EVENTS: 4, ANSWERS: 2, POSTS: 2, SUGGESTIONS: 30}
SUGGESTED = "suggestion"
TITLES: dict[str, str | Promise] = {
    NEWS: _("Not to be missed"),
    EVENTS: pgettext_lazy("letter", "In the days ahead"),
    ANSWERS: _("Questions of citizens, answers of ours"),
    POSTS: _("Said between colleagues"),
    SUGGESTIONS: _("Suggested by colleagues"),
}
TOLD = (Post.Kind.MESSAGE, Post.Kind.QUESTION, Post.Kind.POLL, Post.Kind.ANSWER)


@dataclass(frozen=True)
class Candidate:
    """One line of the selection. `key` is its origin, or "suggestion:4" for words that stand alone; `ticked`: proposed rather than offered;
    `said`: in a late issue already; `by` is shown to the editor, `credit` goes to the letter."""

    key: str
    title: str
    words: str
    day: date
    origin: str = ""
    by: str = ""
    credit: str = ""
    url: str = ""
    ticked: bool = False
    said: bool = False

    @property
    def number(self) -> int:
        return int(self.key.partition(":")[2])


@dataclass(frozen=True)
class Part:
    slug: str
    title: str | Promise
    candidates: list[Candidate]


def since(now: datetime) -> date:
    """The day of the last issue that was sent, a month ago at most; a week ago when none was."""
    last: datetime | None = LetterSending.objects.aggregate(last=Max("asked_at"))["last"]
    return max(timezone.localdate(last), timezone.localdate(now) - LONGEST) if last else timezone.localdate(now) - USUAL


def next_number() -> int:
    """After all those written, drafts included."""
    return (NewsletterPage.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def selection(now: datetime, *, kept: Sequence[str] | None = None) -> list[Part]:
    """A fixed number of queries, whatever the week held. `kept`: what the editor ticked, in place of what is proposed."""
    start = since(now)
    found = {
        NEWS: _news(start, timezone.localdate(now)),
        EVENTS: _events(now),
        ANSWERS: _answers(start, timezone.localdate(now)),
        POSTS: _posts(start),
        SUGGESTIONS: _suggestions(),
    }
    said = _said_before()
    marked = {slug: [replace(one, said=one.origin in said) for one in rows] for slug, rows in found.items()}
    return [Part(slug, TITLES[slug], _proposed(rows, TICKED[slug]) if kept is None else _kept(rows, kept)) for slug, rows in marked.items()]


def _said_before() -> set[str]:
    """What the last issues said already."""
    latest = NewsletterPage.objects.live().order_by("-number", "-pk")[:REMEMBERED]
    return {entry["origin"] for issue in latest for entry in origins.entries_of(issue.body) if entry["origin"]}


def chosen_among(parts: Sequence[Part], keys: Sequence[str]) -> list[Part]:
    """The parts reduced to what the editor kept. What was kept both as news and as a suggestion is told once, with thanks to whoever suggested."""
    wanted, told, kept = set(keys), set[str](), []
    thanks = {one.origin: one.credit for one in candidates(parts) if one.key in wanted and one.origin and one.credit}
    for part in parts:
        rows = []
        for one in part.candidates:
            if one.key in wanted and one.origin not in told:
                told |= {one.origin} - {""}
                rows.append(replace(one, credit=one.credit or thanks.get(one.origin, "")))
        kept.append(replace(part, candidates=rows))
    return [part for part in kept if part.candidates]


def candidates(parts: Iterable[Part]) -> list[Candidate]:
    return list(chain.from_iterable(part.candidates for part in parts))


def _proposed(rows: list[Candidate], number: int) -> list[Candidate]:
    """The first of those that no issue said yet."""
    new = [one.key for one in rows if not one.said][:number]
    return [replace(one, ticked=one.key in new) for one in rows]


def _kept(rows: list[Candidate], keys: Sequence[str]) -> list[Candidate]:
    return [replace(one, ticked=one.key in keys) for one in rows]


def short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(LONGEST_WORDS)


def _about(kind: str, pk: int, title: str, words: str, day: date, *, by: object = "", url: str = "") -> Candidate:
    origin = origins.named(kind, pk)
    return Candidate(origin, title, words, day, origin, by=str(by or ""), url=url)


def _news(start: date, on: date) -> list[Candidate]:
    rows = open_to_everybody(NewsPage.objects.live()).filter(date__range=(start, on), alias_of=None).select_related("department").defer("body")
    latest = rows.order_by("-date", "-pk")[: SHOWN[NEWS]]
    return [_about(origins.PAGE, row.pk, row.title, row.intro, row.date, by=row.department, url=row.get_url() or "") for row in latest]


def _events(now: datetime) -> list[Candidate]:
    found = []
    for row in origins.events().between(now, now + AHEAD).in_order().select_related("post")[: SHOWN[EVENTS]]:
        day = timezone.localdate(row.starts_at)
        words = " · ".join(part for part in (spell_day(day, "l j F"), row.place) if part)
        found.append(_about(origins.EVENT, row.pk, row.post.title, words, day))
    return found


def _answers(start: date, on: date) -> list[Candidate]:
    rows = origins.answers().valid(on).filter(written_on__gte=start).select_related("department").order_by("-written_on", "-pk")[: SHOWN[ANSWERS]]
    return [_about(origins.ANSWER, row.pk, row.question, short(row.short or row.medium or row.wording), row.written_on, by=row.department) for row in rows]


def _posts(start: date) -> list[Candidate]:
    """The most talked about among the latest: comments and reactions, which everybody sees under them."""
    midnight = timezone.make_aware(datetime.combine(start, time()))
    latest = origins.posts().filter(kind__in=TOLD, published_at__gte=midnight).select_related("community").latest_first()[:TALKED_AMONG]
    found = []
    for row in sorted(latest, key=_talk, reverse=True)[: SHOWN[POSTS]]:
        title, day = row.title or Truncator(row.text).chars(100), timezone.localdate(row.published_at)
        found.append(_about(origins.POST, row.pk, title, short(row.text), day, by=row.community))
    return found


def _talk(post: Post) -> int:
    return post.comment_count + sum(post.reaction_counts.values())


def _suggestions() -> list[Candidate]:
    """Oldest first; those about something that is closed now are left out."""
    rows = list(LetterSuggestion.objects.waiting().select_related("by").order_by("at", "pk")[: SHOWN[SUGGESTIONS]])
    open_now = origins.lookup(row.origin for row in rows if row.origin)
    return [
        Candidate(
            origins.named(SUGGESTED, row.pk),
            row.title,
            row.words,
            timezone.localdate(row.at),
            row.origin,
            by=str(row.by),
            credit=str(row.by) if row.credited else "",
            url=open_now[row.origin].url if row.origin else "",
        )
        for row in rows
        if not row.origin or row.origin in open_now
    ]
