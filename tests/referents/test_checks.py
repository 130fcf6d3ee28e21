"""Every mistake in the settings is told at start, with a hint."""

import pytest
from django.apps import apps
from django.core.checks import CheckMessage

from referents import checks, conf


def told(settings: object, **referents: object) -> list[str]:
    settings.REFERENTS = referents
    return [message.id for message in messages()]


def messages() -> list[CheckMessage]:
    found = checks.check_settings(None)
    assert all(message.hint for message in found)
    return found


def test_the_settings_of_this_host_are_right() -> None:
    assert messages() == []
    assert checks.check_host(None) == []


def test_no_setting_at_all_is_right(settings) -> None:
    del settings.REFERENTS
    assert messages() == []


def test_an_unknown_key_is_told_with_the_known_ones(settings) -> None:
    settings.REFERENTS = {"DIRECTROY": "x"}
    found = messages()
    assert [message.id for message in found] == ["referents.E002"]
    assert "DIRECTORY" in found[0].hint


def test_something_else_than_a_dictionary_is_told(settings) -> None:
    settings.REFERENTS = ["DIRECTORY"]
    assert [message.id for message in messages()] == ["referents.E001"]


@pytest.mark.parametrize("value", ["30", 30.5, None, True])
def test_a_value_of_another_type_is_told(settings, value: object) -> None:
    assert told(settings, REOPEN_WITHIN_DAYS=value) == ["referents.E003"]


@pytest.mark.parametrize("wrong", [{"REOPEN_WITHIN_DAYS": 0}, {"UNDO_WITHIN_HOURS": -1}, {"EMAIL_RETRY_MINUTES": []}, {"EMAIL_RETRY_MINUTES": [5, 0]}])
def test_a_length_below_one_is_told(settings, wrong: dict[str, object]) -> None:
    assert told(settings, **wrong) == ["referents.E004"]


@pytest.mark.parametrize("key", ["DIRECTORY", "ANALYSER", "SYNONYMS"])
def test_a_path_that_cannot_be_imported_is_told(settings, key: str) -> None:
    assert told(settings, **{key: "nowhere.at.all"}) == ["referents.E005"]
    assert told(settings, **{key: "referents.text.absent"}) == ["referents.E005"]


def test_a_directory_that_is_not_one_is_told(settings) -> None:
    assert told(settings, DIRECTORY="referents.text.analyse") == ["referents.E006"]
    assert told(settings, DIRECTORY="referents.conf.option") == ["referents.E006"]
    assert told(settings, DIRECTORY="referents.directory.DefaultDirectory") == []


def test_an_analyser_that_cannot_be_called_is_told(settings) -> None:
    assert told(settings, ANALYSER="referents.text.SHORT") == ["referents.E006"]


@pytest.mark.parametrize("label", ["people.Nowhere", "nowhere.Department", "Department"])
def test_a_department_model_that_is_not_installed_is_told(settings, label: str) -> None:
    settings.REFERENTS_DEPARTMENT_MODEL = label
    assert "referents.E007" in [message.id for message in messages()]


def test_a_department_model_without_what_is_asked_is_told_by_name(settings) -> None:
    settings.REFERENTS_DEPARTMENT_MODEL = "referents.Area"
    found = messages()
    assert [message.id for message in found] == ["referents.E008"]
    for name in ("code", "parent", "head", "descendants"):
        assert name in found[0].msg


def test_the_department_model_of_this_host_offers_what_is_asked() -> None:
    model = apps.get_model(conf.department_model())
    assert all(hasattr(model, name) for name in checks.ASKED_OF_DEPARTMENTS)


def test_a_host_without_guardian_or_with_naive_times_is_told(settings) -> None:
    settings.INSTALLED_APPS = [name for name in settings.INSTALLED_APPS if name != "guardian"]
    settings.USE_TZ = False
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    assert [message.id for message in checks.check_host(None)] == ["referents.E009", "referents.E010", "referents.W001"]
