"""Domain signals, sent inside the transaction with `Signal.send`. `sender` is always the model class.

Every payload also holds `actor: User | None` (None: the program itself). A receiver only writes rows and may run twice.
"""

from django.dispatch import Signal

#: agent: Agent. A person has been entered; the account is not active yet.
agent_created = Signal()

#: agent: Agent, fields: list[str]. Facts of the profile have changed (never the department: see agent_moved).
agent_changed = Signal()

#: agent: Agent, previous: Department | None. The person now works in `agent.department`.
agent_moved = Signal()

#: agent: Agent. The person has left; the account is closed and the sessions are over.
agent_left = Signal()

#: agent: Agent. The person who had left is back; the account stays closed until a code is issued.
agent_returned = Signal()

#: agent: Agent. The account is closed (`user.is_active` is False) and every session is over.
account_closed = Signal()

#: agent: Agent. A new printed code opens the account; earlier passwords and sessions are over. The code itself is never sent.
sign_in_code_issued = Signal()

#: user: User. The person has chosen a password.
password_chosen = Signal()

#: absence: Absence. Whole days away have been recorded.
absence_recorded = Signal()

#: agent: Agent, start: date, end: date, substitute: Agent | None. These days are no longer days away; the row may be gone.
absence_cancelled = Signal()

#: department: Department, fields: list[str] among name, code, parent, head; all four for a new department.
department_changed = Signal()

#: position: Position, code: str among begun, ended, corrected, cancelled (the row is gone). Dates to come included: see agent_moved for the day itself.
position_changed = Signal()

#: description: JobDescription, fields: list[str] among code, title, department, text, contributor_role; all five for a new description.
job_description_changed = Signal()

#: run: ImportRun. A file has been applied, line by line, through the signals above; nobody is told twice.
import_applied = Signal()
#: agent: Agent. The person says that their profile is still true.
profile_confirmed = Signal()

#: agent: Agent, last_day: date | None. A departure to come is planned, or (None) no longer is; see agent_left for the departure itself.
departure_planned = Signal()

#: agent: Agent, names: list[str]. Who has left is erased for ever; `names` is what the person was called, told once so that receivers
#: find it in what they keep, and written nowhere.
agent_erased = Signal()
