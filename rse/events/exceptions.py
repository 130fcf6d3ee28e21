"""Refusals of events, each with a sentence a person can read; `field` is the control to mend."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class EventsError(ValidationError):
    """Root of the refusals of this app."""

    field = ""


class EndsBeforeStart(EventsError):
    field = "end"

    def __init__(self) -> None:
        super().__init__(_("The event ends before it starts."), code="end")


class LastsTooLong(EventsError):
    field = "end"

    def __init__(self) -> None:
        super().__init__(_("An event lasts a month at most: create several."), code="long")


class AlreadyBegun(EventsError):
    field = "start"

    def __init__(self) -> None:
        super().__init__(_("Choose a day and an hour to come."), code="past")


class ClosesAfterStart(EventsError):
    field = "closes"

    def __init__(self) -> None:
        super().__init__(_("Registration closes before the event starts."), code="closes")


class PlaceMissing(EventsError):
    field = "place"

    def __init__(self) -> None:
        super().__init__(_("Say where it takes place, or give a video link."), code="place")


class NotThere(EventsError):
    field = "where"

    def __init__(self) -> None:
        super().__init__(_("You cannot create an event there."), code="where")


class EventOver(EventsError):
    def __init__(self) -> None:
        super().__init__(_("This event is cancelled or has begun."), code="over")


class RegistrationClosed(EventsError):
    def __init__(self) -> None:
        super().__init__(_("Registration is closed."), code="closed")


class EventFull(EventsError):
    def __init__(self) -> None:
        super().__init__(_("All the places are taken."), code="full")


class TooManyOrganisers(EventsError):
    field = "person"

    def __init__(self, most: int) -> None:
        super().__init__(_("An event has %(most)s organisers at most."), code="organisers", params={"most": most})


class CannotSeeIt(EventsError):
    field = "person"

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s does not read the place where this event stands."), code="reader", params={"name": name})


class LastOrganiser(EventsError):
    def __init__(self) -> None:
        super().__init__(_("An event keeps at least one organiser."), code="last")


class TooFewPlaces(EventsError):
    field = "capacity"

    def __init__(self, registered: int) -> None:
        super().__init__(_("%(number)s people are registered already: leave at least as many places."), code="few", params={"number": registered})
