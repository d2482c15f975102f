"""The drawing of Europe that needs no JavaScript."""

from __future__ import annotations

from pathlib import Path

PATHS_FILE = Path(__file__).parent / "data" / "europe_paths.json"
