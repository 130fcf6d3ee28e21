"""Writes the parts of the documentation that are derived from the code: `.venv/bin/python docs/hooks/generated.py`.

A page holds `<!-- generated: name -->` … `<!-- end -->`; what stands between is replaced by `BLOCKS[name]()`. tests/test_docs.py
checks that the committed pages are what this module would write, and that the map names every module.
"""

import ast
import inspect
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PACKAGES = ("rse", "referents", "cms", "search", "integrations")
BLOCK = re.compile(r"(<!-- generated: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
UNSAID = {"apps": "Declares the application to Django.", "__init__": "Package."}


def moves() -> str:
    """The table of moves, as `referents.states.MOVES` has it."""
    from referents.states import MOVES, SAME, State  # noqa: PLC0415 - Django is set up by `main`

    order = [str(state) for state in State]
    lines = ["| Move | In words | Who | From | To |", "|---|---|---|---|---|"]
    for move in MOVES.values():
        targets = [f"`{state}`" for state in order if state in move.targets] + (["unchanged"] if SAME in move.targets else [])
        sources = [f"`{state}`" for state in order if state in move.sources] or ["–"]
        roles = ", ".join(sorted(str(role) for role in move.roles))
        lines.append(f"| `{move.code}` | {move.label} | {roles} | {' '.join(sources)} | {' or '.join(targets)} |")
    return "\n".join(lines)


def states() -> str:
    """Every state, whether it counts as open, and the desk's tab that holds it."""
    from referents.queue import TABS  # noqa: PLC0415
    from referents.states import OPEN, State  # noqa: PLC0415

    lines = ["| State | In words | Open | Tab of the desk |", "|---|---|---|---|"]
    for state in State:
        tab = next((str(tab.label) for tab in TABS if state in tab.states), "–")
        lines.append(f"| `{state.value}` | {state.label} | {'yes' if state in OPEN else 'no'} | {tab} |")
    return "\n".join(lines)


def clocks() -> str:
    """The service level a new host starts with."""
    from referents.clocks import DEFAULTS, EFFECTS  # noqa: PLC0415

    lines = ["| Clock | Allowed | When urgent | Steps | Started by | Stopped by |", "|---|---|---|---|---|---|"]
    for metric, (minutes, urgent, steps) in DEFAULTS.items():
        told = ", ".join(f"{percentage} % `{code}`" for percentage, code in steps)
        doing = {
            effect: ", ".join(f"`{move}`" for move, rows in EFFECTS.items() if any(row.effect == effect and metric in row.metrics for row in rows)) or "–"
            for effect in ("start", "stop")
        }
        lines.append(f"| `{metric.value}` | {minutes} min | {urgent} min | {told} | {doing['start']} | {doing['stop']} |")
    return "\n".join(lines)


def clock_effects() -> str:
    """What each move does beside starting and stopping."""
    from referents.clocks import EFFECTS, UNTOUCHED  # noqa: PLC0415

    lines = ["| Move | Effect on the clocks |", "|---|---|"]
    for move, rows in EFFECTS.items():
        said = "; ".join(
            f"{row.effect.value} {', '.join(m.value for m in row.metrics)}{f' (when it leads to {row.to.value})' if row.to else ''}" for row in rows
        )
        lines.append(f"| `{move}` | {said} |")
    return "\n".join([*lines, "", "These moves leave every clock as it is: " + ", ".join(f"`{move}`" for move in sorted(UNTOUCHED)) + "."])


def groups() -> str:
    """The groups that `referents_install` creates."""
    from referents.groups import GROUPS, KEEPS  # noqa: PLC0415

    lines = ["| Group | Rights | Keeps in the admin |", "|---|---|---|"]
    for name, labels in GROUPS.items():
        verbs: dict[str, list[str]] = {}
        rights = []
        for label in labels:
            verb, _, model = label.partition(".")[2].partition("_")
            if verb in KEEPS:
                verbs.setdefault(model, []).append(verb)
            else:
                rights.append(f"`{label}`")
        kept = [f"{model} ({'everything' if len(done) == len(KEEPS) else ', '.join(done)})" for model, done in verbs.items()]
        lines.append(f"| {name} | {', '.join(rights)} | {', '.join(kept) or '–'} |")
    return "\n".join(lines)


def plugin_signals() -> str:
    """The payload list of `referents.signals`."""
    return _listed("referents/signals.py")


def people_signals() -> str:
    """The signals of `rse.people`, each with the comment above it."""
    source = (ROOT / "rse/people/signals.py").read_text(encoding="utf-8")
    return "\n".join(f"- `{name}`: {said}" for said, name in re.findall(r"#: (.+)\n(\w+) = Signal\(\)", source))


def _listed(name: str) -> str:
    doc = ast.get_docstring(ast.parse((ROOT / name).read_text(encoding="utf-8"))) or ""
    return "\n".join(line for line in doc.splitlines() if line.startswith("- "))


def options() -> str:
    """The keys of `REFERENTS` with their defaults."""
    from referents.conf import DEFAULTS  # noqa: PLC0415

    return "\n".join(["| Key | Default |", "|---|---|", *(f"| `{key}` | `{value!r}` |" for key, value in DEFAULTS.items())])


def roles_of_people() -> str:
    """The predicates of `referents.permissions`, in their own words."""
    from referents import permissions  # noqa: PLC0415

    lines = ["| Question the code asks | Answer |", "|---|---|"]
    for name, function in vars(permissions).items():
        if inspect.isfunction(function) and function.__module__ == permissions.__name__ and function.__doc__:
            lines.append(f"| `{name}` | {' '.join(function.__doc__.split())} |")
    return "\n".join(lines)


def tree() -> list[str]:
    """Every package and module, as a path without its suffix; a package ends with a slash."""
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            where = path.relative_to(ROOT)
            if path.name != "__init__.py":
                found.append(where.with_suffix("").as_posix())
            elif path.parent == ROOT / package or path.stat().st_size:
                found.append(f"{where.parent.as_posix()}/")
    return sorted(found)


def module_map() -> str:
    """One line a module, in the first words of its docstring; a heading for each application."""
    lines: list[str] = []
    room = ""
    for name in tree():
        parts = name.rstrip("/").split("/")
        here = "/".join(parts[:2]) if parts[0] in {"rse", "integrations"} and len(parts) > 1 else parts[0]
        if here != room:
            room = here
            lines += ["", f"## {here}", ""]
        lines.append(f"- `{name}`: {_first_sentence(name)}")
    return "\n".join(lines).strip("\n")


def _first_sentence(name: str) -> str:
    path = ROOT / (f"{name}__init__.py" if name.endswith("/") else f"{name}.py")
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(doc.split("\n\n")[0].split()) or UNSAID.get(path.stem, "")


BLOCKS: dict[str, Callable[[], str]] = {
    "moves": moves,
    "states": states,
    "clocks": clocks,
    "clock-effects": clock_effects,
    "groups": groups,
    "plugin-signals": plugin_signals,
    "people-signals": people_signals,
    "options": options,
    "predicates": roles_of_people,
    "map": module_map,
}


def rendered(page: str) -> str:
    """The page with every generated block as the code says it today."""
    return BLOCK.sub(lambda found: f"{found.group(1)}\n{BLOCKS[found.group('name')]()}\n\n{found.group(3)}", page)


def pages() -> list[Path]:
    """The pages that hold a generated block."""
    return [path for path in sorted(DOCS.rglob("*.md")) if BLOCK.search(path.read_text(encoding="utf-8"))]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rse.config.settings.dev")
    sys.path.insert(0, str(ROOT))
    django.setup()
    from django.utils import translation  # noqa: PLC0415

    with translation.override("en"):
        for path in pages():
            path.write_text(rendered(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
