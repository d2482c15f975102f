"""Nothing that lets somebody in is shown or handed out, whatever the office looks for."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.mail.outgoing import queue_mail
from core.privacy.columns import all_places
from members.office import ensure_office, office_group
from tests.builders import make_administrator, make_user
from users.login_records import Session
from users.models import User
from users.second_factor.factor import draw_codes

pytestmark = pytest.mark.django_db
LINK = "/admin/password_reset/confirm/MQ/abc-123/"


@pytest.fixture
def office(client: Client) -> Client:
    ensure_office()
    client.force_login(make_user(email="office@example.org", groups=(office_group(),)))
    return client


@pytest.fixture
def administrator() -> User:
    """Somebody who may do more than the office: a session, a telephone, codes, a waiting mail."""
    user = make_administrator(email="admin@example.org")
    Client().force_login(user)
    Session.objects.filter(user=user).update(browser="Firefox", system="Linux")
    TOTPDevice.objects.create(user=user, name="telephone", confirmed=True)
    draw_codes(user)
    queue_mail(to=user.email, subject="A new password", text=f"Choose it here: {LINK} today")
    return user


def asked(office: Client, **sought: str) -> str:
    """All that the page shows and hands out about whom somebody looks for."""
    page = office.post(reverse("personal_data"), {**sought, "step": "look"})
    keys = [entry.key for entry, _ticked in page.context["rows"]]
    given = office.post(
        reverse("personal_data"), {**sought, "step": "give", "chosen": keys, "language": "en"}
    )
    shown: str = page.content.decode()
    if given.headers["Content-Type"] == "application/zip":
        with zipfile.ZipFile(io.BytesIO(given.content)) as packed:
            shown += packed.read("data.json").decode() + packed.read("data.html").decode()
    return shown


@pytest.mark.parametrize(
    "sought",
    [
        {"name": "Firefox"},
        {"name": "Linux"},
        {"name": "telephone"},
        {"name": "choose it here"},
        {"name": "password reset"},
        {"email": "admin@example.org"},
    ],
    ids=str,
)
def test_nobody_gets_in_by_what_is_found(
    office: Client, administrator: User, sought: dict[str, str]
) -> None:
    session = Session.objects.filter(user=administrator).get()
    device = TOTPDevice.objects.get(user=administrator)
    digests = list(administrator.recovery_codes.values_list("digest", flat=True))
    assert len(digests) == 10

    shown = asked(office, **sought)

    for secret in (session.session_key, session.session_data, device.key, "abc-123", *digests):
        assert secret not in shown


def test_the_mail_is_found_still(office: Client, administrator: User) -> None:
    assert "admin@example.org: A new password" in asked(office, email=administrator.email)
    assert "A new password" in asked(office, name="choose it here")


def test_no_factor_is_taken_away_by_erasing(office: Client, administrator: User) -> None:
    device = TOTPDevice.objects.get(user=administrator)

    office.post(
        reverse("personal_data"),
        {
            "name": "telephone",
            "step": "erase",
            "chosen": [f"texts|otp_totp.TOTPDevice:{device.pk}"],
            "language": "en",
        },
    )

    assert TOTPDevice.objects.filter(pk=device.pk).exists()


#: columns that sound like a key and are none
HARMLESS = {
    ("newsletter.IssueBlock", "key"),  # which block of an issue
    ("newsletter.IssueBlock", "record_key"),
    ("core.ThrottleCount", "key"),  # a keyed code
    ("newsletter.ConsentEvent", "digest"),  # a keyed code
    ("core.SentForm", "digest"),  # of what a form sent
    ("search.QueryCount", "digest"),  # of what was searched for
    ("wagtailembeds.Embed", "hash"),  # of an address
}
SOUNDS_LIKE_A_KEY = re.compile(r"(^|_)(key|token|secret|digest|hash|password|session|code)")


def test_a_table_that_lets_in_is_said_to() -> None:
    """What fails here is named in `lets_in` of its PersonalField, or in HARMLESS."""
    for place in all_places():
        label = place.model._meta.label
        told = {name for name in place.told if SOUNDS_LIKE_A_KEY.search(name)}
        assert {(label, name) for name in told} <= HARMLESS
        assert not isinstance(place.model._meta.pk, models.CharField), label
