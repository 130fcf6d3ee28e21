"""Inside Relais's own process: session cookies of demonstration people, SQL queries per page. Prints JSON. Called by `run.py`."""

import json
import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.config.settings.dev")
django.setup()

from django.db import connection  # noqa: E402  # after setup
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from cms.models import GuidePage, PortalPage  # noqa: E402
from referents.models import Enquiry  # noqa: E402
from rse.people.models import User  # noqa: E402

ROLES = {"agent": "10001", "referent": "10002", "cm": "10003", "hr": "10006"}


def main() -> None:
    hers = Enquiry.objects.filter(assignments__user__username=ROLES["referent"], assignments__active=True)
    waiting = hers.filter(state__in=["assigned", "in_progress"]).order_by("-pk").values_list("pk", flat=True)[0]
    pages = {
        "home (cm)": ("cm", "/"),
        "home (referent)": ("referent", "/"),
        "desk": ("cm", "/questions/"),
        "question": ("cm", f"/questions/{waiting}/"),
        "answer": ("referent", f"/mes-questions/{waiting}/"),
        "directory": ("agent", "/annuaire/"),
        "people found": ("agent", "/annuaire/?q=sonya+dialo"),
        "organisation": ("agent", "/annuaire/organigramme/"),
        "referents": ("agent", "/referents/"),
        "register": ("hr", "/missions/"),
        "indicators": ("cm", "/indicateurs/"),
        "bell": ("referent", "/notifications/cloche/"),
        "intranet": ("agent", "/infos/"),
        "portal": ("agent", PortalPage.objects.get(of__code="EDU").url),
        "guide": ("agent", GuidePage.objects.get(title="Demander un badge").url),
    }
    clients, cookies = {}, {}
    for role, number in ROLES.items():
        clients[role] = Client(SERVER_NAME="127.0.0.1")
        clients[role].force_login(User.objects.get(username=number))
        cookies[role] = f"sessionid={clients[role].cookies['sessionid'].value}"
    result = {}
    for name, (role, path) in pages.items():
        clients[role].get(path)
        with CaptureQueriesContext(connection) as queries:
            status = clients[role].get(path).status_code
        result[name] = {"role": role, "path": path, "queries": len(queries), "status": status}
    print(json.dumps({"pages": result, "cookies": cookies, "waiting": waiting}))


main()
