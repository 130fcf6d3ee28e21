"""`manage.py seed_load --agents 2000 --posts 20000 --comments 60000`: a crowd of invented agents in the demonstration's directory, a pile of
questions at its desk, a network full of talk, shelves of pages (`--pages 2000`), to measure on. Deterministic; run twice, it adds nothing."""

from argparse import ArgumentParser
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from integrations.bridges import conf
from integrations.bridges.demo import crowd, pile, shelves
from integrations.bridges.demo.talk import building

MOST = 10_000
MOST_SAID = 1_000_000


class Command(BaseCommand):
    help = "Add a crowd of invented agents, a pile of invented questions, invented talk, invented pages (only where DEMO is on)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agents", type=int, default=None, help=f"how many people in all, {MOST} at most (5000 when nothing is asked)")
        parser.add_argument("--enquiries", type=int, default=0, help=f"how many questions in all, {MOST} at most")
        parser.add_argument("--posts", type=int, default=0, help=f"how many posts the crowd sends, {MOST_SAID} at most")
        parser.add_argument("--comments", type=int, default=0, help="how many comments under them")
        parser.add_argument("--reactions", type=int, default=None, help="how many reactions to them (five for each post when not said)")
        parser.add_argument("--pages", type=int, default=0, help=f"how many pages the intranet has in all, {MOST} at most")
        parser.add_argument("--communities", type=int, default=200, help="how many groups it does so in, two in five private")

    def handle(self, *args: Any, **options: Any) -> None:
        if not conf.is_demo():
            raise CommandError("DEMO is off: invented people are never added to a real database.")
        enquiries, posts, pages = options["enquiries"], options["posts"], options["pages"]
        agents = options["agents"] if options["agents"] is not None or enquiries or posts or pages else 5000
        if agents is not None and not 0 < agents <= MOST:
            raise CommandError(f"Between 1 and {MOST} agents.")
        if not 0 <= enquiries <= MOST:
            raise CommandError(f"At most {MOST} questions.")
        if not 0 <= pages <= MOST:
            raise CommandError(f"At most {MOST} pages.")
        sizes = self._sizes(options)
        if agents:
            self._timed("invented agents", lambda: crowd.build(agents))
        if enquiries:
            self._timed("invented questions", lambda: pile.build(enquiries))
        if posts:
            self._timed("invented posts", lambda: building.build(sizes))
        if pages:
            self._timed("invented pages", lambda: shelves.build(pages))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # what autovacuum does within the minute: whoever measures at once would measure plans made blind

    def _sizes(self, options: dict[str, Any]) -> building.Sizes:  # Any: what argparse read
        reactions = options["posts"] * 5 if options["reactions"] is None else options["reactions"]
        sizes = building.Sizes(options["posts"], options["comments"], reactions, options["communities"])
        if any(not 0 <= size <= MOST_SAID for size in (sizes.posts, sizes.comments, sizes.reactions)) or not 0 < sizes.communities <= 1_000:
            raise CommandError(f"At most {MOST_SAID} posts, comments and reactions; between 1 and 1000 groups.")
        if not sizes.posts and (sizes.comments or options["reactions"]):
            raise CommandError("Comments and reactions need --posts to stand under.")
        return sizes

    def _timed(self, what: str, build: Callable[[], int]) -> None:
        started = monotonic()
        added = build()
        self.stdout.write(f"{added} {what} added, in {monotonic() - started:.1f} s.")
