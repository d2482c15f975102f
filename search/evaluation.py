"""How good the results are, against people's judgements. Pure.

nDCG@10 with gain 2^grade − 1 and discount log2(rank + 1); recall@20 and the mean reciprocal rank
count every grade from 1 as relevant. Queries without any relevant record are left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

NDCG_DEPTH = 10
RECALL_DEPTH = 20

#: query id → record key → grade 0 to 3
Judgements = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, kw_only=True)
class Scores:
    """Measures from 0 to 1, of one query or the mean of several."""

    ndcg: float
    recall: float
    reciprocal_rank: float


def discounted_gain(grades: Iterable[int]) -> float:
    """The gain of grades in the order of the results."""
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def score(found: Sequence[str], grades: Mapping[str, int]) -> Scores | None:
    """Score one query's results (record keys, best first); None if nothing is relevant."""
    relevant = {key for key, grade in grades.items() if grade > 0}
    if not relevant:
        return None
    ideal = discounted_gain(sorted(grades.values(), reverse=True)[:NDCG_DEPTH])
    gained = discounted_gain(grades.get(key, 0) for key in found[:NDCG_DEPTH])
    first = next((rank for rank, key in enumerate(found, start=1) if key in relevant), None)
    return Scores(
        ndcg=gained / ideal,
        recall=len(relevant.intersection(found[:RECALL_DEPTH])) / len(relevant),
        reciprocal_rank=1 / first if first else 0.0,
    )


def score_all(run: Mapping[str, Sequence[str]], judgements: Judgements) -> dict[str, Scores]:
    """Score every judged query by id; one that found nothing scores 0."""
    scores = {name: score(run.get(name, ()), grades) for name, grades in judgements.items()}
    return {name: found for name, found in scores.items() if found is not None}


def mean(scores: Iterable[Scores]) -> Scores | None:
    """The mean of each measure; None of none."""
    every = list(scores)
    if not every:
        return None
    return Scores(
        ndcg=fmean(each.ndcg for each in every),
        recall=fmean(each.recall for each in every),
        reciprocal_rank=fmean(each.reciprocal_rank for each in every),
    )
