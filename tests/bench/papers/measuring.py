"""Builds so many papers, indexes them with our engine, PostgreSQL and SQLite's FTS5, and asks all three the same questions. Prints JSON.

`python measuring.py PAPERS QUESTIONS`, under `settings.py`; PAPERS_POSTGRES names a database, or PostgreSQL is left out. The peers are asked
in SQL, without Django: the bare price of their own ranking. Ours is `search.finding.find`: spelling, synonyms, totals and rights included.
"""

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import TypeAlias

import django

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))
django.setup()

import psycopg  # noqa: E402  # after setup
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from modelsearch.backends import get_search_backend  # noqa: E402

from search import draining  # noqa: E402
from search.finding import find  # noqa: E402
from search.french.words import words  # noqa: E402
from search.scopes import Scope  # noqa: E402
from tests.bench.papers.models import Group, Membership, Paper  # noqa: E402

TEXTS = ROOT / "integrations/bridges/demo/feed/texts"
GROUPS, OF_MEMBER, MEMBER = 500, 30, 1
TITLE, BODY, PAGE = 6, 90, 20
Asked: TypeAlias = Callable[[str, bool], list[int]]
EVERYBODY = Scope(model=Paper, visible=lambda user: Paper.objects.all())
MEMBERS = Scope(model=Paper, visible=lambda user: Paper.objects.visible_to(user))
POSTGRES = """
    DROP TABLE IF EXISTS paper, membership;
    DROP TEXT SEARCH CONFIGURATION IF EXISTS papers;
    CREATE TABLE paper (id bigint PRIMARY KEY, group_id bigint, title text, body text, vector tsvector);
    CREATE TEXT SEARCH CONFIGURATION papers (COPY = french);
"""
VECTOR = "UPDATE paper SET vector = setweight(to_tsvector('papers', title), 'A') || to_tsvector('papers', body)"


def write_papers(count: int) -> None:
    """Words drawn from what the invented town says to itself: common ones as common as there."""
    draw = Random(7)
    stream = [word for path in sorted(TEXTS.glob("*.toml")) for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", path.read_text(encoding="utf-8"))]
    Group.objects.bulk_create(Group(pk=number) for number in range(1, GROUPS + 1))
    Membership.objects.bulk_create(Membership(group_id=number, person=MEMBER) for number in draw.sample(range(1, GROUPS + 1), OF_MEMBER))
    Paper.objects.bulk_create(
        (
            Paper(
                pk=number,
                group_id=draw.randint(1, GROUPS),
                title=" ".join(draw.choices(stream, k=TITLE)),
                body=" ".join([*draw.choices(stream, k=BODY), f"dossier{number}"]),
            )
            for number in range(1, count + 1)
        ),
        batch_size=2_000,
    )


def questions(count: int) -> list[str]:
    """One to three words that stand in one paper."""
    draw = Random(8)
    papers = list(Paper.objects.order_by("pk").values_list("title", "body"))
    found: list[str] = []
    while len(found) < count:
        title, body = draw.choice(papers)
        telling = [word.folded for word in words(f"{title} {body}") if not word.stop and len(word.folded) > 3 and word.folded.isalpha()]
        found.append(" ".join(draw.sample(telling, min(len(telling), draw.randint(1, 3)))))
    return found


def ours(text: str, restricted: bool) -> list[int]:
    return list(find(MEMBERS if restricted else EVERYBODY, text, MEMBER, limit=PAGE).keys)  # type: ignore[arg-type]  # integer keys


def fts5(text: str, restricted: bool) -> list[int]:
    within = "JOIN papers_paper p ON p.id = f.rowid JOIN papers_membership m ON m.group_id = p.group_id AND m.person = 1" if restricted else ""
    asked = " ".join(f'"{word}"' for word in text.split())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT f.rowid FROM fts f {within} WHERE fts MATCH %s ORDER BY bm25(fts, 3, 1) LIMIT {PAGE}", [asked])
        return [row[0] for row in cursor.fetchall()]


def built_by_us(count: int) -> float:
    began = time.perf_counter()
    draining.rebuild(get_search_backend())
    return count / (time.perf_counter() - began)


def built_by_fts5(count: int) -> float:
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE fts USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 2')")
        cursor.execute("INSERT INTO fts(rowid, title, body) SELECT id, title, body FROM papers_paper")
    return count / (time.perf_counter() - began)


def built_by_postgresql(peer: "psycopg.Connection[tuple[int]]", count: int) -> float:
    """The texts are there; timed: vectors and GIN."""
    peer.execute(POSTGRES)  # type: ignore[arg-type]  # our own text
    with peer.cursor().copy("COPY paper (id, group_id, title, body) FROM STDIN") as copy:
        for row in Paper.objects.values_list("pk", "group_id", "title", "body").iterator():
            copy.write_row(row)
    peer.execute("CREATE TABLE membership AS SELECT unnest(%s::bigint[]) AS group_id", [list(Membership.objects.values_list("group_id", flat=True))])
    began = time.perf_counter()
    peer.execute(VECTOR)
    peer.execute("CREATE INDEX ON paper USING gin (vector)")
    spent = time.perf_counter() - began
    peer.execute("CREATE INDEX ON paper (group_id)")
    peer.execute("ANALYZE")
    return count / spent


def postgresql(peer: "psycopg.Connection[tuple[int]]") -> Asked:
    def asked(text: str, restricted: bool) -> list[int]:
        within = "AND group_id IN (SELECT group_id FROM membership)" if restricted else ""
        rows = peer.execute(
            f"SELECT id FROM paper, plainto_tsquery('papers', %s) q WHERE vector @@ q {within} ORDER BY ts_rank(vector, q) DESC LIMIT {PAGE}",  # type: ignore[arg-type]  # our own text
            [text],
        )
        return [row[0] for row in rows]

    return asked


def timed(asked: Asked, texts: list[str]) -> dict[str, dict[str, float]]:
    """p50 and p95 in milliseconds, for everything and for the member of thirty groups of five hundred."""
    found = {}
    for name, restricted in (("all", False), ("member", True)):
        for text in texts[:10]:
            asked(text, restricted)
        spent = sorted(_milliseconds(asked, text, restricted) for text in texts)
        found[name] = {"p50": round(median(spent), 2), "p95": round(quantiles(spent, n=20)[-1], 2)}
    return found


def _milliseconds(asked: Asked, text: str, restricted: bool) -> float:
    began = time.perf_counter()
    asked(text, restricted)
    return (time.perf_counter() - began) * 1e3


def engines(count: int) -> Iterator[tuple[str, float, Asked]]:
    yield "whoosh", built_by_us(count), ours
    yield "fts5", built_by_fts5(count), fts5
    address = os.environ.get("PAPERS_POSTGRES", "")
    if address:
        peer = psycopg.connect(address, autocommit=True)
        yield "postgresql", built_by_postgresql(peer, count), postgresql(peer)


def main(count: int, asked: int) -> None:
    call_command("migrate", run_syncdb=True, verbosity=0)
    write_papers(count)
    texts = questions(asked)
    found = {name: {"papers_a_second": round(rate), **timed(function, texts)} for name, rate, function in engines(count)}
    size = sum(path.stat().st_size for path in get_search_backend().store.root.rglob("*") if path.is_file())
    print(json.dumps({"papers": count, "questions": asked, "index_mb": round(size / 1e6, 1), "engines": found}))


main(*(int(one) for one in sys.argv[1:3]))
