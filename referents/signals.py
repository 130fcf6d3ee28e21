"""What happened, in the past participle. Sent inside the transaction with `Signal.send`: a receiver that cannot write its row fails the action.

Every signal carries `actor` (a user, or None for the program). Payloads beside it:

- `enquiry_moved`: enquiry, row (EnquiryMove). After every move of the table; the more precise signals below follow it.
- `person_asked`: assignment (Assignment).
- `colleague_brought_in`: request (ContributionRequest).
- `contribution_added`: contribution (Contribution).
- `draft_written`: draft (Draft), state (State after the wording).
- `review_asked`: draft (Draft), reviewers (list of users).
- `draft_decided`: decision (Decision).
- `fact_corrected`: contribution (Contribution whose `corrects` is the draft that was stopped).
- `publication_changed`: publication (Publication), state (Publication.State just reached).
- `citizen_thanked`: enquiry, message (Message).
- `step_fired`: clock (Clock), step (str), recipients (list of users to tell).
- `enquiry_stuck`: enquiry, why ("no_candidate" | "declined_twice").
- `charter_published`: version (CharterVersion).
- `charter_answered`: signature (CharterSignature, signed or refused).
- `mandate_changed`: mandate (Mandate), code (str of MandateChange.code).
- `referent_changed`: referent (Referent), from_state (str).
"""

from django.dispatch import Signal

enquiry_moved = Signal()
person_asked = Signal()
colleague_brought_in = Signal()
contribution_added = Signal()
draft_written = Signal()
review_asked = Signal()
draft_decided = Signal()
fact_corrected = Signal()
publication_changed = Signal()
citizen_thanked = Signal()
step_fired = Signal()
enquiry_stuck = Signal()
charter_published = Signal()
charter_answered = Signal()
mandate_changed = Signal()
referent_changed = Signal()
