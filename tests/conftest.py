"""What every test may lean on. Nothing here hides a failure: a missing service is a visible skip on a user's machine, a failure in CI."""

import os

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's own loop; tests only


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
    for item in items:
        if item.get_closest_marker("services") and missing:
            item.add_marker(pytest.mark.skip(reason=f"set {' and '.join(missing)} to run (make test-services)"))
