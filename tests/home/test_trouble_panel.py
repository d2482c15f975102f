"""What the office reads on the admin's first page when the site's own work doesn't go on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.leases import WorkerLease
from core.work.deletions import DeletionWatch
from members.office import office_group
from users.models import User

pytestmark = pytest.mark.django_db
AWAY = "Until it runs again no mail leaves"
HELD = "Nothing old is deleted until"


@pytest.fixture
def office() -> Client:
    user = User.objects.create_user("office@example.org", "swordfish")
    user.groups.add(office_group())
    client = Client()
    client.force_login(user)
    return client


def seen(minutes: float) -> None:
    """Have a worker seen so many minutes ago, and nothing held back."""
    moment = timezone.now() - timedelta(minutes=minutes)
    WorkerLease.objects.create(holder="here:1", seen_at=moment, until=moment)
    DeletionWatch.objects.create(seen_at=moment)


def first_page(client: Client) -> str:
    return client.get("/admin/").content.decode()


def test_a_worker_that_is_away_is_told(office: Client) -> None:
    seen(11)

    page = first_page(office)

    assert AWAY in page
    assert "The background worker was last seen at" in page
    assert HELD not in page


def test_what_was_never_done_is_a_step_of_the_first_hour_and_no_alarm(office: Client) -> None:
    page = first_page(office)

    assert AWAY not in page
    assert "Background worker" in page[page.index("Of the first hour") :]


def test_on_a_new_site_nothing_old_waits(office: Client) -> None:
    seen(1)
    DeletionWatch.objects.update(held_since=timezone.now())

    assert HELD not in first_page(office)


def test_so_are_deletions_that_wait(office: Client) -> None:
    seen(1)
    User.objects.update(date_joined=timezone.now() - timedelta(days=30))
    DeletionWatch.objects.update(held_since=timezone.now())

    page = first_page(office)

    assert HELD in page
    assert AWAY not in page


def test_while_all_goes_on_nothing_is_said(office: Client) -> None:
    seen(1)

    page = first_page(office)

    assert AWAY not in page
    assert HELD not in page


def test_editors_are_told_nothing_they_could_do_nothing_about(office: Client) -> None:
    User.objects.get().groups.clear()
    user = User.objects.get()
    user.is_superuser = False
    user.save()

    response = office.get("/admin/")

    assert AWAY not in response.content.decode()
