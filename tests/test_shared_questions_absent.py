"""The shared evaluation messages measure the product and must not stand in it, not even in part: no five words of theirs in a row."""

import json
import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from referents.text import words

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = ROOT.parent / "shared" / "inputs" / "questions.jsonl"
RUN = 5


def runs(text: str) -> set[tuple[str, ...]]:
    """Every five words in a row, folded: once with elided letters counted as words (« l école »), once without them."""
    found: set[tuple[str, ...]] = set()
    for said in (words(text), words(text.replace("'", " ").replace("’", " "))):
        found.update(zip(*(islice(said, start, None) for start in range(RUN)), strict=False))
    return found


def tracked_texts() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and path.stat().st_size < 2_000_000:
            try:
                yield name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def collisions(questions: list[str], texts: Iterator[tuple[str, str]]) -> list[str]:
    forbidden = {run for question in questions for run in runs(question)}
    return [f"{name}: {' '.join(run)}" for name, text in texts for run in sorted(runs(text) & forbidden)]


def test_five_words_in_a_row_are_noticed_whatever_the_accents_and_signs():
    assert collisions(["Où se trouve la piscine, svp ?"], iter([("a.txt", "ou se TROUVE… la Piscine")])) == ["a.txt: ou se trouve la piscine"]
    assert collisions(["Où se trouve la piscine ?"], iter([("a.txt", "où se trouve la mairie")])) == []


@pytest.mark.skipif(not QUESTIONS.exists(), reason="the shared evaluation messages are not beside this repository")
def test_no_tracked_file_holds_words_of_the_shared_questions():
    questions = [json.loads(line)["text"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = collisions(questions, tracked_texts())
    assert not found, "\n".join(found)
