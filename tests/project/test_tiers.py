"""The two tiers of the integration name what there is (docs/developers.md)."""

from __future__ import annotations

from core.i18n import LANGS
from tests.languages import THREE
from tests.postgresql import DIFFERENT
from tests.project.sources import ROOT


def test_what_is_asked_of_postgresql_exists() -> None:
    missing = [name for name in DIFFERENT if not (ROOT / "tests" / name).exists()]

    assert missing == []


def test_the_slow_tier_runs_what_the_other_leaves_out() -> None:
    run, slow = ((ROOT / ".ci" / name).read_text() for name in ("run", "slow"))

    assert "--slow" not in run
    assert slow.count("--slow") == 2
    assert "make --no-print-directory matrix" in slow


def test_three_languages_stand_for_all() -> None:
    assert set(THREE) < set(LANGS)
