"""Memberships are about days: none of these tests sees one end."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.members.memberships import today


@pytest.fixture(autouse=True)
def _one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", today.now)
