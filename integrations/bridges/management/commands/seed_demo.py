"""`manage.py seed_demo`: Techniville, lived in for six months. Deterministic for a given day; run twice, the second run changes nothing."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from integrations.bridges import conf
from integrations.bridges.demo import past, present, town
from integrations.bridges.demo.clockwork import quietly
from integrations.bridges.demo.feed import playing
from integrations.bridges.demo.order import put_in_order
from search import draining


class Command(BaseCommand):
    help = "Build the demonstration town (only where DEMO is on)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not conf.is_demo():
            raise CommandError("DEMO is off: a demonstration town is never built into a real database.")
        started = monotonic()
        found = town.find()
        if found is None:
            with transaction.atomic():
                with quietly():
                    found = town.build(town.today())
                    count = past.play(found, town.today())
                posts = playing.play(found, timezone.now())
                present.play(found)
                put_in_order()
            self.stdout.write(f"Techniville is built: {count} past questions, {posts} posts, in {monotonic() - started:.0f} s.")
            self._index()
        else:
            self.stdout.write("Techniville is already built.")
        self.stdout.write("Accounts (one click on the sign-in page, or number and code):")
        self.stdout.write("\n".join(town.prints(found)))

    def _index(self) -> None:
        """Search answers in French from the first page; a worker would build the index within a minute all the same."""
        for backend in draining.kept_up():
            started = monotonic()
            count = draining.rebuild(backend)
            self.stdout.write(f"The search index holds {count} objects, in {monotonic() - started:.0f} s.")
