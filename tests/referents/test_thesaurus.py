"""The shipped files, their loading, and the measuring command."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from factories import make_department, make_topic

from referents import thesaurus
from referents.matching.sensitivity import RANK
from referents.models import OutsideBody, SensitiveWord, Topic
from referents.text import analyse

DEVELOPMENT = Path(__file__).parent / "data" / "dev_messages.jsonl"
_CODES = "DGS CAB COM RH FIN JUR DSI POP EDU PEN JEU SPO CUL VOI PRO ESV BAT URB LOG SOC POL MOB EAU ECO ENV VAS"
CODES = set(_CODES.split())


# --- the files ---


def test_every_department_has_its_file_and_every_topic_what_it_needs():
    tables = thesaurus.read()
    assert set(tables.departments) == CODES
    slugs = [topic["slug"] for topic in tables.topics]
    assert len(slugs) == len(set(slugs))
    bodies = {body["slug"] for body in tables.bodies}
    kinds = set(OutsideBody.Kind.values)
    for topic in tables.topics:
        assert topic["sensitivity"] in RANK, topic["slug"]
        assert set(topic.get("also", [])) <= CODES | {"EXTERNAL"}, topic["slug"]
        assert len(topic["terms"]) >= 8, topic["slug"]
        assert len(topic["examples"]) >= 5, topic["slug"]
        assert ("body" in topic) == (topic["code"] == "EXTERNAL"), topic["slug"]
        assert topic.get("body") in bodies | {None}, topic["slug"]
        assert max(len(topic["slug"]) - 80, len(topic["name"]) - 160) <= 0, topic["slug"]
    for body in tables.bodies:
        assert body["kind"] in kinds, body["slug"]
        assert body["where"].strip(), body["slug"]
        assert body["say"].strip(), body["slug"]


def test_every_term_leaves_a_word_to_compare():
    empty = [(topic["slug"], term) for topic in thesaurus.read().topics for term in topic["terms"] if not analyse(term)]
    assert empty == []


def test_every_sensitive_expression_has_a_known_level_and_fits():
    for table in thesaurus.read().words:
        assert table["level"] in {"low", "medium", "high"}
        assert all(0 < len(term) <= 120 for term in table["terms"])


# --- loading ---


@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    first = thesaurus.load()
    stamps = list(Topic.objects.order_by("pk").values_list("pk", "updated_at"))
    second = thesaurus.load()
    assert first.created == Topic.objects.count() > 300
    assert (second.created, second.updated, second.retired, second.bodies, second.words) == (0, 0, 0, 0, 0)
    assert list(Topic.objects.order_by("pk").values_list("pk", "updated_at")) == stamps
    assert SensitiveWord.objects.count() == first.words


@pytest.mark.django_db
def test_a_topic_is_linked_to_the_department_of_its_code_when_there_is_one():
    schools = make_department("Écoles", code="EDU")
    thesaurus.load()
    topic = Topic.objects.filter(department_code="EDU").first()
    assert topic.department == schools
    assert Topic.objects.filter(department_code="VOI", department__isnull=True).exists()
    roads = make_department("Voirie", code="VOI")
    assert thesaurus.load().linked == Topic.objects.filter(department=roads).count() > 0


@pytest.mark.django_db
def test_an_outside_matter_has_a_body_and_no_department():
    make_department("Piège", code="EXTERNAL")
    thesaurus.load()
    outside = Topic.objects.filter(department_code="EXTERNAL")
    assert outside.exists()
    assert not outside.filter(outside_body__isnull=True).exists()
    assert not outside.filter(department__isnull=False).exists()


@pytest.mark.django_db
def test_local_topics_the_town_s_department_and_its_words_are_kept():
    slug = thesaurus.read().topics[0]["slug"]
    local = make_topic("À nous", slug=slug, terms=("à nous",))
    thesaurus.load()
    local.refresh_from_db()
    assert (local.name, local.terms) == ("À nous", ["à nous"])
    other = make_department("Guichet unique")
    Topic.objects.filter(department_code="EDU").update(department=other, active=False)
    OutsideBody.objects.update(say="Nos mots.")
    thesaurus.load()
    assert not Topic.objects.filter(department_code="EDU").exclude(department=other).exists()
    assert not Topic.objects.filter(department_code="EDU", active=True).exists()
    assert set(OutsideBody.objects.values_list("say", flat=True)) == {"Nos mots."}


@pytest.mark.django_db
def test_a_changed_topic_is_brought_up_to_date_and_a_vanished_one_put_out_of_use():
    thesaurus.load()
    topic = Topic.objects.filter(department_code="EDU").first()
    Topic.objects.filter(pk=topic.pk).update(terms=["ancien"])
    Topic.objects.create(slug="disparu", name="Disparu", origin=Topic.Origin.THESAURUS)
    done = thesaurus.load()
    topic.refresh_from_db()
    assert (done.updated, done.retired) == (1, 1)
    assert topic.terms != ["ancien"]
    assert not Topic.objects.get(slug="disparu").active


@pytest.mark.django_db
def test_the_command_says_what_it_did():
    out = StringIO()
    call_command("load_thesaurus", stdout=out)
    assert str(Topic.objects.count()) in out.getvalue()


# --- measuring ---


def test_the_score_is_measured_without_the_project_s_database(tmp_path):
    database = tmp_path / "project.sqlite3"
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "BARE_DATABASE": str(database), "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-m", "django", "referents_score", str(DEVELOPMENT)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=300)
    figures = json.loads(done.stdout)
    assert set(figures) == {"n", "first", "first_or_also", "top3", "macro_top3", "by_verbatim", "external"}
    assert set(figures["by_verbatim"]) == {"true", "false"}
    assert figures["n"] >= 120
    assert figures["top3"] >= 0.92
    assert list(tmp_path.rglob("*.sqlite3")) == []


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"text": "sans service"}', '{"text": 1, "department": "VOI"}', '{"text": "a", "department": "VOI", "also": "PRO"}']
)
def test_a_malformed_line_is_named_and_ends_with_two(tmp_path, line):
    path = tmp_path / "questions.jsonl"
    path.write_text('{"text": "un trou", "department": "VOI"}\n' + line + "\n", encoding="utf-8")
    err = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("referents_score", str(path), stderr=err)
    assert stop.value.code == 2
    assert "line 2" in err.getvalue()


def test_a_missing_file_ends_with_two(tmp_path):
    err = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("referents_score", str(tmp_path / "absent.jsonl"), stderr=err)
    assert stop.value.code == 2
    assert "absent.jsonl" in err.getvalue()
