"""A writer killed at any moment, for real: every change that was acknowledged is found afterwards, once, and the index reads."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KILLS = 5
WRITER = """
import django; django.setup()
from django.db import transaction
from modelsearch.backends import get_search_backend
from modelsearch.test.testapp.models import Author
from search import draining
engine = get_search_backend()
if not engine.store.serves():
    draining.rebuild(engine)
print("ready", flush=True)
number = Author.objects.count()
while True:
    with transaction.atomic():
        author = Author.objects.create(name=f"Personne numero{number}")
        engine.add(author)
    print(number, flush=True)
    number += 1
    if number % 3 == 0:
        draining.drain(engine)
"""
CHECK = """
import django; django.setup()
from modelsearch.backends import get_search_backend
from modelsearch.test.testapp.models import Author
from whoosh.query import Term
from search import draining
from search.models import PendingChange
engine = get_search_backend()
assert engine.store.is_sound(), "unreadable"
draining.drain(engine)
assert not PendingChange.objects.exists(), "still waiting"
with engine.store.searcher() as searcher:
    assert searcher.doc_count() == Author.objects.count(), (searcher.doc_count(), Author.objects.count())
    for author in Author.objects.all():
        found = list(searcher.docs_for_query(Term("t_name", "=" + author.name.split()[1])))
        assert len(found) == 1, (author.name, found)
print(Author.objects.count())
"""


def test_killed_in_mid_commit_nothing_acknowledged_is_lost_and_nothing_is_there_twice(tmp_path: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.search.conformance.settings",
        "CONFORMANCE_DATABASE": f"sqlite:///{tmp_path / 'killed.sqlite3'}",
        "CONFORMANCE_FOLDER": str(tmp_path / "search"),
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    draw = random.Random(6)
    acknowledged: set[int] = set()
    for _kill in range(KILLS):
        with subprocess.Popen([sys.executable, "-c", WRITER], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(draw.uniform(0.2, 0.8))
            writer.send_signal(signal.SIGKILL)
            acknowledged |= {int(line) for line in writer.stdout.read().split("\n") if line.isdigit()}
    done = subprocess.run([sys.executable, "-c", CHECK], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    assert len(acknowledged) > KILLS
    assert int(done.stdout) >= len(acknowledged)
