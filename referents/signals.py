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
- `citizen_silent`: enquiry. The citizen asked for more has not answered in three opening days.
- `desk_unattended`: day (date). The service is open and nobody takes care of the questions; once a day at most.
- `words_settled`: contribution (Contribution noted by telephone, just confirmed or corrected by the person who said it).
- `thanks_passed_on`: thanks (ThankYou).
- `answer_proposed`: answer (Answer a referent proposes).
- `answer_decided`: answer (Answer that was proposed: kept or withdrawn).
- `answer_to_confirm`: answer (Answer whose validity ends soon).
- `notice_announced`: notice (Notice), code ("announced", "cancelled", or "changed-…" once for each change).
- `step_fired`: clock (Clock), step (str), recipients (list of users to tell).
- `enquiry_stuck`: enquiry, why ("no_candidate" | "declined_twice" | "outside_declined").
- `charter_published`: version (CharterVersion).
- `charter_answered`: signature (CharterSignature, signed, refused or withdrawn).
- `charter_recalled`: version (CharterVersion), reminder (CharterReminder), people (list of users who have not answered).
- `mandate_changed`: mandate (Mandate), code (str of MandateChange.code).
- `referent_changed`: referent (Referent), from_state (str).
- `link_changed`: link (AnswerLink), code ("made" | "sent" | "failed" | "revoked" | "answered" | "not_mine" | "dont_know").
- `call_changed`: call (VolunteerCall), code ("opened" | "closed").
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
citizen_silent = Signal()
desk_unattended = Signal()
words_settled = Signal()
thanks_passed_on = Signal()
answer_proposed = Signal()
answer_decided = Signal()
answer_to_confirm = Signal()
notice_announced = Signal()
step_fired = Signal()
enquiry_stuck = Signal()
charter_published = Signal()
charter_answered = Signal()
charter_recalled = Signal()
mandate_changed = Signal()
referent_changed = Signal()
link_changed = Signal()
call_changed = Signal()
