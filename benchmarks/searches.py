"""Questions of readers, asked of the search page."""

from __future__ import annotations

from urllib.parse import urlencode

from benchmarks.timing import percentile, timing

QUESTIONS = (
    ("en", "visits for babies and fathers"),
    ("en", "what helps children when a parent is arrested"),
    ("en", "parenting course prison evaluation"),
    ("en", "helpline"),
    ("fr", "visites enfants parent détenu"),
    ("fr", "lecture du soir"),
    ("de", "Kinder von Gefangenen Besuch"),
    ("it", "spazio giallo"),
    ("nb", "barn av fengslede"),
    ("ro", "copii cu părinți în închisoare"),
    ("pl", "dzieci więźniów"),
    ("el", "παιδιά φυλακή"),
    ("en", "prizon vists"),
    ("en", ""),
)


def measure(*, rounds: int) -> list[str]:
    """Return a row for each question, and the percentiles over all."""
    rows: list[str] = []
    times: list[float] = []
    for language, question in QUESTIONS:
        address = f"/{language}/search/?{urlencode({'q': question})}"
        asked = timing(address, rounds=rounds)
        times += asked.times
        rows.append(f"{language} {question:<67} {asked}")
    p50, p95 = (percentile(times, percent=percent) for percent in (50, 95))
    return [*rows, f"all: p50 {p50:.1f} ms, p95 {p95:.1f} ms"]
