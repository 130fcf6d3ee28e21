"""The letter of the invented town: issues that were sent, with their readers counted, one in preparation, and what colleagues suggest for the next."""

import tomllib
from datetime import date, timedelta
from html import escape
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page

from cms.actions import Built, letter
from cms.actions.site import WRITERS
from cms.letter.selection import candidates, selection
from cms.models import LetterOpening, LetterSending, NewsletterPage
from integrations.bridges.demo.clockwork import at
from integrations.bridges.demo.intranet.words import Block
from integrations.bridges.demo.messages import workday
from integrations.bridges.demo.town import Town, moment

Row = dict[str, Any]  # Any: a table of the file
LETTERS = tomllib.loads((Path(__file__).parent / "letters.toml").read_text(encoding="utf-8"))


def play(town: Town, built: Built, today: date) -> None:
    """Once the news are there: issues are made of them. Nobody is told of old issues."""
    town.cm.groups.add(Group.objects.get(name=WRITERS))
    index = built.places["NewsletterIndexPage"]
    for row in sorted(LETTERS["issues"], key=lambda issue: -issue["days"]):
        _issue(town, index, row, today)
    yesterday = workday(today, -1)
    for number, row in enumerate(LETTERS["suggestions"]):
        with at(moment(yesterday, "10:15") + timedelta(minutes=40 * number)):
            words = {"title": row["title"], "words": row["words"], "origin": "", "credited": row["credited"]}
            letter.suggest(**words, token=f"demo-{number}", actor=town.users[row["by"]])
    with at(moment(yesterday, "16:20")):
        _draft(town, LETTERS["draft"])


def _issue(town: Town, index: Page, row: Row, today: date) -> None:
    day = today - timedelta(days=row["days"])
    written, left = moment(day, "09:30"), moment(day, "10:05")
    body: list[Block] = [("text", f"<p>{escape(row['opening'])}</p>")]
    for part in row["parts"]:
        body += [("heading", part["title"]), *[("entry", _entry(line)) for line in part["entries"]]]
    facts = {"number": row["number"], "date": day, "slug": f"la-lettre-{row['number']}", "owner": town.cm, "department": town.departments["COM"]}
    issue = NewsletterPage(title=row["title"], intro=row["intro"], body=body, first_published_at=written, last_published_at=written, **facts)
    index.add_child(instance=issue)
    sending = LetterSending.objects.create(issue=issue, asked_by=town.cm, asked_at=left, moved_at=left, done_at=left, told=row["told"])
    LetterOpening.objects.bulk_create(LetterOpening(sending=sending, mark=f"{row['number']}-{reader}") for reader in range(row["opened"]))


def _entry(line: str) -> dict[str, str]:
    title, words, source, credit = [part.strip() for part in line.split("|")]
    origin = f"page:{Page.objects.get(title=source).pk}" if source else ""
    return {"title": title, "words": words, "credit": credit, "link": "", "origin": origin}


def _draft(town: Town, row: Row) -> None:
    """Made as Flora makes it: from the selection, then changed."""
    suggested = [one.key for one in candidates(selection(timezone.now())) if one.ticked and not one.key.startswith("suggestion:")]
    issue, _made = letter.make_issue(suggested, number=row["number"], actor=town.cm)
    issue = issue.get_latest_revision_as_object()
    issue.title, issue.intro = row["title"], row["intro"]
    issue.body.insert(0, ("text", f"<p>{escape(row['opening'])}</p>"))
    issue.save_revision(user=town.cm)
