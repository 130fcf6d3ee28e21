"""Another process that tells people something: each line read is a number; a frame to all of them is committed, then the wall time is printed.

The first line holds the ids of the people, as JSON.
"""

import json
import os
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.config.settings.dev")
django.setup()

from django.db import transaction  # noqa: E402  # after setup

from rse.core import frames  # noqa: E402

people = json.loads(sys.stdin.readline())
print("ready", flush=True)
for line in sys.stdin:
    with transaction.atomic():
        frames.announce(people, kind="bench", id=int(line))
    print(time.time(), flush=True)
