"""Measures, compared with values computed by hand."""

from __future__ import annotations

import math

import pytest

from search.judging.evaluation import Scores, discounted_gain, mean, score, score_all


def test_gain_is_discounted_by_rank() -> None:
    # 3 at rank 1: 7/1; 0 at rank 2; 1 at rank 3: 1/log2(4) = 0.5
    assert discounted_gain([3, 0, 1]) == pytest.approx(7.5)


def test_a_perfect_order_scores_one() -> None:
    found = score(["a", "b", "c"], {"a": 3, "b": 2, "c": 1})

    assert found == Scores(ndcg=1.0, recall=1.0, reciprocal_rank=1.0)


def test_scores_by_hand() -> None:
    found = score(["x", "b", "a"], {"a": 3, "b": 1, "missing": 2})

    assert found is not None
    gained = 1 / math.log2(3) + 7 / math.log2(4)
    ideal = 7 + 3 / math.log2(3) + 1 / math.log2(4)
    assert found.ndcg == pytest.approx(gained / ideal)
    assert found.ndcg == pytest.approx(0.43980, abs=1e-5)
    assert found.recall == pytest.approx(2 / 3)
    assert found.reciprocal_rank == pytest.approx(1 / 2)


def test_depths_are_ten_and_twenty() -> None:
    found = [f"n{number}" for number in range(10)] + ["late"] + ["n"] * 9 + ["too-late"]

    scored = score(found, {"late": 3, "too-late": 3})

    assert scored is not None
    assert scored.ndcg == 0
    assert scored.recall == pytest.approx(1 / 2)
    assert scored.reciprocal_rank == pytest.approx(1 / 11)


def test_queries_without_a_relevant_record_are_left_out() -> None:
    assert score(["a"], {"a": 0}) is None
    assert set(score_all({"q1": ["a"]}, {"q1": {"a": 1}, "q2": {"b": 0}, "q3": {"c": 2}})) == {
        "q1",
        "q3",
    }


def test_a_query_that_found_nothing_counts_as_zero() -> None:
    scores = score_all({"q1": ["a"]}, {"q1": {"a": 1}, "q3": {"c": 2}})

    assert mean(scores.values()) == Scores(ndcg=0.5, recall=0.5, reciprocal_rank=0.5)
    assert mean([]) is None
