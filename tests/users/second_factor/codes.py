"""A telephone and a browser for tests of the second factor."""

from __future__ import annotations

import time
from typing import Any

from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.builders import PASSWORD
from users.models import User
from users.second_factor.factor import GIVEN, draw_codes


def give_telephone(user: User) -> Any:
    """A confirmed second factor of a login."""
    return TOTPDevice.objects.create(user=user, name="telephone", confirmed=True)


def code_of(device: Any, *, steps: int = 0) -> str:
    """What the telephone shows, so many times thirty seconds from now."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


def paper_of(user: User) -> list[str]:
    """New recovery codes."""
    return draw_codes(user)


def with_password(user: User, **more: Any) -> Client:
    """A browser in which `user` gave the password, by Wagtail's own form."""
    client = Client(HTTP_HOST="localhost", **more)
    answer = client.post("/admin/login/", {"username": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def sign_in_fully(client: Client, user: User) -> None:
    """As if `user` had given password and code in this browser."""
    client.force_login(user)
    session = client.session
    session[GIVEN] = True
    session.save()
