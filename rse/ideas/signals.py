"""What happens to ideas, told inside the transaction that writes it."""

from django.dispatch import Signal

idea_proposed = Signal()
"""`idea`, `actor`."""

idea_answered = Signal()
"""`answer` (an OfficialAnswer), `moved` (whether the status changed), `actor`."""

idea_merged = Signal()
"""`idea` (the one that joined), `into`, `supporters` (ids of those whose support moved), `actor`."""

answers_awaited = Signal()
"""`box`, `answerer`, `count` (ideas whose day has come), `on` (the day), `actor`: once a box and a day."""
