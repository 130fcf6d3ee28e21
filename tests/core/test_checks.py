"""Wrong settings are told at start, with a hint."""

import pytest

from rse.core.checks import check_settings
from rse.realtime.checks import check_paths

PRODUCTION = {"PRODUCTION": True}


def codes(found):
    assert all(message.hint for message in found)
    return {message.id for message in found}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({**PRODUCTION, "SECRET_KEY": "short"}, "core.E001"),
        ({**PRODUCTION, "DEMO": True}, "core.E002"),
        ({**PRODUCTION, "REDIS_URL": "redis://x", "DEMO": False}, "core.W001"),
        ({"CELERY_BROKER_URL": "memory://"}, "core.E004"),
        ({**PRODUCTION, "CELERY_BROKER_URL": "filesystem://"}, "core.W002"),
        ({"STORAGES": {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}}, "core.W003"),
        ({"PRIVATE_FILES_ACCEL": "_files"}, "core.E005"),
    ],
)
def test_a_wrong_combination_is_told(settings, wrong, code):
    for name, value in wrong.items():
        setattr(settings, name, value)
    if code == "core.W001" and "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("SQLite only")
    assert code in codes(check_settings(None))


def test_the_embedded_default_is_clean():
    assert codes(check_settings(None)) == set()
    assert codes(check_paths(None)) == set()


@pytest.mark.parametrize(("name", "code"), [("REALTIME_SOURCE", "realtime.E001"), ("REALTIME_SESSION_ALIVE", "realtime.E002")])
@pytest.mark.parametrize("path", ["", "rse.nowhere.Nothing", "rse.core.frames.POLL"])
def test_a_real_time_path_that_leads_nowhere_is_told(settings, name, code, path):
    setattr(settings, name, path)
    assert codes(check_paths(None)) == {code}
