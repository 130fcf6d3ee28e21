"""The habits of this house, as tests. An exemption is a line with its reason; an exemption that no longer applies fails too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("rse", "referents", "cms", "search", "integrations")
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "service", "services", "handler", "handlers"}
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
DICT_LIKE = {"context", "params", "data", "query", "GET", "session", "extra", "headers", "initial", "kwargs"}
# Django's own settings, where Django itself reads them through `settings`.
DJANGOS_OWN = {"DEBUG", "AUTH_USER_MODEL", "LOGIN_URL", "LOGIN_REDIRECT_URL", "STATIC_URL", "AUTHENTICATION_BACKENDS", "SESSION_ENGINE"}

EXEMPT: dict[str, dict[str, str]] = {
    "length": {},
    "function_length": {},
    "settings": {},
    "late_import": {},
    "view_writes": {},
    "enqueue": {"rse/core/tasks.py": "the one place that wakes tasks", "rse/config/tasks_backend.py": "Wagtail's own background work, after commit"},
    "mark_safe": {"rse/core/text.py": "the one sanitiser", "rse/core/remembered.py": "what a template drew, its token and address escaped"},
    "save_override": {},
}


def sources(*, migrations: bool = False) -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if migrations or "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path


TREES = {name: ast.parse(path.read_text()) for name, path in sources()}


def is_kind(name: str, kind: str) -> bool:
    """Whether a file is `kind.py` or lies in the package `kind/`."""
    return name.endswith(f"/{kind}.py") or f"/{kind}/" in name


def found(rule: str, offences: list[str]) -> None:
    """Fail on every offence without an exemption, and on every exemption without an offence."""
    exempt = EXEMPT.get(rule, {})
    files = {offence.split(":")[0] for offence in offences}
    unexplained = [offence for offence in offences if offence.split(":")[0] not in exempt]
    stale = sorted(set(exempt) - files)
    assert not unexplained, "\n".join(unexplained)
    assert not stale, f"no longer needed: {stale}"


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def attribute(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def owner(call: ast.Call) -> str:
    value = call.func.value if isinstance(call.func, ast.Attribute) else None
    return value.id if isinstance(value, ast.Name) else value.attr if isinstance(value, ast.Attribute) else ""


def imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_a_view_never_writes_rule_1() -> None:
    offences = [
        f"{name}:{call.lineno} .{attribute(call)}()"
        for name, tree in TREES.items()
        if is_kind(name, "views")
        for call in calls(tree)
        if attribute(call) in WRITES and owner(call) not in DICT_LIKE
    ]
    found("view_writes", offences)


def test_an_action_knows_nothing_of_http_rule_1() -> None:
    offences = []
    for name, tree in TREES.items():
        if not is_kind(name, "actions"):
            continue
        banned = {module for module in imported(tree) if module.startswith(("django.http", "django.shortcuts", "django.urls", "django.forms"))}
        offences += [f"{name}: imports {module}" for module in banned]
        for node in ast.walk(tree):
            if isinstance(node, ast.arg) and node.arg == "request":
                offences.append(f"{name}:{node.lineno} takes a request")
    assert not [line for line in offences if "ContributionRequest" not in line], "\n".join(offences)


def test_a_public_action_names_its_actor_rule_4() -> None:
    offences = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in TREES.items()
        if is_kind(name, "actions")
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if any(ast.unparse(decorator) == "transaction.atomic" for decorator in node.decorator_list)
        if "actor" not in {arg.arg for arg in [*node.args.args, *node.args.kwonlyargs]}
    ]
    assert not offences, "\n".join(offences)


def test_a_state_moves_in_one_place_rule_6() -> None:
    offences = [
        f"{name}:{node.lineno}"
        for name, tree in TREES.items()
        if name.startswith("referents/") and name != "referents/actions/moves.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "state" and ast.unparse(target.value) in {"enquiry", "self.enquiry", "locked"}
    ]
    assert not offences, "\n".join(offences)


def test_guardian_is_asked_only_by_permissions_querysets_and_actions_rule_9() -> None:
    allowed = ("permissions", "querysets", "actions", "models")
    offences = [
        name for name, tree in TREES.items() if any(m.startswith("guardian") for m in imported(tree)) and not any(is_kind(name, kind) for kind in allowed)
    ]
    assert not offences, offences


def test_no_business_hangs_on_save_signals_rule_11() -> None:
    offences = []
    for name, tree in TREES.items():
        names = {module.rsplit(".", 1)[-1] for module in imported(tree)}
        offences += [f"{name}: {signal}" for signal in sorted(names & {"post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed"})]
        offences += [f"{name}:{call.lineno} send_robust" for call in calls(tree) if attribute(call) == "send_robust"]
        if not is_kind(name, "signals"):
            offences += [f"{name}:{call.lineno} Signal()" for call in calls(tree) if isinstance(call.func, ast.Name) and call.func.id == "Signal"]
    assert not offences, "\n".join(offences)


def test_tasks_are_woken_through_one_door_rule_12() -> None:
    found(
        "enqueue",
        [
            f"{name}:{call.lineno} .{attribute(call)}()"
            for name, tree in TREES.items()
            for call in calls(tree)
            if attribute(call) in {"delay", "apply_async", "delay_on_commit", "send_task"}
        ],
    )


def test_imports_stand_at_the_top_rule_13() -> None:
    offences = [
        f"{name}:{inner.lineno}"
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    found("late_import", [line for line in offences if not line.split(":")[0].endswith("/apps.py")])


def test_nothing_is_called_utils_rule_14() -> None:
    assert not [name for name in TREES if Path(name).stem in BANNED_NAMES or BANNED_NAMES & set(Path(name).parts)]


def test_modules_stay_small_rule_16() -> None:
    lines = {name: len(path.read_text().splitlines()) for name, path in sources()}
    found("length", [f"{name}: {count} lines" for name, count in lines.items() if count > 400])


def test_functions_fit_a_screen_rule_16() -> None:
    offences = [
        f"{name}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= 60
    ]
    found("function_length", offences)


def test_time_is_aware_rule_20() -> None:
    offences = [
        f"{name}:{call.lineno} {owner(call)}.{attribute(call)}()"
        for name, tree in TREES.items()
        for call in calls(tree)
        if (owner(call), attribute(call)) in {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("datetime", "today")} and not call.args
    ]
    assert not offences, "\n".join(offences)


def test_untrusted_html_has_one_door_rule_23() -> None:
    offences = [f"{name}: nh3" for name, tree in TREES.items() if "nh3" in imported(tree) and name != "rse/core/text.py"]
    offences += [f"{name}: mark_safe" for name, tree in TREES.items() if any(m.endswith("mark_safe") for m in imported(tree))]
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.html"):
            if re.search(r"\|\s*safe\b|autoescape off", path.read_text()):
                offences.append(f"{path.relative_to(ROOT)}: safe")
    found("mark_safe", offences)


def test_a_template_is_one_page_rule_24() -> None:
    offences = []
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.html"):
            text = path.read_text()
            if len(text.splitlines()) > 120:
                offences.append(f"{path.relative_to(ROOT)}: {len(text.splitlines())} lines")
            if re.search(r"<style|\sstyle=|\son(?:click|change|submit|input|load|error|key\w+|mouse\w+|focus|blur|toggle)=|<script(?![^>]*\ssrc=)", text):
                offences.append(f"{path.relative_to(ROOT)}: inline style or script")
    assert not offences, "\n".join(offences)


def test_settings_are_read_in_conf_checks_and_apps_rule_25() -> None:
    offences = []
    for name, tree in TREES.items():
        if name.startswith("rse/config/") or any(is_kind(name, kind) for kind in ("conf", "checks", "apps")):
            continue
        offences += [
            f"{name}:{node.lineno} settings.{node.attr}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "settings" and node.attr not in DJANGOS_OWN
        ]
    found("settings", offences)


def test_no_model_overrides_save_rule_10() -> None:
    offences = [
        f"{name}:{node.lineno} {cls.name}.save"
        for name, tree in TREES.items()
        if is_kind(name, "models")
        for cls in ast.walk(tree)
        if isinstance(cls, ast.ClassDef)
        for node in cls.body
        if isinstance(node, ast.FunctionDef) and node.name == "save"
    ]
    found("save_override", offences)


def test_nothing_is_left_for_later_rule_19() -> None:
    offences = [
        f"{name}:{number}"
        for name, path in sources()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"\b(TODO|FIXME|XXX)\b", line)
    ]
    assert not offences, offences


def test_refusals_are_exceptions_not_asserts_rule_5() -> None:
    offences = [f"{name}:{node.lineno}" for name, tree in TREES.items() for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    assert not offences, offences


@pytest.mark.parametrize("name", ["theme.css", "drafts.js", "refresh.js", "picker.js"])
def test_the_plugin_ships_the_same_look_as_the_network(name: str) -> None:
    core = ROOT / "rse/core/static/core" / name
    plugin = ROOT / "referents/static/referents" / name
    assert core.read_bytes() == plugin.read_bytes(), "run `make assets`"


@pytest.mark.parametrize("name", ["charts.py", "operations.py"])
def test_the_plugin_and_the_network_share_these_modules(name: str) -> None:
    assert (ROOT / "rse/core" / name).read_bytes() == (ROOT / "referents" / name).read_bytes(), "run `make assets`"
