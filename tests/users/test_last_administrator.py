"""Whichever way logins are changed, by one or by two at once: one administrator stays."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from tests import builders
from tests.at_once import at_once
from users import guard
from users.guard import LastAdministrator
from users.models import User

pytestmark = pytest.mark.django_db


def test_the_last_administrator_stays() -> None:
    last = builders.make_administrator()
    builders.make_administrator(email="closed@example.org").delete()
    rows = User.objects.filter(pk=last.pk)

    for change in (
        lambda: rows.update(is_active=False),
        lambda: rows.update(is_superuser=False),
        rows.delete,
        lambda: User.objects.get(pk=last.pk).delete(),
        lambda: User(pk=last.pk, email=last.email, is_superuser=False).save(),
        lambda: User(pk=last.pk, email=last.email, is_superuser=True, is_active=False).save(),
    ):
        with pytest.raises(LastAdministrator), transaction.atomic():
            change()
    assert User.objects.filter(pk=last.pk, is_active=True, is_superuser=True).exists()


def test_all_administrators_at_once_stay() -> None:
    builders.make_administrator()
    builders.make_administrator(email="second@example.org")

    for change in (
        lambda: User.objects.update(is_superuser=False),
        User.objects.all().delete,
        lambda: User.objects.filter(is_superuser=True).delete(),
    ):
        with pytest.raises(LastAdministrator), transaction.atomic():
            change()
    assert User.objects.filter(is_active=True, is_superuser=True).count() == 2


def demote(user: User) -> None:
    user.is_superuser = False
    user.save()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    [
        demote,
        lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
        lambda user: user.delete(),
    ],
    ids=["saved", "updated", "deleted"],
)
def test_two_administrators_who_demote_each_other_leave_one(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[User], object]
) -> None:
    users = [builders.make_administrator(email=f"{name}@example.org") for name in ("one", "two")]
    both_looked = threading.Barrier(2)
    look, refusals = guard._keep_last, []

    def look_and_wait(leaving: Any) -> None:
        look(leaving)
        with suppress(threading.BrokenBarrierError):  # the other waits for the lock
            both_looked.wait(timeout=0.5)

    def act(user: User) -> None:
        try:
            change(user)
        except LastAdministrator as error:
            refusals.append(error)

    monkeypatch.setattr(guard, "_keep_last", look_and_wait)
    at_once(*(partial(act, user) for user in users))

    assert len(refusals) == 1
    assert User.objects.filter(is_active=True, is_superuser=True).count() == 1
