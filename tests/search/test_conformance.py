"""modelsearch's own tests pass on our backend; `make search-conformance` runs them on PostgreSQL too."""

import importlib.util
from pathlib import Path

RUN = Path(__file__).parent / "conformance" / "run.py"


def test_every_test_of_the_installed_modelsearch_passes_on_sqlite() -> None:
    spec = importlib.util.spec_from_file_location("conformance_run", RUN)
    assert spec is not None
    assert spec.loader is not None
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    assert run.run("SQLite", "sqlite://:memory:") == 0
