"""How good the results are, against people's judgements. Pure.

nDCG@10 with gain 2^grade − 1 and discount log2(rank + 1); recall@20 and the mean reciprocal rank
count every grade from 1 as relevant. Queries without any relevant record are left out.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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


# -- groups --------------------------------------------------------------------------------------
#: The two sides of the question "does it find what is written in another language?"
SAME, ACROSS = "same language", "across languages"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A judged query, for grouping: in which language it is asked and what it finds."""

    name: str
    language: str
    grades: Mapping[str, int]
    kind: str = ""
    half: str = ""


@dataclass(frozen=True, kw_only=True)
class Written:
    """In which languages a record has texts, and which one came first."""

    languages: Collection[str]
    original: str

    def read_in(self, language: str) -> str:
        """The language in which somebody who asks in `language` finds it."""
        return language if language in self.languages else self.original


def side_of(query: Judged, records: Mapping[str, Written]) -> str:
    """ACROSS if more than half of the gain lies in records without a text in the query's language.

    Records that are not there count as written in the query's language.
    """
    gains = [(key, 2**grade - 1) for key, grade in query.grades.items()]
    other = sum(gain for key, gain in gains if not _own(key, query.language, records))
    return ACROSS if other > sum(gain for _key, gain in gains) / 2 else SAME


def _own(key: str, language: str, records: Mapping[str, Written]) -> bool:
    return key not in records or language in records[key].languages


def groups(
    queries: Iterable[Judged], records: Mapping[str, Written]
) -> Iterator[tuple[str, list[str]]]:
    """Yield (label, query ids): by half, side and kind (as far as they are given), by language."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for query in queries:
        start = f"{query.half} · " if query.half else ""
        if query.half:
            found[query.half].append(query.name)
            found[f"{start}{side_of(query, records)}"].append(query.name)
        if query.kind:
            found[f"{start}{query.kind}"].append(query.name)
        found[query.language].append(query.name)
    yield from sorted(found.items(), key=lambda group: (len(group[0]) == 2, group[0]))


def score_pairs(
    run: Mapping[str, Sequence[str]],
    queries: Iterable[Judged],
    records: Mapping[str, Written],
) -> dict[tuple[str, str], list[Scores]]:
    """Score by (language of the query, language in which the records are found).

    Each query counts once per language of its relevant records, as if there were no others.
    """
    pairs: defaultdict[tuple[str, str], list[Scores]] = defaultdict(list)
    for query in queries:
        read: defaultdict[str, set[str]] = defaultdict(set)
        for key in {*query.grades, *run.get(query.name, ())} & records.keys():
            read[records[key].read_in(query.language)].add(key)
        for language, keys in read.items():
            grades = {key: grade for key, grade in query.grades.items() if key in keys}
            scored = score([key for key in run.get(query.name, ()) if key in keys], grades)
            if scored is not None:
                pairs[query.language, language].append(scored)
    return dict(sorted(pairs.items()))
