"""Another process that tells the referent something N times; prints the wall time right after each commit, and the sequence."""

import os
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.config.settings.dev")
django.setup()

from referents.models import Enquiry  # noqa: E402  # after setup
from rse.notifications.actions import notify  # noqa: E402
from rse.people.models import User  # noqa: E402

user = User.objects.get(username="10002")
enquiry = Enquiry.objects.filter(assignments__user=user, assignments__active=True)[0]
params = {"enquiry": str(enquiry.pk), "subject": enquiry.subject}
for _turn in range(int(sys.argv[1])):
    rows = notify([user], kind="question_asked", key=f"bench-{time.time_ns()}", url="/", params=params, actor=None, urgent=False)
    print(time.time(), rows[0].seq, flush=True)
    time.sleep(0.25)
