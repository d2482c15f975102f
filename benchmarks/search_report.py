"""Tables of what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.search_measure import Asked, Built

SITE_EMBEDDED, SITE_ELASTICSEARCH = "site, embedded", "site, Elasticsearch"
BARE = {SITE_EMBEDDED: "tantivy alone", SITE_ELASTICSEARCH: "Elasticsearch alone"}
WAGTAIL_DATABASE, WAGTAIL_ELASTICSEARCH = "Wagtail, database", "Wagtail, Elasticsearch"

LEAST_OF_BULK = 0.5
MOST_OF_QUERY = 2.0
LEAST_FASTER = 5.0


@dataclass(frozen=True, kw_only=True)
class Size:
    """What was measured at one number of records, by side."""

    records: int
    built: Mapping[str, Built]
    updated: Mapping[str, Built]
    asked: Mapping[str, Asked]

    @property
    def common(self) -> list[int]:
        """Numbers of the questions that all sides answered: those with words."""
        return sorted(set.intersection(*(set(each.times) for each in self.asked.values())))

    def p(self, percent: int, side: str) -> float:
        """A percentile of a side's answers to the questions that all sides answered."""
        return self.asked[side].percentile(percent, of=self.common)


def indexing(built: Mapping[str, Built], updated: Mapping[str, Built]) -> list[str]:
    """Rows of one size: indexing everything, and changes."""
    rows = [f"{'':<32}{'seconds':>10}{'docs/s':>10}{'CPU ms/doc':>12}"]
    rows += [_built(name, each) for name, each in built.items()]
    rows += [_built(f"{name}, changes", each) for name, each in updated.items()]
    return rows


def searching(size: Size) -> list[str]:
    """Rows of one size: the questions that all sides answered, and all questions."""
    rows = [f"{f'{len(size.common)} questions with words':<32}{'p50 ms':>10}{'p95 ms':>10}"]
    rows += [f"{name:<32}{size.p(50, name):>10.1f}{size.p(95, name):>10.1f}" for name in size.asked]
    rows.append("all questions")
    for name in (*BARE, *BARE.values()):
        if name in size.asked:
            each = size.asked[name]
            rows.append(f"{name:<32}{each.percentile(50):>10.1f}{each.percentile(95):>10.1f}")
    return rows


def _built(name: str, built: Built) -> str:
    processor = built.processor / built.records * 1000
    return f"{name:<32}{built.seconds:>10.1f}{built.rate:>10.0f}{processor:>12.2f}"


def growth(sizes: Sequence[Size]) -> list[str]:
    """How costs grew from each size to the next; a factor above that of the records is marked."""
    rows = []
    for small, large in pairwise(sizes):
        records = large.records / small.records
        rows.append(f"{small.records:,} → {large.records:,} records: × {records:.1f}")
        for what, factor in _factors(small, large):
            mark = "  faster than the records" if factor > records else ""
            rows.append(f"  {what:<44} × {factor:5.1f}{mark}")
    return rows


def _factors(small: Size, large: Size) -> Iterable[tuple[str, float]]:
    for name, built in large.built.items():
        yield f"indexing, {name}", built.seconds / small.built[name].seconds
    for name, built in large.updated.items():
        yield f"as many changes, {name}", small.updated[name].rate / built.rate
    for name in large.asked:
        yield f"search p50, {name}", large.p(50, name) / small.p(50, name)
        yield f"search p95, {name}", large.p(95, name) / small.p(95, name)


def aims(size: Size) -> list[str]:
    """What was aimed at and what came out, at the largest size."""
    rows = []
    if SITE_ELASTICSEARCH in size.built:
        share = size.built[SITE_ELASTICSEARCH].rate / size.built[BARE[SITE_ELASTICSEARCH]].rate
        rows.append(_aim(f"indexing ≥ {LEAST_OF_BULK} of raw bulk", share, share >= LEAST_OF_BULK))
    for site, bare in BARE.items():
        if site not in size.asked:
            continue
        for percent in (50, 95):
            ratio = size.asked[site].percentile(percent) / size.asked[bare].percentile(percent)
            text = f"{site}: p{percent} ≤ {MOST_OF_QUERY} × {bare}"
            rows.append(_aim(text, ratio, ratio <= MOST_OF_QUERY))
        for percent in (50, 95):
            faster = size.p(percent, WAGTAIL_DATABASE) / size.p(percent, site)
            text = f"{site}: p{percent} ≥ {LEAST_FASTER} × faster than {WAGTAIL_DATABASE}"
            rows.append(_aim(text, faster, faster >= LEAST_FASTER))
    return rows


def _aim(text: str, measured: float, reached: bool) -> str:  # noqa: FBT001 # private
    return f"{text:<66}{measured:6.2f}  {'reached' if reached else 'MISSED'}"
