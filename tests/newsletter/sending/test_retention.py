"""What stays of old mailings: numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter.models import Delivery, Mailing, Variant
from newsletter.sending import retention
from newsletter.sending.retention import forget_readers
from tests.newsletter.sending.making import (
    Recorder,
    add_readers,
    make_issue,
    make_mailing,
    send_all,
    states,
)

pytestmark = pytest.mark.django_db


def test_what_a_version_is_called_goes_with_the_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for language in ("en", "fr", "de"):
        add_readers(1, languages=[language])
    old = make_mailing()
    send_all(Recorder())
    Mailing.objects.update(finished_at=timezone.now() - retention.KEPT - timedelta(days=1))
    recent = make_mailing(issue=make_issue(title="June"))
    send_all(Recorder())

    passes = 0
    while forget_readers():
        passes += 1

    assert passes == 4  # of two rows each, then of two versions each
    assert set(Variant.objects.values_list("mailing", flat=True)) == {recent.pk}
    assert not Delivery.objects.filter(mailing=old).exclude(variant=None, subscriber=None).exists()
    assert states(old) == {"accepted": 3}
