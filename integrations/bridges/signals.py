"""What the bridges tell, inside the transaction that writes it."""

from django.dispatch import Signal

referents_asked = Signal()
"""`asked` (a ReferentAsked), `people` (the referents told), `comment` (the one they are asked about, or None), `actor`."""
