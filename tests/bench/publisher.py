"""Publishes pages one by one in the product and searches each until it is found. Prints p50 and p95 in milliseconds as JSON."""

import json
import os
import sys
import time
from pathlib import Path
from statistics import median, quantiles

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.config.settings.dev")
django.setup()

from wagtail.models import Page  # noqa: E402  # after setup

from search import draining  # noqa: E402

LONGEST, EVERY = 60.0, 0.02


def found(title: str) -> bool:
    """In the index itself: the database, which answers while there is none, would find it at once."""
    backend = next(draining.kept_up())
    return backend.store.serves() and backend.search(title, Page).count() == 1


def wait(title: str) -> float:
    began = time.monotonic()
    while not found(title):
        if time.monotonic() - began > LONGEST:
            raise TimeoutError(f"{title} was not found after {LONGEST:.0f} s")
        time.sleep(EVERY)
    return (time.monotonic() - began) * 1e3


def main(count: int) -> None:
    backend, began = next(draining.kept_up()), time.monotonic()
    while not backend.store.serves():  # built by the worker, within its first minute
        if time.monotonic() - began > LONGEST * 3:
            raise TimeoutError("no index was built")
        time.sleep(0.5)
    root = Page.objects.get(depth=1)
    waits = []
    for number in range(count):
        root.add_child(instance=Page(title=f"annonce{number}"))
        waits.append(wait(f"annonce{number}"))
        time.sleep(0.3)
    print(json.dumps({"p50": round(median(waits)), "p95": round(quantiles(waits, n=20)[-1]), "n": count}))


main(int(sys.argv[1]))
