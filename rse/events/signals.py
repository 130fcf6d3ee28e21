"""What happens to events, sent inside the transaction with `Signal.send`. `sender` is the model class; every payload holds `actor`."""

from django.dispatch import Signal

#: event: Event. It stands in the agenda of whoever reads its post.
event_created = Signal()

#: event: Event, moved: bool. Something changed; `moved`: the day, the hour or the place, which whoever comes must know.
event_changed = Signal()

#: event: Event. It will not take place.
event_cancelled = Signal()

#: registration: Registration. Registered, put on the waiting list, or withdrawn: see its state.
registration_changed = Signal()

#: registration: Registration. A place became free and went to the first who waited.
place_given = Signal()

#: event: Event, user: User. Now one of the organisers.
organiser_named = Signal()
