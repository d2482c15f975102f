"""An issue comes online when its sending starts, whoever scheduled it and whenever it should."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter.desk.archiving import publish_started
from newsletter.models import IssuePage, Mailing
from tests.builders import make_administrator
from tests.newsletter.sending.making import make_issue, make_mailing

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> IssuePage:
    page = make_issue()
    page.unpublish()
    IssuePage.objects.update(last_published_at=None, first_published_at=None)
    return IssuePage.objects.get(pk=page.pk)


def test_an_issue_comes_online_though_whoever_scheduled_it_has_left(issue: IssuePage) -> None:
    office = make_administrator()
    make_administrator(email="who-stays@example.org")
    make_mailing(issue=issue, by=office)
    office.is_active = office.is_superuser = False
    office.save()

    assert publish_started()

    issue.refresh_from_db()
    assert issue.live
    assert not publish_started()


@pytest.mark.parametrize("live", [False, True])
def test_a_day_to_come_online_that_is_still_to_come_is_overtaken(
    issue: IssuePage, live: bool
) -> None:
    if live:
        issue.save_revision().publish()
        IssuePage.objects.update(last_published_at=timezone.now() - timedelta(days=1))
    issue.go_live_at = timezone.now() + timedelta(days=2)
    issue.save_revision()
    mailing: Mailing = make_mailing(issue=IssuePage.objects.get(pk=issue.pk))

    done = [publish_started(), publish_started()]

    assert done == [True, False]
    issue.refresh_from_db()
    assert issue.live
    assert issue.live_revision_id == mailing.revision_id
    assert issue.go_live_at is None
