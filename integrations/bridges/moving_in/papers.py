"""The file of answers: TOML, in the very lines that one would type. Read, checked, and written with what each question means above it."""

import json
import tomllib
from pathlib import Path

from django.utils.translation import gettext as _

from integrations.bridges.moving_in.lines import WrongAnswer
from integrations.bridges.moving_in.questions import KEYS, QUESTIONS, Answers


class UnreadableFile(WrongAnswer):
    """The file is not TOML, or says something nobody asks."""


def read(path: Path) -> Answers:
    """The answers by key. Raises UnreadableFile for a broken file or an unknown key, OSError for none."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableFile(_("%(path)s is not readable TOML: %(error)s") % {"path": path, "error": error}) from error
    answers: Answers = {}
    for table, content in tables.items():
        for name, value in content.items() if isinstance(content, dict) else [("", content)]:
            key = f"{table}.{name}" if name else table
            if key not in KEYS:
                raise UnreadableFile(_("%(path)s: nobody asks “%(key)s”. The keys are: %(keys)s.") % {"path": path, "key": key, "keys": ", ".join(KEYS)})
            answers[key] = value
    return answers


def write(path: Path, answers: Answers) -> None:
    """Every answer given, in the order of the questions. Printed codes are not answers and are never here."""
    blocks: list[str] = []
    table = ""
    for question in QUESTIONS:
        if question.key not in answers:
            continue
        head, name = question.key.split(".")
        if head != table:
            blocks.append(f"\n[{head}]")
            table = head
        blocks += [f"# {said}" for said in (str(question.prompt), str(question.help)) if said]
        blocks.append(f"{name} = {_toml(answers[question.key])}")
    path.write_text("\n".join(blocks).lstrip("\n") + "\n", encoding="utf-8")


def _toml(value: str | list[str]) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return "[\n" + "".join(f"    {json.dumps(line, ensure_ascii=False)},\n" for line in value) + "]" if value else "[]"
