"""Asking each backend every judged query, and printing what they answered."""

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from modelsearch.backends import get_search_backend
from modelsearch.management.commands.rebuild_modelsearch_index import Command as Rebuild

from referents.models import Answer, Topic
from rse.feed.models import Post
from search.finding import find
from search.scopes import Scope
from tests.search.quality.judging import FILES, Figures, Judged, figures, load, reciprocal_rank
from tests.search.quality.town import models

Labels = Callable[[Judged], list[str]]
MODELS = {
    "people": (models.Person, lambda row: f"{row.first_name} {row.last_name}"),
    "topics": (Topic, lambda row: row.slug),
    "answers": (Answer, lambda row: row.question),
    "posts": (Post, lambda row: row.text),
    "ideas": (models.Proposal, lambda row: row.post.title),
    "events": (models.Meeting, lambda row: row.post.title),
}


def prepare() -> None:
    """The town, once."""
    plain = os.environ | {"DJANGO_SETTINGS_MODULE": "rse.config.settings.dev"}
    for command in (["migrate", "-v0"], ["seed_demo"]):  # with the product's settings: the proxies have no migration
        subprocess.run([sys.executable, "manage.py", *command], env=plain, check=True, stdout=subprocess.DEVNULL)


def indexed(backend: str) -> None:
    call_command(Rebuild(), backend_name=backend, verbosity=0, stdout=StringIO())


def by_ours(judged: Judged, backend: str = "whoosh") -> list[str]:
    model, label = MODELS[judged.scope]
    scope = Scope(model=model, visible=lambda user: model._base_manager.all())
    keys = find(scope, judged.text, None, backend=backend, limit=10).keys
    rows = model._base_manager.in_bulk(keys)
    return [label(rows[key]) for key in keys]


def by_database(judged: Judged) -> list[str]:
    model, label = MODELS[judged.scope]
    return [label(row) for row in get_search_backend("default").search(judged.text, model)[:10]]


def asked(name: str, everything: Sequence[Judged]) -> dict[str, list[tuple[Judged, list[str]]]]:
    """What each backend answers. One after the other: the two on PostgreSQL keep their words in the same table."""
    backends: dict[str, Labels] = {"whoosh": by_ours, "default": by_database}
    if "postgresql" in settings.WAGTAILSEARCH_BACKENDS:
        backends["postgresql"] = partial(by_ours, backend="postgresql")
    titles = {"whoosh": "Whoosh", "default": f"database ({name})", "postgresql": "PostgreSQL, ours"}
    answers = {}
    for backend, labels in backends.items():
        indexed(backend)
        answers[titles[backend]] = [(judged, labels(judged)) for judged in everything]
    return answers


def report(name: str, *, missed: bool) -> None:
    sets = {file: load(file) for file in FILES}
    everything = [judged for judgements in sets.values() for judged in judgements]
    answers = asked(name, everything)
    print(f"{'':24}{'queries':>8}{'MRR':>8}{'nDCG@10':>9}{'no result':>11}")
    first = len(sets["judged"])
    for file, kept in {"judged": slice(first), "blind": slice(first, None), "both": slice(None)}.items():
        print(f"  {file}")
        for title, rows in answers.items():
            print(line(f"    {title}", figures(rows[kept])))
    for kind in sorted({judged.kind for judged in everything}):
        print(f"  {kind}")
        for title, rows in answers.items():
            print(line(f"    {title}", figures([row for row in rows if row[0].kind == kind])))
    if missed:
        list_missed(answers["Whoosh"])


def line(title: str, found: Figures) -> str:
    return f"{title:24}{found.queries:>8}{found.mrr:>8.3f}{found.ndcg:>9.3f}{found.empty:>10.1%}"


def list_missed(rows: Sequence[tuple[Judged, Sequence[str]]]) -> None:
    lines: dict[str, list[str]] = defaultdict(list)
    for judged, labels in rows:
        if reciprocal_rank(judged, labels) < 1:
            lines[judged.scope].append(f"  {judged.text!r} ({judged.kind}): wanted {judged.best[0][:50]!r}, got {[label[:50] for label in labels[:3]]}")
    for scope, missing in lines.items():
        print(f"\n{scope}\n" + "\n".join(missing))
