"""How well people are found: `python tests/bench/people_search.py [--agents 5000]`. Prints figures and every miss; exits 1 when a goal is missed.

Builds its own database in a temporary folder (or where DATABASE_URL says), with nobody but the invented crowd.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
QUERIES = ROOT / "tests/people/search_queries.toml"
RIGHT, P95_MS, ROUNDS = 0.9, 100.0, 3


@dataclass(frozen=True)
class Score:
    right: float
    misses: list[str]
    times: list[float]

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return sorted(self.times)[int(len(self.times) * 0.95)]


def judged() -> list[dict[str, Any]]:
    return tomllib.loads(QUERIES.read_text())["query"]


def holds(agent: Any, first: dict[str, Any]) -> bool:
    """Whether this person is one that the judge accepts in the first place."""
    facts = {
        "department": agent.department.code if agent.department else "",
        "ends": "",
        **{name: getattr(agent, name) for name in ("first_name", "last_name", "job_title")},
    }
    for name, wanted in first.items():
        if name == "skill":
            right = agent.skills.filter(name=wanted).exists()
        elif name == "ends":
            right = agent.phone.endswith(wanted) or agent.mobile.endswith(wanted)
        else:
            right = facts[name] in (wanted if isinstance(wanted, list) else [wanted])
        if not right:
            return False
    return True


def score(user: Any, queries: list[dict[str, Any]], *, rounds: int = 1) -> Score:
    """Each query through the same door as the pages, timed with the reading of its first page; the median of its rounds."""
    from rse.people.conf import PAGE_SIZE  # noqa: PLC0415 - Django is set up by now
    from rse.people.finding import find  # noqa: PLC0415
    from rse.people.models import Agent  # noqa: PLC0415

    misses, times = [], []
    for query in queries:
        turns = []
        for _turn in range(rounds):
            begun = time.perf_counter()
            ids = find(user, query["text"]).ids[:PAGE_SIZE]
            people = Agent.objects.visible_to(user).listed().in_bulk(ids)
            turns.append((time.perf_counter() - begun) * 1e3)
        times.append(statistics.median(turns))
        if not (ids and holds(people[ids[0]], query["first"])):
            misses.append(f"{query['kind']}: {query['text']!r} gives {people[ids[0]] if ids else 'nobody'}")
    return Score(1 - len(misses) / len(queries), misses, times)


def measure() -> int:
    """Inside Relais's own process, on the database that is there."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.config.settings.dev")
    import django  # noqa: PLC0415

    django.setup()
    from integrations.bridges.demo.crowd import FIRST_NUMBER  # noqa: PLC0415
    from rse.people.models import Agent, User  # noqa: PLC0415

    queries = judged()
    found = score(User.objects.get(username=str(FIRST_NUMBER)), queries, rounds=ROUNDS)
    print(f"{len(queries)} judged queries on {Agent.objects.count()} agents, {ROUNDS} rounds")
    print(f"first result right: {found.right:.1%} (goal {RIGHT:.0%})")
    print(f"server time: p50 {found.p50:.1f} ms, p95 {found.p95:.1f} ms (goal {P95_MS:.0f} ms), worst {max(found.times):.1f} ms")
    print("\n".join(f"  missed {miss}" for miss in found.misses))
    return 0 if found.right >= RIGHT and found.p95 < P95_MS else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, default=5000)
    parser.add_argument("--here", action="store_true", help="on the database of this environment, without building one")
    asked = parser.parse_args()
    if asked.here:
        return measure()
    with tempfile.TemporaryDirectory(prefix="relais-people-") as folder:
        environment = {**os.environ, "DEMO": "1", "VAR_DIR": folder}
        for command in (["migrate", "-v", "0"], ["seed_load", "--agents", str(asked.agents)]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
        return subprocess.run([sys.executable, __file__, "--here"], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
