"""The judged queries are well formed, and the figures mean what they say."""

from collections import Counter

import pytest

from tests.search.quality.judging import Judged, load, ndcg, reciprocal_rank


@pytest.mark.parametrize(("name", "least"), [("judged", 80), ("blind", 60)])
def test_the_judgements_cover_every_scope_and_every_difficulty_once_each(name: str, least: int) -> None:
    judged = load(name)
    assert len(judged) >= least
    assert {one.scope for one in judged} == {"people", "topics", "answers", "posts", "ideas", "events"}
    assert {"accent", "plural", "feminine", "acronym", "typo", "name", "synonym"} <= {one.kind for one in judged}
    assert not [key for key, count in Counter((one.scope, one.text) for one in judged).items() if count > 1]
    assert all(one.best for one in judged)


def test_the_figures_reward_the_first_place() -> None:
    judged = Judged("piscine", "answers", "exact", ("Prix",), ("Bassin",))
    assert reciprocal_rank(judged, ["Prix de l’entrée", "Bassin"]) == 1
    assert reciprocal_rank(judged, ["Bassin", "Prix de l’entrée"]) == 0.5
    assert reciprocal_rank(judged, []) == 0
    assert ndcg(judged, ["Prix de l’entrée", "Bassin extérieur"]) == 1
    assert 0 < ndcg(judged, ["Bassin extérieur", "Prix"]) < 1
