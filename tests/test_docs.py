"""The documentation says what the code does: generated tables are fresh, the map is whole, settings, commands and buttons exist."""

import importlib.util
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
ROOT_PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
ROLES = {"agent", "referent", "community-manager", "relecteur", "repartition", "rh", "chef-de-service", "administration", "moderation", "dpo", "elus"}
DECISION_PARTS = ["## Context", "## Decision", "## Consequences"]


def load_generated() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generated", DOCS / "hooks/generated.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generated = load_generated()


def without_map(page: str) -> str:
    """The map may quote yesterday's docstring; its names are checked apart."""
    return re.sub(r"<!-- generated: map -->.*?<!-- end -->", "", page, flags=re.DOTALL)


@pytest.mark.parametrize("path", generated.pages(), ids=lambda path: path.name)
def test_a_generated_table_is_what_the_code_says(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    with translation.override("en"):
        assert without_map(generated.rendered(page)) == without_map(page), "run `.venv/bin/python docs/hooks/generated.py`"


def test_every_generated_block_has_its_page() -> None:
    used = {found.group("name") for path in generated.pages() for found in generated.BLOCK.finditer(path.read_text(encoding="utf-8"))}
    assert used == set(generated.BLOCKS)


def test_every_move_stands_in_the_reference() -> None:
    from referents.states import MOVES

    page = (DOCS / "reference/moves.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \| [^|]+ \| [^|]+ \|$", page, flags=re.MULTILINE)) == set(MOVES)


def test_the_map_names_every_module_and_nothing_else() -> None:
    page = (DOCS / "contributing/map.md").read_text(encoding="utf-8")
    named = re.findall(r"^- `([^`]+)`: \S", page, flags=re.MULTILINE)
    assert len(named) == len(set(named)), "a module is named twice"
    missing, gone = sorted(set(generated.tree()) - set(named)), sorted(set(named) - set(generated.tree()))
    assert not missing, f"not on the map: {missing}; run `.venv/bin/python docs/hooks/generated.py`"
    assert not gone, f"named and gone: {gone}"


def test_the_tree_knows_packages_modules_and_no_migration() -> None:
    tree = generated.tree()
    assert {"referents/", "referents/states", "rse/people/actions/agents", "integrations/bridges/demo/"} <= set(tree)
    assert not [name for name in tree if "migrations" in name]


def test_every_environment_variable_is_documented_and_no_other() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "rse/config/settings").glob("*.py"))
    read = set(re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", sources))
    read |= set(re.findall(r"environ\.get\(\"([A-Z_]+)\"", (ROOT / "rse/core/conf.py").read_text(encoding="utf-8")))
    table = (DOCS / "reference/settings.md").read_text(encoding="utf-8").partition("## Environment variables")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", table, flags=re.MULTILINE)) == read | {"DJANGO_SETTINGS_MODULE"}


def test_every_command_is_documented_and_no_other() -> None:
    commands = {path.stem for package in generated.PACKAGES for path in (ROOT / package).glob("**/management/commands/*.py")} - {"__init__"}
    page = (DOCS / "reference/commands.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### `(\w+)`$", page, flags=re.MULTILINE)) == commands


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    for path in [*DOCS.rglob("*.md"), *(ROOT / name for name in ROOT_PAGES)]:
        named = set(re.findall(r"(?:`|^)make ([a-z][a-z-]*)", path.read_text(encoding="utf-8"), flags=re.MULTILINE))
        assert named <= targets, f"{path.name}: {sorted(named - targets)}"


def test_every_repository_path_named_in_code_style_exists() -> None:
    for path in [*DOCS.rglob("*.md"), *(ROOT / name for name in ROOT_PAGES)]:
        for name in re.findall(r"`((?:rse|referents|cms|search|integrations|tests|docs)/[\w./-]+\.\w+)`", path.read_text(encoding="utf-8")):
            assert (ROOT / name).exists() or (ROOT / name.split("/")[0] / "templates" / name).exists(), f"{path.name} names {name}"


@pytest.mark.parametrize("name", ROOT_PAGES)
def test_links_of_the_root_pages_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", (ROOT / name).read_text(encoding="utf-8")):
        assert target.startswith("https://") or (ROOT / target).exists(), f"{name} → {target}"


def test_there_is_one_page_for_each_role() -> None:
    assert {path.stem for path in (DOCS / "roles").glob("*.md")} == ROLES | {"index"}
    for role in ROLES:
        page = (DOCS / f"roles/{role}.md").read_text(encoding="utf-8")
        headings = re.findall(r"^## (.+)$", page, flags=re.MULTILINE)
        assert headings[0] == "Ce que vous voyez" or role in {"relecteur", "dpo"}, role
        assert any("personne ne voit" in heading or "ne voyez pas" in heading for heading in headings), role


def flat(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


@cache
def sentences() -> list[re.Pattern[str]]:
    """Every French sentence of the interface; a placeholder stands for anything, a sentence that is all placeholders for nothing."""
    found = []
    for path in sorted(ROOT.glob("*/**/locale/fr/LC_MESSAGES/django.po")):
        if ".venv" in path.parts:
            continue
        with path.open("rb") as file:
            for message in read_po(file, locale="fr"):
                for text in message.string if isinstance(message.string, tuple) else [message.string]:
                    if message.id and re.search(r"[^\W\d]{2}", re.sub(r"%\(\w+\)[sd]", "", text)):
                        found.append(re.compile(re.sub(r"%\\?\(\w+\\?\)[sd]", ".+", re.escape(flat(text))), re.IGNORECASE))
    return found


USERS_PAGES = [*sorted((DOCS / "roles").glob("*.md")), *sorted((DOCS / "tutorials").glob("*.md"))]


@pytest.mark.parametrize("path", USERS_PAGES, ids=lambda path: path.stem)
def test_words_in_bold_are_words_of_the_screens(path: Path) -> None:
    known = sentences()
    bold = {flat(text) for text in re.findall(r"\*\*([^*]+)\*\*", path.read_text(encoding="utf-8"))}
    unknown = {text for text in bold if not any(pattern.fullmatch(text) for pattern in known)}
    assert not unknown - NAMES, sorted(unknown - NAMES)


# Bold for another reason: people of the demonstration, and a word the DPO must not miss.
NAMES = {"Hélène Roux", "Denis Marchal", "Nadia Kessler", "en gras", "sans motif"}


@pytest.mark.parametrize("path", sorted((DOCS / "decisions").glob("0*.md")), ids=lambda path: path.stem)
def test_a_decision_has_its_three_parts(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert page.startswith(f"# {path.name[:4]} ")
    assert re.findall(r"^## .+$", page, flags=re.MULTILINE) == DECISION_PARTS
    assert f"]({path.name})" in (DOCS / "decisions/index.md").read_text(encoding="utf-8")


def test_the_documentation_builds_strictly_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    mkdocs = Path(sys.executable).with_name("mkdocs")
    if not mkdocs.exists():
        pytest.skip("mkdocs is not installed")
    done = subprocess.run(
        [mkdocs, "build", "-q", "--strict", "-f", ".mkdocs.yml", "-d", tmp_path / "site"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    for page in (tmp_path / "site").rglob("*.html"):
        loaded = re.findall(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=\"?(?:https?:)?//[^\s>]+", page.read_text(encoding="utf-8"))
        assert not loaded, f"{page.name}: {loaded}"
