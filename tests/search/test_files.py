"""What files say is read apart, found with what holds them, and seen by whoever may see that; a hostile file costs a refusal and nothing else."""

import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from modelsearch.backends import get_search_backend
from pytest_django import Settings
from wagtail.models import Collection

from rse.core.models import Document
from search import draining, files, tasks
from search.models import FileText
from search.reading import confined
from search.reading.kinds import kind_of
from search.reading.refusals import Refused
from tests.search import papers

ROOT = Path(__file__).resolve().parents[2]
SECONDS, MEGABYTES = 4, 512
# In a small process: what a child weighs is counted with the memory of the one it was forked from.
MEASURED = f"""
import io, json, resource, sys
from search.reading import confined
from search.reading.refusals import Refused
try:
    said = confined.read(io.BytesIO(sys.stdin.buffer.read()), sys.argv[1], seconds={SECONDS}, megabytes={MEGABYTES})
except Refused:
    said = ""
spent = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({{"said": said, "seconds": spent.ru_utime, "kilobytes": spent.ru_maxrss}}))
"""


def read(name: str, content: bytes) -> str:
    return confined.read(io.BytesIO(content), kind_of(name), seconds=SECONDS, megabytes=MEGABYTES)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("note.pdf", papers.pdf("Prime de m\xe9nage")),
        ("Note.DOCX", papers.docx("Prime de ménage", "Deuxième paragraphe")),
        ("note.odt", papers.odt("Prime <text:span>de</text:span> ménage")),
        ("note.xlsx", papers.xlsx("Prime de ménage", "12")),
        ("open.pdf", papers.locked_pdf("")),
    ],
)
def test_the_words_of_a_file_are_read(name: str, content: bytes) -> None:
    said = read(name, content)
    assert said.split("\n")[0] in ("Prime de ménage", "secret")


def test_paragraphs_stay_apart_and_a_long_text_is_cut() -> None:
    assert read("note.docx", papers.docx("un", "deux")) == "un\ndeux"
    assert len(confined.read(io.BytesIO(papers.docx("mot " * 5_000)), "docx", letters=100)) <= 100


@pytest.mark.parametrize("name", papers.HOSTILE)
def test_a_hostile_file_costs_a_refusal_or_gives_its_own_words_within_its_time_and_memory(name: str) -> None:
    done = subprocess.run([sys.executable, "-c", MEASURED, kind_of(name)], cwd=ROOT, input=papers.HOSTILE[name](), capture_output=True, check=True)
    told = json.loads(done.stdout)
    assert told["said"].strip() in ("", "Règlement")
    assert told["seconds"] < SECONDS + 2
    assert told["kilobytes"] < (MEGABYTES + 64) * 1024


@pytest.mark.parametrize("name", ["bomb.docx", "many.docx", "outside.docx", "laughs.odt", "locked.pdf", "cut.docx", "torn.xlsx"])
def test_these_are_always_refused(name: str) -> None:
    with pytest.raises(Refused, match=r"bomb|encrypted|broken"):
        read(name, papers.HOSTILE[name]())


def test_a_file_that_is_not_what_its_name_says_is_refused() -> None:
    for name in ("pdf-inside.docx", "two-things.pdf", "two-things.docx", "other.odt", "empty.docx"):
        with pytest.raises(Refused, match="unlike"):
            read(name, papers.HOSTILE[name]())


def test_nothing_of_ours_reaches_the_process_that_reads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its environment is empty, whatever ours holds."""
    monkeypatch.setenv("SECRET_KEY", "kept")
    spy = tmp_path / "spy"
    spy.write_text("#!/bin/sh\n/usr/bin/env > " + str(tmp_path / "seen") + '\necho "{\\"text\\": \\"\\"}"\n')
    spy.chmod(0o755)
    monkeypatch.setattr(confined.sys, "executable", str(spy))
    confined.read(io.BytesIO(b""), "pdf")
    assert "kept" not in (tmp_path / "seen").read_text()


@pytest.fixture
def followed(settings: Settings, tmp_path: Path, db: None) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.SEARCH = {"FOLDER": str(tmp_path / "search"), "FILES": {"documents": "integrations.bridges.searched_files.documents"}}
    settings.FILE_WORDS = "search.files.text_of"
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.whoosh", "AUTO_UPDATE": True}}
    draining.rebuild(get_search_backend())


def document(name: str, content: bytes, title: str = "Note de service") -> Document:
    return Document.objects.create(title=title, file=ContentFile(content, name=name), collection=Collection.get_first_root_node())


def found(words: str) -> list[str]:
    engine = get_search_backend()
    draining.drain(engine)
    return [row.title for row in engine.search(words, Document)]


@pytest.mark.usefixtures("followed")
def test_a_document_is_found_by_what_its_file_says_and_no_more_once_the_file_is_gone() -> None:
    row = document("note.docx", papers.docx("Les astreintes de déneigement sont payées double."))
    assert found("déneigement") == []
    tasks.slow_read_files()
    assert found("deneigements") == ["Note de service"]
    assert found("note") == ["Note de service"]
    with row.file.storage.open(row.file.name):
        pass
    row.delete()
    tasks.slow_read_files()
    assert found("déneigement") == []
    assert not FileText.objects.exists()


@pytest.mark.usefixtures("followed")
def test_a_file_that_replaces_another_is_read_again() -> None:
    row = document("note.docx", papers.docx("Ancienne consigne"))
    tasks.slow_read_files()
    row.file.save("suite.docx", ContentFile(papers.docx("Nouvelle règle")))
    tasks.slow_read_files()
    assert found("consigne") == []
    assert found("règle") == ["Note de service"]


@pytest.mark.usefixtures("followed")
def test_a_file_that_cannot_be_read_is_noted_once_and_the_others_are_read() -> None:
    document("cassé.docx", papers.HOSTILE["cut.docx"](), title="Cassé")
    lost = document("perdu.pdf", papers.pdf("x"), title="Perdu")
    lost.file.storage.delete(lost.file.name)
    document("photo.png", b"\x89PNG", title="Image")
    document("bon.odt", papers.odt("Plan canicule"), title="Bon")
    assert files.read_waiting(seconds=60) == 3
    assert dict(FileText.objects.exclude(refused="").values_list("name", "refused")) == {
        Document.objects.get(title="Cassé").file.name: "broken",
        lost.file.name: "missing",
    }
    assert found("canicule") == ["Bon"]
    began = time.monotonic()
    assert files.read_waiting(seconds=60) == 0
    assert time.monotonic() - began < 30
