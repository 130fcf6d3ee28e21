"""Our evaluation of queries: the documents and scores of Whoosh's rules, whatever the query, the segments and what was deleted."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from whoosh import index
from whoosh import query as whoosh_query
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.searching import Searcher

from search.backends.whoosh import evaluating
from search.backends.whoosh.evaluating import best

WORDS = [f"mot{number}" for number in range(40)]
DRAW = Random(3)
SEGMENTS, IN_EACH = 3, 700


def some_words(draw: Random, count: int) -> str:
    """Some words in nearly every document, most in few."""
    return " ".join(WORDS[min(int(draw.expovariate(0.12)), len(WORDS) - 1)] for _ in range(count))


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder: Path = tmp_path_factory.mktemp("index")
    made = index.create_in(str(folder), Schema(key=ID(unique=True), title=TEXT, body=TEXT, kinds=KEYWORD))
    draw = Random(5)
    for segment in range(SEGMENTS):
        writer = made.writer()
        for number in range(IN_EACH):
            kinds = "page" if number % 3 else "page news"
            writer.add_document(key=f"{segment}-{number}", title=some_words(draw, 3), body=some_words(draw, draw.randint(5, 60)), kinds=kinds)
        writer.add_document(key=f"{segment}-alone", title=f"seul{segment}", body="", kinds="page")
        writer.commit(merge=False)
    writer = made.writer()
    for segment in range(SEGMENTS):
        for number in range(0, IN_EACH, 7):
            writer.delete_by_term("key", f"{segment}-{number}")
    writer.commit(merge=False)
    with made.searcher() as opened:
        assert len(opened.leaf_searchers()) == SEGMENTS
        yield opened


def drawn(depth: int = 0) -> whoosh_query.Query:
    """A query of any shape that the builder makes."""
    shape = DRAW.choice(["term", "term", "term", "or", "and", "without", "phrase", "every"] if depth < 3 else ["term"])
    if shape == "or":
        return whoosh_query.Or([drawn(depth + 1) for _ in range(DRAW.randint(1, 3))])
    if shape == "and":
        return whoosh_query.And([drawn(depth + 1) for _ in range(DRAW.randint(1, 3))])
    if shape == "without":
        return whoosh_query.AndNot(drawn(depth + 1), drawn(depth + 1))
    if shape == "phrase":
        return whoosh_query.Phrase("body", DRAW.sample(WORDS[:8], 2), slop=2, boost=2.0)
    if shape == "every":
        return whoosh_query.Every()
    return whoosh_query.Term(DRAW.choice(["title", "body"]), DRAW.choice([*WORDS, "seul1", "absent"]), boost=DRAW.choice([1.0, 0.5, 3.0]))


def by_the_rules(searcher: Searcher, query: whoosh_query.Query) -> dict[int, float]:
    """What each document gets: Whoosh's own answer for a term or a phrase, put together one document at a time."""
    if isinstance(query, whoosh_query.Or):
        parts = [by_the_rules(searcher, one) for one in query]
        return {doc: sum(part.get(doc, 0.0) for part in parts) for doc in set().union(*parts)}
    if isinstance(query, whoosh_query.And):
        parts = [by_the_rules(searcher, one) for one in query]
        return {doc: sum(part[doc] for part in parts) for doc in set(parts[0]).intersection(*parts)}
    if isinstance(query, whoosh_query.AndNot):
        unwanted = by_the_rules(searcher, query.b)
        return {doc: score for doc, score in by_the_rules(searcher, query.a).items() if doc not in unwanted}
    if isinstance(query, whoosh_query.Require):
        wanted = by_the_rules(searcher, query.b)
        return {doc: score for doc, score in by_the_rules(searcher, query.a).items() if doc in wanted}
    return {doc: score for score, doc in searcher.search(query, limit=5_000, optimize=False).top_n}


@pytest.mark.parametrize("kind", ["page", "news", "absent"])
def test_any_query_gives_the_documents_and_scores_of_the_rules(searcher: Searcher, kind: str) -> None:
    for _ in range(60):
        query = whoosh_query.Require(drawn(), whoosh_query.Term("kinds", kind))
        found = best(searcher, query, 5_000)
        assert {doc: score for score, doc in found} == {doc: pytest.approx(score) for doc, score in by_the_rules(searcher, query).items()}, query
        assert [score for score, _doc in found] == sorted((score for score, _doc in found), reverse=True)


def test_without_exclusions_whoosh_says_the_same(searcher: Searcher) -> None:
    """With them, its matchers lose their place: documents that a phrase excludes come through, or it raises."""
    for words in zip(WORDS, WORDS[1:], WORDS[5:], strict=False):
        title, *others = [whoosh_query.Term(field, word) for field, word in zip(("title", "body", "body"), words, strict=True)]
        query = whoosh_query.Require(whoosh_query.Or([title, whoosh_query.And(others)]), whoosh_query.Term("kinds", "page"))
        theirs = searcher.search(query, limit=30, optimize=False).top_n
        assert [doc for _score, doc in best(searcher, query, 30)] == [doc for _score, doc in theirs]


def test_the_first_are_kept_and_equals_come_in_the_order_of_writing(searcher: Searcher) -> None:
    every = best(searcher, whoosh_query.Every(), 5_000)
    assert [doc for _score, doc in every] == sorted(doc for _score, doc in every)
    assert best(searcher, whoosh_query.Every(), 10) == every[:10]


def test_what_is_kept_in_memory_is_bounded(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = evaluating._Kept()
    monkeypatch.setattr(evaluating, "_kept", kept)
    monkeypatch.setattr(evaluating, "MOST_KEPT", 2_000)
    before = [best(searcher, whoosh_query.Term("body", word), 50) for word in WORDS]
    assert kept._size <= 2_000
    assert [best(searcher, whoosh_query.Term("body", word), 50) for word in WORDS] == before


def test_long_results_read_all_lengths_at_once_and_give_the_same(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    query = whoosh_query.Term("body", WORDS[0])
    one_by_one = best(searcher, query, 5_000)
    monkeypatch.setattr(evaluating, "FEW", 0)
    assert best(searcher, query, 5_000) == one_by_one
