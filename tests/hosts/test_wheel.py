"""`make test-wheel`: the plugin as a stranger gets it.

Builds the wheel, copies the bare host and the plugin's own tests out of the repository, installs the wheel and the locked versions in a
new environment, then: no missing migration, migrate, pages in French, the plugin's tests. Run as a program; pytest does not collect it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ["pytest", "pytest-django", "hypothesis", "time-machine", "factory-boy", "pillow"]
UV = shutil.which("uv")
PYTEST = """[pytest]
DJANGO_SETTINGS_MODULE = bare.settings
pythonpath = host tests/referents
addopts = --strict-markers -p no:cacheprovider
markers =
    browser: drives Chromium
    services: needs PostgreSQL or Redis
"""


def run(*command: str | Path, cwd: Path, **environment: str) -> None:
    """Run and stop at the first failure. Nothing of the repository is on the path."""
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV"}}
    print("$", *(str(part) for part in command), flush=True)
    subprocess.run([str(part) for part in command], cwd=cwd, env={**kept, **environment}, check=True)


def build(folder: Path) -> Path:
    """The wheel of the working tree."""
    if UV:
        run(UV, "build", "--wheel", "--quiet", "--out-dir", folder, ROOT, cwd=folder)
    else:
        run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("wagtail_referents-*.whl")
    return wheel


def foreign(wheel: Path) -> list[str]:
    """Files of the wheel that are not the plugin's."""
    with zipfile.ZipFile(wheel) as archive:
        return [name for name in archive.namelist() if not name.startswith(("referents/", "wagtail_referents-")) or name.endswith(".pyc")]


def constraints(folder: Path) -> Path:
    """The versions of the lock, without the hashes: the wheel has none there."""
    pinned = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?(==[^\\\n]+)", (ROOT / "requirements-dev.lock").read_text(), re.MULTILINE)
    path = folder / "constraints.txt"
    path.write_text("".join(f"{name}{version.strip()}\n" for name, version in pinned))
    return path


def install(folder: Path, wheel: Path) -> Path:
    """A new environment with the wheel, its dependencies and the tools of the tests; answers its Python."""
    python = folder / "env/bin/python"
    wanted = [str(wheel), *TOOLS, "--constraint", str(constraints(folder))]
    if UV:
        run(UV, "venv", "--quiet", "--python", sys.executable, folder / "env", cwd=folder)
        run(UV, "pip", "install", "--quiet", "--python", python, *wanted, cwd=folder)
    else:
        run(sys.executable, "-m", "venv", folder / "env", cwd=folder)
        run(python, "-m", "pip", "install", "--quiet", *wanted, cwd=folder)
    return python


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="referents-wheel-") as name:
        folder = Path(name).resolve()
        wheel = build(folder)
        if strangers := foreign(wheel):
            sys.exit(f"The wheel holds what is not the plugin's: {strangers}")
        shutil.copytree(ROOT / "tests/hosts/bare", folder / "host", ignore=shutil.ignore_patterns("*.sqlite3", "media", "__pycache__"))
        shutil.copytree(ROOT / "tests/referents", folder / "tests/referents", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "pytest.ini").write_text(PYTEST)
        python = install(folder, wheel)
        host, database = folder / "host", {"BARE_DATABASE": str(folder / "bare.sqlite3")}
        run(python, "manage.py", "check", "--fail-level", "WARNING", cwd=host, **database)
        run(python, "manage.py", "makemigrations", "--check", "--dry-run", cwd=host, **database)
        run(python, "manage.py", "migrate", "--verbosity", "0", cwd=host, **database)
        run(python, "smoke.py", cwd=host, **database)
        run(python, "-m", "pytest", "-q", *sys.argv[1:], "tests/referents", cwd=folder)
    print("The wheel works in a bare Wagtail site.")


if __name__ == "__main__":
    main()
