"""Run inside the bare host, with the wheel installed: `python smoke.py`. Says what is wrong and ends with 1."""

import os
import sys
from importlib.resources import files
from pathlib import Path

import django


def main() -> list[str]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bare.settings")
    django.setup()
    import referents

    wrong = []
    here = Path(referents.__file__).resolve()
    if "site-packages" not in here.parts or not here.is_relative_to(Path(sys.prefix).resolve()):
        wrong.append(f"referents comes from {here}, not from the wheel")
    for name in SHIPPED:
        if not files("referents").joinpath(name).is_file():
            wrong.append(f"the wheel lacks referents/{name}")
    return wrong + pages()


SHIPPED = (
    "locale/fr/LC_MESSAGES/django.mo",
    "locale/fr/LC_MESSAGES/django.po",
    "migrations/0001_initial.py",
    "static/referents/drafts.js",
    "static/referents/theme.css",
    "templates/referents/base.html",
    "templates/referents/partials/field.html",
    "thesaurus/fr/EDU.toml",
    "thesaurus/fr/EXTERNAL.toml",
    "thesaurus/fr/SENSITIVE.toml",
    "management/commands/referents_install.py",
)
READ = {
    "/referents/questions/": "Questions des habitants",
    "/referents/un-habitant-demande/": "habitant",
    "/referents/mes-questions/": "Mes questions",
    "/referents/chartes/": "Chartes",
    "/referents/referents/": "Annuaire des référents",
    "/referents/missions/": "Registre des missions",
    "/admin/referents_topic/": "Sujets",
}


def pages() -> list[str]:
    """Every door of the plugin opens in French for an administrator of a new host."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test import Client

    call_command("referents_install", "--create-departments", verbosity=0)
    user = get_user_model().objects.create_superuser("admin", "admin@ville.example", "mot de passe de test")
    browser = Client(headers={"accept-language": "fr"})
    browser.force_login(user)
    wrong = []
    for address, words in READ.items():
        response = browser.get(address)
        page = response.content.decode()
        if response.status_code != 200 or words not in page or 'lang="fr"' not in page:
            wrong.append(f"{address} answers {response.status_code}{'' if words in page else f', without “{words}”'}")
    return wrong


if __name__ == "__main__":
    found = main()
    print("\n".join(found) or "The bare host works.")
    sys.exit(bool(found))
