"""Rows in the caller's transaction, applied once committed, never lost, never twice; an index built aside misses nothing."""

from contextlib import suppress
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings
from wagtail.models import Page
from whoosh.query import Term

from search import draining, tasks
from search.backends.whoosh import writing
from search.backends.whoosh.backend import WhooshSearchBackend
from search.exceptions import SearchError
from search.models import PendingChange
from tests.search.conftest import PageMaker

pytestmark = pytest.mark.django_db


def dies(*args: object, **kwargs: object) -> None:
    raise KeyboardInterrupt


def fails(*args: object) -> None:
    raise OSError("disk full")


def titles(engine: WhooshSearchBackend, words: str) -> list[str]:
    return [page.title for page in engine.search(words, Page)]


def test_adding_writes_a_row_and_nothing_to_the_index(engine: WhooshSearchBackend, page: PageMaker) -> None:
    page("Horaires de la piscine")
    assert PendingChange.objects.count() == 1
    assert titles(engine, "piscine") == []
    assert draining.drain(engine) == 1
    assert titles(engine, "piscine") == ["Horaires de la piscine"]
    assert not PendingChange.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_nothing_for_the_index(engine: WhooshSearchBackend, page: PageMaker) -> None:
    with transaction.atomic():
        page("Une page qui n’aura pas existé")
        assert PendingChange.objects.exists()
        transaction.set_rollback(True)
    assert not PendingChange.objects.exists()


def test_a_drain_that_dies_before_deleting_its_rows_does_no_harm(engine: WhooshSearchBackend, page: PageMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    page("Horaires de la piscine")
    with monkeypatch.context() as patch:
        patch.setattr(draining, "_settle", dies)
        with pytest.raises(KeyboardInterrupt):
            draining.drain(engine)
    assert PendingChange.objects.count() == 1
    draining.drain(engine)
    assert titles(engine, "piscine") == ["Horaires de la piscine"]
    assert not PendingChange.objects.exists()


def test_a_write_that_fails_keeps_its_rows_and_the_index(engine: WhooshSearchBackend, page: PageMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    page("Médiathèque")
    draining.drain(engine)
    page("Horaires de la piscine")
    with monkeypatch.context() as patch:
        patch.setattr(writing.documents, "document", fails)
        with pytest.raises(OSError, match="disk"):
            draining.drain(engine)
    assert titles(engine, "mediatheque") == ["Médiathèque"]
    assert draining.drain(engine) == 1
    assert titles(engine, "piscine") == ["Horaires de la piscine"]


def test_an_object_is_indexed_as_it_is_when_the_drain_reads_it(engine: WhooshSearchBackend, page: PageMaker) -> None:
    made = page("Piscine")
    made.title = "Patinoire"
    made.save()
    draining.drain(engine)
    assert titles(engine, "piscine") == []
    assert titles(engine, "patinoire") == ["Patinoire"]


def test_what_is_deleted_leaves_the_index(engine: WhooshSearchBackend, page: PageMaker) -> None:
    made = page("Piscine")
    draining.drain(engine)
    engine.delete(made)
    made.delete()
    draining.drain(engine)
    with engine.store.searcher() as searcher:
        left = list(searcher.docs_for_query(Term("t_title", "=piscine")))
    assert left == []


def test_a_row_about_a_model_that_is_gone_is_forgotten(engine: WhooshSearchBackend) -> None:
    PendingChange.objects.create(index="main", model="old.thing", object_pk="1", kind="add")
    assert draining.drain(engine) == 1
    assert not PendingChange.objects.exists()


def test_two_drains_never_write_at_once(engine: WhooshSearchBackend, page: PageMaker) -> None:
    page("Piscine")
    with engine.store.writing() as alone:
        assert alone
        assert draining.drain(engine) == 0
    assert draining.drain(engine) == 1


def test_what_changes_while_an_index_is_built_aside_is_in_both(engine: WhooshSearchBackend, page: PageMaker) -> None:
    rebuilder = engine.rebuilder_class(engine.index_class(engine))
    aside = rebuilder.start()
    page("Piscine")
    draining.drain(engine)
    assert titles(engine, "piscine") == ["Piscine"], "the index that serves follows"
    assert PendingChange.objects.get().applied_to == engine.store.current()
    assert aside.total >= 1
    rebuilder.finish()
    assert titles(engine, "piscine") == ["Piscine"], "and the new one has it"
    assert not PendingChange.objects.exists()


def test_a_rebuild_serves_the_old_index_and_says_how_far_it_is(engine: WhooshSearchBackend, page: PageMaker) -> None:
    page("Piscine")
    draining.drain(engine)
    before = engine.store.current()
    rebuilder = engine.rebuilder_class(engine.index_class(engine))
    aside = rebuilder.start()
    assert engine.store.progress() == (0, aside.total)
    aside.add_items(Page, Page.get_indexed_objects())
    assert engine.store.progress() == (aside.done, aside.total)
    assert titles(engine, "piscine") == ["Piscine"]
    assert engine.store.current() == before
    with pytest.raises(SearchError, match="another process"):
        draining.rebuild(engine)
    rebuilder.finish()
    assert engine.store.current() != before
    assert engine.store.progress() is None
    assert not (engine.store.root / before).exists()


def test_a_rebuild_that_dies_changes_nothing_and_the_next_one_cleans_up(engine: WhooshSearchBackend, page: PageMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    page("Piscine")
    draining.drain(engine)
    rebuilder = engine.rebuilder_class(engine.index_class(engine))
    rebuilder.start()
    rebuilder.give_up()
    assert titles(engine, "piscine") == ["Piscine"]
    draining.rebuild(engine)
    assert len(list(engine.store.root.glob("g*-*"))) == 1
    assert titles(engine, "piscine") == ["Piscine"]


def test_what_was_kept_for_a_rebuild_that_died_is_forgotten(engine: WhooshSearchBackend, page: PageMaker) -> None:
    rebuilder = engine.rebuilder_class(engine.index_class(engine))
    rebuilder.start()
    page("Piscine")
    draining.drain(engine)
    assert PendingChange.objects.exists(), "the index being built takes it too"
    rebuilder.give_up()
    draining.drain(engine)
    assert not PendingChange.objects.exists()
    assert titles(engine, "piscine") == ["Piscine"]


@pytest.mark.parametrize("damage", ["removed", "emptied", "flipped", "pointer lost", "older analysis"])
def test_a_lost_or_corrupted_index_is_noticed_the_database_answers_and_it_is_built_again(engine: WhooshSearchBackend, page: PageMaker, damage: str) -> None:
    page("Horaires de la piscine")
    page("Travaux à la piscine")
    draining.drain(engine)
    break_index(engine.store.root, engine.store.current(), damage)
    engine.store.close()
    assert sorted(titles(engine, "piscine")) == ["Horaires de la piscine", "Travaux à la piscine"], "never an error, whoever answers"
    assert engine.search("piscine", Page).count() == 2
    assert draining.is_broken(engine)
    tasks.slow_mend()
    assert not draining.is_broken(engine)
    with engine.store.searcher() as searcher:
        assert searcher.doc_frequency("t_title", "=piscine") == 2


def break_index(root: Path, current: str, damage: str) -> None:
    segments = sorted((root / current).glob("*.seg"))
    if damage == "removed":
        for path in (root / current).iterdir():
            path.unlink()
        (root / current).rmdir()
    elif damage == "emptied":
        for path in segments:
            path.write_bytes(b"")
    elif damage == "flipped":
        data = bytearray(segments[0].read_bytes())
        data[len(data) // 2] ^= 0xFF
        segments[0].write_bytes(data)
    elif damage == "pointer lost":
        (root / "current").unlink()
    else:
        (root / "current").write_text("g0-1")


def test_a_false_alarm_rebuilds_nothing(engine: WhooshSearchBackend) -> None:
    before = engine.store.current()
    engine.store.suspect()
    tasks.slow_mend()
    assert engine.store.current() == before
    assert not engine.store.is_suspect()


def test_the_tasks_leave_alone_an_index_that_nobody_follows(engine: WhooshSearchBackend, page: PageMaker, settings: Settings) -> None:
    page("Piscine")
    settings.WAGTAILSEARCH_BACKENDS = {
        "whoosh": {"BACKEND": "search.backends.whoosh", "AUTO_UPDATE": False},
        "default": {"BACKEND": "modelsearch.backends.database"},
    }
    tasks.index_drain()
    assert PendingChange.objects.count() == 1


def test_another_reader_sees_the_last_commit_at_its_next_search(engine: WhooshSearchBackend, page: PageMaker) -> None:
    with engine.store.searcher() as before:
        page("Piscine")
        draining.drain(engine)
        assert before.doc_frequency("t_title", "=piscine") == 0
    with engine.store.searcher() as after:
        assert after.doc_frequency("t_title", "=piscine") == 1


def test_a_corrupted_segment_is_never_merged_into_a_sound_one(engine: WhooshSearchBackend, page: PageMaker) -> None:
    for number in range(4):
        page(f"Piscine {number}")
        draining.drain(engine)
    break_index(engine.store.root, engine.store.current(), "flipped")
    page("Bassin")
    with suppress(Exception):  # whatever Whoosh makes of it, or our refusal
        for _turn in range(4):
            page("Bassin")
            draining.drain(engine)
    assert draining.is_broken(engine)
    tasks.slow_mend()
    assert "Bassin" in titles(engine, "bassin")
    assert not draining.is_broken(engine)
