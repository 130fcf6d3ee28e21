"""The shipped thesaurus: what citizens of a French town ask about, in their own words. One TOML file a department, French only."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import router, transaction
from django.utils import timezone

from referents.conf import department_model
from referents.models import OutsideBody, SensitiveWord, Topic

FOLDER = Path(__file__).resolve().parent / "fr"
OUTSIDE, SENSITIVE = "EXTERNAL", "SENSITIVE"
Table = dict[str, Any]  # Any: a table of a TOML file
WRITTEN = ("name", "department_code", "also_codes", "outside_body", "sensitivity", "red", "terms", "examples")


@dataclass(frozen=True)
class Thesaurus:
    """The files as they are: department names by code, tables of topics (with their `code`), of outside bodies and of sensitive words."""

    departments: dict[str, str]
    topics: tuple[Table, ...]
    bodies: tuple[Table, ...]
    words: tuple[Table, ...]


@dataclass(frozen=True)
class Loaded:
    """How many rows a load wrote."""

    created: int
    updated: int
    retired: int
    linked: int
    departments: int
    bodies: int
    words: int


def read(folder: Path = FOLDER) -> Thesaurus:
    """Every file of `folder`. Raises tomllib.TOMLDecodeError for a broken one."""
    departments: dict[str, str] = {}
    topics: list[Table] = []
    bodies: list[Table] = []
    words: list[Table] = []
    for path in sorted(folder.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        if path.stem != SENSITIVE:
            departments[table["code"]] = table["name"]
        topics += [{**topic, "code": table["code"]} for topic in table.get("topics", [])]
        bodies += table.get("bodies", [])
        words += table.get("words", [])
    departments.pop(OUTSIDE, None)
    return Thesaurus(departments, tuple(topics), tuple(bodies), tuple(words))


def load(*, create_departments: bool = False, folder: Path = FOLDER) -> Loaded:
    """Put the thesaurus in the database; a second call changes nothing.

    Topics added or taken over by the town (origin "local") are never touched; of the others, the words are brought up to date, a
    department chosen by the town and the `active` mark are kept. Topics gone from the files are put out of use, never deleted.
    Outside bodies and sensitive words are created when missing and left alone afterwards: the town may have reworded them.
    """
    with transaction.atomic(using=router.db_for_write(Topic)):
        thesaurus = read(folder)
        made = _create_departments(thesaurus) if create_departments else 0
        bodies = _create_bodies(thesaurus)
        words = _create_words(thesaurus)
        created, updated, retired, linked = _write_topics(thesaurus)
    return Loaded(created, updated, retired, linked, made, bodies, words)


def departments_by_code() -> dict[str, Any]:  # Any: rows of the host's own model
    """The host's departments; the first of a code when several organisations share it."""
    rows = apps.get_model(department_model())._default_manager.order_by("-pk")
    return {row.code: row for row in rows}


def _create_departments(thesaurus: Thesaurus) -> int:
    existing, model = departments_by_code(), apps.get_model(department_model())
    missing = [(code, name) for code, name in thesaurus.departments.items() if code not in existing]
    for code, name in missing:
        model._default_manager.create(code=code, name=name)
    return len(missing)


def _create_bodies(thesaurus: Thesaurus) -> int:
    existing = set(OutsideBody.objects.values_list("slug", flat=True))
    missing = [OutsideBody(**body) for body in thesaurus.bodies if body["slug"] not in existing]
    return len(OutsideBody.objects.bulk_create(missing))


def _create_words(thesaurus: Thesaurus) -> int:
    known = set(SensitiveWord.objects.values_list("term", flat=True))
    missing: dict[str, SensitiveWord] = {}
    for table in sorted(thesaurus.words, key=lambda table: table["level"] != "high"):
        for term in table["terms"]:
            if term not in known:
                missing.setdefault(term, SensitiveWord(kind=table["kind"], level=table["level"], term=term))
    return len(SensitiveWord.objects.bulk_create(missing.values()))


def _write_topics(thesaurus: Thesaurus) -> tuple[int, int, int, int]:
    existing = {topic.slug: topic for topic in Topic.objects.all()}
    bodies = {body.slug: body for body in OutsideBody.objects.all()}
    departments = departments_by_code()
    new: list[Topic] = []
    changed: list[Topic] = []
    linked = 0
    for table in thesaurus.topics:
        topic = existing.get(table["slug"]) or Topic(slug=table["slug"], origin=Topic.Origin.THESAURUS)
        if topic.origin == Topic.Origin.LOCAL:
            continue
        before = [getattr(topic, name) for name in (*WRITTEN, "department_id")]
        for name, value in _values(table, bodies).items():
            setattr(topic, name, value)
        if topic.department_id is None and topic.outside_body is None and topic.department_code in departments:
            topic.department = departments[topic.department_code]
            linked += 1
        if topic.pk is None:
            new.append(topic)
        elif before != [getattr(topic, name) for name in (*WRITTEN, "department_id")]:
            topic.updated_at = timezone.now()
            changed.append(topic)
    Topic.objects.bulk_create(new)
    Topic.objects.bulk_update(changed, [*WRITTEN, "department", "updated_at"], batch_size=50)
    gone = Topic.objects.filter(origin=Topic.Origin.THESAURUS, active=True).exclude(slug__in=[table["slug"] for table in thesaurus.topics])
    return len(new), len(changed), gone.update(active=False, updated_at=timezone.now()), linked


def _values(table: Table, bodies: dict[str, OutsideBody]) -> Table:
    outside = table["code"] == OUTSIDE
    return {
        "name": table["name"],
        "department_code": table["code"],
        "also_codes": table.get("also", []),
        "outside_body": bodies[table["body"]] if outside else None,
        "sensitivity": table["sensitivity"],
        "red": table["red"],
        "terms": table["terms"],
        "examples": table["examples"],
    }
