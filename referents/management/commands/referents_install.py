"""`manage.py referents_install`: what a host needs before its first question. May be run again at will."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from referents import groups, shipped, thesaurus
from referents.calendars import OFFICE_WEEK
from referents.clocks import install_policies
from referents.models import ServiceCalendar


class Command(BaseCommand):
    help = (
        "Creates the groups, the default calendar with its clock policies, and loads the thesaurus and the words of the desk; keeps everything that is there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--without-thesaurus", action="store_true", help="keep only the topics entered here")
        parser.add_argument("--create-departments", action="store_true", help="create the departments of the thesaurus that are missing")
        parser.add_argument("--holiday-area", default="", help="département whose public holidays apply, for instance 67 or 974")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        said = [_("Group “%(name)s”: ready.") % {"name": group.name} for group in groups.install()]
        calendar = default_calendar(holiday_area=options["holiday_area"])
        said.append(_("Calendar “%(name)s”: %(count)d clock policies.") % {"name": calendar.name, "count": len(install_policies(calendar))})
        said.append(_("Models of holding replies and acronyms: %(count)d new.") % {"count": shipped.install()})
        if not options["without_thesaurus"]:
            done = thesaurus.load(create_departments=options["create_departments"])
            said.append(_("Thesaurus: %(created)d new topics, %(updated)d updated.") % vars(done))
        if options["verbosity"]:
            self.stdout.write("\n".join(said))


def default_calendar(*, holiday_area: str) -> ServiceCalendar:
    """The default calendar of this host, or a plain office week when it has none."""
    existing = ServiceCalendar.objects.filter(is_default=True).first()
    if existing is not None:
        return existing
    hours = {day: [list(slot) for slot in slots] for day, slots in OFFICE_WEEK.items()}
    return ServiceCalendar.objects.create(name=_("Opening hours"), hours=hours, holiday_area=holiday_area, is_default=True)
