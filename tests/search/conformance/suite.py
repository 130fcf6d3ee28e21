"""modelsearch's own `BackendTests`, from the installed package. Loaded by run.py under settings.py, not collected by pytest."""

import os

from django.test import TestCase
from modelsearch.tests.test_backends import BackendTests as Upstream

from tests.search.conformance.deviations import DEVIATIONS

BACKEND = os.environ.get("CONFORMANCE_BACKEND", "search.backends.whoosh")


class ConformanceTests(Upstream, TestCase):
    backend_path = BACKEND


for name in DEVIATIONS[BACKEND]:
    setattr(ConformanceTests, name, None)  # unknown names fail below
    assert hasattr(Upstream, name), f"{name} is no test of modelsearch any more"

del Upstream
