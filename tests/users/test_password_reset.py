"""The mail for a new password: the network's own, in the account's language."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from wagtail.users.models import UserProfile

from users.models import User

pytestmark = pytest.mark.django_db


def asked(client: Client, user: User, language: str) -> EmailMessage:
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()

    client.post("/admin/password_reset/", {"email": user.email})

    (sent,) = mail.outbox
    return sent


def test_it_is_the_networks_own_and_its_link_opens_the_form(client: Client) -> None:
    sent = asked(client, User.objects.create_user("ana@example.org", "swordfish"), "en")

    assert sent.subject == f"A new password for {settings.NETWORK_NAME}"
    assert "your password stays as it is" in str(sent.body)
    (link,) = re.findall(r"https?://\S+", str(sent.body))
    assert link.startswith(settings.SITE_URL)
    assert client.get(link.removeprefix(settings.SITE_URL), follow=True).status_code == 200


def test_it_is_in_the_accounts_language(client: Client) -> None:
    sent = asked(client, User.objects.create_user("ana@example.org", "swordfish"), "ro")

    assert "Bună ziua" in str(sent.body)
    assert "Hello" not in str(sent.body)
