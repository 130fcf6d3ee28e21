"""The French catalogues are complete and their compiled files are fresh."""

import gettext
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
APPS = sorted(str(path.parents[3].relative_to(ROOT)) for path in ROOT.glob("*/**/locale/fr/LC_MESSAGES/django.po") if ".venv" not in path.parts)
# Words of the plugin that the network says in its own way, to the same effect.
SHADOWED = {
    "Communication", "E-mail", "From", "Noted: you have read it.", "Opening hours", "Reason", "Say what should change.", "Show", "Until",
    "What should change?", "asked for", "closed at", "created at", "kind", "made at", "mentioned", "nonce", "not mentioned", "not shown", "note",
    "reason", "search", "until", "updated on", "verdict",
}  # fmt: skip


def catalogue(app: str) -> Path:
    return ROOT / app / "locale/fr/LC_MESSAGES/django.po"


@pytest.mark.parametrize("app", APPS)
def test_every_message_is_translated(app: str) -> None:
    with catalogue(app).open("rb") as file:
        messages = [message for message in read_po(file, locale="fr") if message.id]
    untranslated = [message.id for message in messages if not message.string or (isinstance(message.string, tuple) and not all(message.string))]
    fuzzy = [message.id for message in messages if message.fuzzy]
    assert not untranslated, untranslated
    assert not fuzzy, fuzzy


def test_one_message_has_one_translation() -> None:
    """Django lays the catalogues of a site over each other: the same words in two rooms would read as only one of them wrote."""
    said: dict[tuple[str | None, str], dict[str, str]] = {}
    for path in sorted(ROOT.glob("*/locale/fr/LC_MESSAGES/django.po")) + sorted(ROOT.glob("*/*/locale/fr/LC_MESSAGES/django.po")):
        app = str(path.relative_to(ROOT)).split("/locale")[0]
        for message in read_po(path.open("rb"), locale="fr"):
            if isinstance(message.id, str) and message.id:
                said.setdefault((message.context, message.id), {})[app] = str(message.string)
    # The plugin is written for any site: there it is alone; here these of its words read as the network says them.
    apart = {key: words for key, words in said.items() if len({word for app, word in words.items() if app != "referents"}) > 1}
    assert not apart, "give one of them a context"
    shadowed = {key[1] for key, words in said.items() if len(set(words.values())) > 1}
    assert shadowed <= SHADOWED, f"give the network's a context: {sorted(shadowed - SHADOWED)}"


@pytest.mark.parametrize("app", APPS)
def test_the_compiled_file_is_fresh(app: str) -> None:
    with catalogue(app).open("rb") as file:
        messages = [message for message in read_po(file, locale="fr") if message.id and message.string]
    with catalogue(app).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    for message in messages:
        for index, text in enumerate(message.string if isinstance(message.string, tuple) else [message.string]):
            key = message.id[0] if isinstance(message.id, tuple) else message.id
            if message.context:
                key = f"{message.context}\x04{key}"
            assert compiled.get((key, index) if isinstance(message.id, tuple) else key) == text, f"{key}: run `make messages`"


@pytest.mark.parametrize("app", APPS)
def test_every_sentence_of_the_code_is_in_the_catalogue(app: str, tmp_path: Path) -> None:
    if shutil.which("xgettext") is None:
        pytest.skip("gettext is not installed")
    copy = tmp_path / "app"
    shutil.copytree(ROOT / app, copy, ignore=shutil.ignore_patterns("*.pyc", "static", "*.mo"))
    known = {
        message.id if isinstance(message.id, str) else message.id[0] for message in read_po((copy / "locale/fr/LC_MESSAGES/django.po").open("rb")) if message.id
    }
    command = [str(Path(sys.executable).with_name("django-admin")), "makemessages", "-l", "fr", "--no-location", "--no-wrap", "--no-obsolete"]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=copy, check=True, capture_output=True, env=environment)
    found = {
        message.id if isinstance(message.id, str) else message.id[0] for message in read_po((copy / "locale/fr/LC_MESSAGES/django.po").open("rb")) if message.id
    }
    assert not found - known, f"run `make messages`: {sorted(found - known)[:10]}"
