"""The login: the e-mail is the name, in any case."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from tests.builders import PASSWORD, make_user
from users.models import User

pytestmark = pytest.mark.django_db


def test_a_user_signs_in_with_the_email_in_any_case() -> None:
    user = make_user(email="Ana.Pop@example.org")

    assert authenticate(username="ana.pop@EXAMPLE.org", password=PASSWORD) == user


def test_two_users_cannot_share_an_email_that_differs_in_case_only() -> None:
    make_user(email="ana@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_user(email="ANA@example.org")


def test_a_user_without_email_is_refused() -> None:
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_an_unnamed_user_is_called_by_the_email() -> None:
    user = make_user(email="ana@example.org")

    assert str(user) == user.get_short_name() == "ana@example.org"
