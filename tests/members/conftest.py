"""The two organisations and the office of `tests.members.world`, in every test of members."""

from __future__ import annotations

from tests.members.world import hidden, world

__all__ = ["hidden", "world"]
