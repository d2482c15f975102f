"""Timing sides against each other, so that what else the machine does meets all of them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.app.models import GeneratedRecord
from benchmarks.search_sides import Question, Side, Site
from benchmarks.timing import percentile
from search.query import SearchQuery

CHANGED = 1000  # records that are changed after the index is built
PATIENCE = 5_000.0  # milliseconds
BUDGET = 120_000.0  # milliseconds of one side at one size


@dataclass(frozen=True, kw_only=True)
class Built:
    """How long it took a side to index `records`: seconds, and those of this process's CPU."""

    records: int
    seconds: float
    processor: float

    @property
    def rate(self) -> float:
        """Documents per second."""
        return self.records / self.seconds


@dataclass(frozen=True)
class Asked:
    """The answers' times of one side, in milliseconds, by number of the question."""

    times: Mapping[int, list[float]] = field(default_factory=dict)

    def percentile(self, percent: int, *, of: Sequence[int] | None = None) -> float:
        """Return a percentile over all times, or over those of some questions."""
        numbers = self.times if of is None else of
        return percentile([each for n in numbers for each in self.times[n]], percent=percent)


def build(side: Side) -> Built:
    """Let a side index all rows."""
    before = time.process_time()
    seconds = side.build()
    return Built(
        records=GeneratedRecord.objects.count(),
        seconds=seconds,
        processor=time.process_time() - before,
    )


def update(side: Site) -> Built:
    """Let the site write changes of some records, spread over all."""
    total = GeneratedRecord.objects.count()
    ids = GeneratedRecord.objects.values_list("record_id", flat=True)[:: max(1, total // CHANGED)]
    keys = [f"{GeneratedRecord.collection}/{record_id}" for record_id in ids][:CHANGED]
    before = time.process_time()
    seconds = side.update(keys)
    return Built(records=len(keys), seconds=seconds, processor=time.process_time() - before)


def ask(sides: Sequence[Side], queries: Sequence[SearchQuery], *, rounds: int) -> dict[str, Asked]:
    """Ask every side every question in turn, `rounds` times after one that fills caches.

    Of an answer that takes longer than PATIENCE the first time counts, and a side that has taken
    BUDGET is not asked any more.
    """
    asked: dict[str, dict[int, list[float]]] = {side.name: {} for side in sides}
    spent = dict.fromkeys(asked, 0.0)
    for number, query in enumerate(queries):
        able: dict[str, Question] = {}
        for side in sides:
            question = side.question(query) if spent[side.name] < BUDGET else None
            if question is not None:
                first = _milliseconds(question)
                spent[side.name] += first
                asked[side.name][number] = [first] if first > PATIENCE else []
                able |= {} if first > PATIENCE else {side.name: question}
        for _round in range(rounds):
            for name, question in able.items():
                asked[name][number].append(_milliseconds(question))
                spent[name] += asked[name][number][-1]
    return {name: Asked(times) for name, times in asked.items()}


def _milliseconds(question: Question) -> float:
    start = time.perf_counter()
    question()
    return (time.perf_counter() - start) * 1000
