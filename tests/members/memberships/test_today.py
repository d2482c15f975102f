"""The tests of memberships can be run over midnight."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.members.memberships import today


def test_after_midnight_it_is_still_the_day_the_tests_were_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(today, "_now", lambda: later)

    assert timezone.localdate() == today.TODAY
