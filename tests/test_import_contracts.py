"""Every import contract passes, and fails on its planted violation: a contract that cannot fail is no contract."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINT = Path(sys.executable).with_name("lint-imports")
PLANTED = {
    "layers": ("referents/text.py", "import rse.core.text"),
    "floors": ("rse/core/text.py", "import rse.people.models"),
    "cms-search": ("cms/permissions.py", "import search"),
    "guest": ("referents/text.py", "import celery"),
    "config": ("rse/config/wsgi.py", "import rse.core.text"),
}


def lint(folder: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [str(LINT), "--no-cache", *(["--contract", contract] if contract else [])]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"})


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tree")
    for package in ("rse", "referents", "cms", "search", "integrations"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("*.pyc", "locale", "static", "templates"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_every_contract_passes(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("contract", PLANTED)
def test_a_contract_fails_on_its_planted_violation(copy: Path, contract: str) -> None:
    name, line = PLANTED[contract]
    target = copy / name
    clean = target.read_text()
    target.write_text(f"{clean}\n{line}\n")
    try:
        result = lint(copy, contract)
    finally:
        target.write_text(clean)
    assert result.returncode != 0, result.stdout
    assert "BROKEN" in result.stdout
