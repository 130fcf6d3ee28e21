"""Inside the application that a browser test runs: each line read is a piece of Python, each line written what it printed, or how it failed.

One process for a whole run: starting Django again for each question took seven seconds of work.
"""

import io
import json
import sys
import traceback
from contextlib import redirect_stdout
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
django.setup()

from django.db import close_old_connections  # noqa: E402  # after setup

for line in sys.stdin:
    said, failed = io.StringIO(), ""
    with redirect_stdout(said):
        try:
            exec(json.loads(line), {})  # noqa: S102 - what a test of ours asks
        except Exception:  # noqa: BLE001 - told to the test
            failed = traceback.format_exc()
        close_old_connections()
    print(json.dumps({"said": said.getvalue().strip(), "failed": failed}), flush=True)
