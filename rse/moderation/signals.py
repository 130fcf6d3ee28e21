"""Domain signals, sent inside the transaction with `Signal.send`. `sender` is always the model class.

Every payload also holds `actor: User | None` (None: the program itself). A receiver only writes rows and may run twice.
"""

from django.dispatch import Signal

#: report: Report, case: Case, first: bool. Somebody reported; `first` when the case was just opened.
reported = Signal()

#: decision: Decision. An object was judged or a measure taken; the case may be closed by it.
decided = Signal()

#: decision: Decision. A pause ended before or at its hour.
measure_ended = Signal()

#: decision: Decision. The person used their right of reply.
replied = Signal()

#: appeal: Appeal. The person asks that somebody else look again.
appealed = Signal()

#: appeal: Appeal. Somebody else has looked again.
appeal_judged = Signal()

#: crisis: Crisis. A crisis cell is open.
crisis_opened = Signal()

#: crisis: Crisis, entry: CrisisEntry. What is known has changed.
truth_told = Signal()

#: crisis: Crisis. The crisis cell is closed.
crisis_closed = Signal()
