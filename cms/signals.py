"""What happened, in the past participle, sent inside the transaction. Each carries `actor` (a user, or None for the program). Beside it:

- `review_asked`: review (Review), people (list of users), occasion ("asked" | "reminder" | "deputy").
- `review_decided`: review (Review), code ("approved" | "changes").
- `page_published`: page, publication (Publication).
- `page_held`: page, publication (Publication), people (list of users). Its hour came and the ground on which it was decided was gone: it is a draft.
- `page_withdrawn`: page, publication (Publication).
- `sample_drawn`: check (SampleCheck), people (list of users).
- `sample_judged`: check (SampleCheck).
- `comment_added`: comment (ReviewComment), mentioned (list of users).
- `truth_asked`: page, people (list of users), occasion ("soon" | "due" | "escalated").
- `page_archived`: page, people (list of users).
"""

from django.dispatch import Signal

review_asked = Signal()
review_decided = Signal()
page_published = Signal()
page_held = Signal()
page_withdrawn = Signal()
sample_drawn = Signal()
sample_judged = Signal()
comment_added = Signal()
truth_asked = Signal()
page_archived = Signal()
