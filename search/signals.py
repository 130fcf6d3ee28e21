"""What happened, in the past participle, sent inside the transaction."""

from django.dispatch import Signal

#: words: str, actor: the host's user. They were searched everywhere and nothing answered. Nothing here keeps who asked.
searched_in_vain = Signal()
