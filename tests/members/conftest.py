"""The two organisations and the office of `tests.members.world`, in every test of members."""

from __future__ import annotations

from tests.members.world import hidden, kept_hidden, kept_world, world

__all__ = ["hidden", "kept_hidden", "kept_world", "world"]
