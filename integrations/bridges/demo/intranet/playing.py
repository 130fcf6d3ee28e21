"""Writes the pages of the files below the standard tree. Deterministic for a given day; telling nobody; no search nor reference index is rebuilt inside."""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.actions import Built, build_site, open_thread
from cms.models import (
    Alert,
    ArticlePage,
    CampaignPage,
    CanteenDay,
    CanteenPage,
    CanteenWeekPage,
    FormField,
    FormPage,
    GuidePage,
    IntranetPage,
    LegalPage,
    NewsCategory,
    NewsPage,
    PortalPage,
    RelatedPage,
)
from integrations.bridges.demo.clockwork import at, quietly
from integrations.bridges.demo.intranet import letters
from integrations.bridges.demo.intranet.words import Block, blocks_of, steps_of
from integrations.bridges.demo.town import Town, moment
from referents.models import Answer, Topic, VolunteerCall
from rse.communities.models import Community

Row = dict[str, Any]  # Any: a table of a file
FILES = {name: tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8")) for name in ("guides", "pages", "portals")}
NAME = "L’intranet de Techniville"
TRUE_FOR = (120, 200, 300, 400)
COURSES = ("starter", "main", "vegetarian", "dessert")


def play(town: Town, today: date) -> int:
    """Everything; answers how many pages there are."""
    pages = FILES["pages"]
    with quietly(), disable_reference_index_auto_update(), at(moment(today - timedelta(days=90), "09:00")):
        built = build_site(name=NAME, samples=False, actor=town.cm)
        _portals(town)
        _guides(town, built, today)
        for row in pages["articles"]:
            _put(town, built.home, ArticlePage(**_said(row)), row, today, more=_live_blocks(row["title"]))
        LegalPage.objects.get().delete()  # the one to fill in, made for a new authority
        for row in pages["legal"]:
            _put(town, built.home, LegalPage(**_said(row)), row, today)
        for row in pages["campaigns"]:
            days = {"starts_on": today - timedelta(days=row["from"]), "ends_on": today + timedelta(days=row["to"])}
            _put(town, built.home, CampaignPage(**_said(row), **days), row, today)
        for row in pages["forms"]:
            _form(town, built, row, today)
        _canteen(town, pages["canteen"], today)
        _news(town, built, today)
        letters.play(town, built, today)
        row = pages["alert"]
        ends = moment(today + timedelta(days=row["days"]), "18:00")
        Alert.objects.create(title=row["title"], text=row["text"], level=row["level"], starts_at=moment(today - timedelta(days=1), "07:00"), ends_at=ends)
    return Page.objects.descendant_of(built.home, inclusive=True).count()


def _said(row: Row) -> Row:
    return {"title": row["title"], "intro": row["intro"]}


def _put(town: Town, parent: Page, page: IntranetPage, row: Row, today: date, *, more: list[Block] | None = None, when: datetime | None = None) -> Any:
    """One page of the file below `parent`, owned by the head of its department."""
    department = town.departments.get(row.get("department", "COM"))
    page.slug = slugify(page.title)[:80]
    page.department = department
    page.owner = department.head if department else None
    page.deputy = town.cm
    page.true_until = today + timedelta(days=TRUE_FOR[len(page.title) % len(TRUE_FOR)])
    page.body = blocks_of(row.get("body", "")) + (more or [])
    page.first_published_at = page.last_published_at = when or moment(today - timedelta(days=30 + len(page.title)), "10:00")
    return parent.add_child(instance=page)


def _portals(town: Town) -> None:
    for code, row in FILES["portals"].items():
        PortalPage.objects.filter(of=town.departments[code]).update(intro=row["intro"], place=row["place"], hours=row["hours"])


def _guides(town: Town, built: Built, today: date) -> None:
    made: dict[str, Page] = {}
    for row in FILES["guides"]["guides"]:
        facts = {"theme": row["theme"], "for_whom": row.get("for_whom", ""), "takes": row.get("takes", ""), "steps": steps_of(row["steps"])}
        topic = Topic.objects.filter(department=town.departments[row["topic_of"]], referents__state="active").first() if "topic_of" in row else None
        page = GuidePage(**_said(row), **facts, topic=topic)
        made[row["title"]] = _put(town, built.places["GuideIndexPage"], page, row, today, more=_live_blocks(row["title"]))
    RelatedPage.objects.bulk_create(
        RelatedPage(guide=made[row["title"]], page=made[title], sort_order=order)
        for row in FILES["guides"]["guides"]
        for order, title in enumerate(row.get("related", ()))
    )


def _live_blocks(title: str) -> list[Block]:
    """What is read in the network when the page is: referents, an answer, a call, a group."""
    if title.startswith("Prendre la question"):
        answer = Answer.objects.kept().order_by("pk").first()
        return [("answer", {"answer": answer})] if answer else []
    if title == "Le réseau des référents":
        call, topic = (
            VolunteerCall.objects.filter(closed_at=None).first(),
            Topic.objects.filter(active=True, referents__state="active").order_by("name").first(),
        )
        found = [("referents", {"title": "", "topic": topic})] if topic else []
        return [*found, ("volunteer_call", {"call": call})] if call else found
    if title.startswith("Aller au travail"):
        group = Community.objects.filter(visibility="open", name__startswith="Vélo").first()
        return [("latest_posts", {"title": "", "community": group, "number": 3})] if group else []
    return []


def _form(town: Town, built: Built, row: Row, today: date) -> None:
    words = {"purpose": row["purpose"], "kept_days": row["days"], "anonymous": row.get("anonymous", False), "thanks": row["thanks"]}
    page = _put(town, built.home, FormPage(**_said(row), **words), row, today)
    for order, line in enumerate(row["fields"]):
        kind, label, required, *choices = [part.strip() for part in line.split("|")]
        field = FormField(page=page, sort_order=order, field_type=kind, label=label, required=required == "oui", choices=",".join(choices).replace(", ", ","))
        field.save()


def _canteen(town: Town, row: Row, today: date) -> None:
    page = CanteenPage.objects.get()
    page.intro, page.place, page.hours, page.body = row["intro"], row["place"], row["hours"], blocks_of(row["body"])
    page.save()
    first = today - timedelta(days=today.weekday())
    for monday, menus in ((first, row["menus"]), (first + timedelta(days=7), row["menus_next"])):
        week = CanteenWeekPage(title=f"Semaine du {monday:%d/%m}", slug=f"semaine-{monday:%Y-%m-%d}", monday=monday, note=row["note"], owner=town.cm)
        page.add_child(instance=week)
        served = [[part.strip() for part in line.split("|")] for line in menus]
        CanteenDay.objects.bulk_create(
            CanteenDay(week=week, sort_order=order, day=monday + timedelta(days=order), **dict(zip(COURSES, dishes, strict=True)))
            for order, dishes in enumerate(served)
        )


def _news(town: Town, built: Built, today: date) -> None:
    categories = {}
    for order, row in enumerate(FILES["pages"]["categories"]):
        categories[row["slug"]] = NewsCategory.objects.create(slug=row["slug"], name=row["name"], order=order)
    for row in reversed(FILES["pages"]["news"]):
        day = today - timedelta(days=row["days"])
        pinned = today + timedelta(days=row["pinned"]) if "pinned" in row else None
        page = NewsPage(**_said(row), date=day, category=categories[row["category"]], pinned_until=pinned, comments_open=row.get("talk", False))
        put = _put(town, built.places["NewsIndexPage"], page, row, today, when=moment(day, "09:15"))
        if row.get("talk"):
            with at(moment(day, "09:15")):
                open_thread(put, actor=town.cm)
