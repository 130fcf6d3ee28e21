"""modelsearch's own `BackendTests`, from the installed package. Loaded by run.py under settings.py, not collected by pytest."""

from django.test import TestCase
from modelsearch.tests.test_backends import BackendTests as Upstream

from tests.search.conformance.deviations import DEVIATIONS


class ConformanceTests(Upstream, TestCase):
    backend_path = "search.backends.whoosh"


for name in DEVIATIONS:
    setattr(ConformanceTests, name, None)  # unknown names fail below
    assert hasattr(Upstream, name), f"{name} is no test of modelsearch any more"

del Upstream
