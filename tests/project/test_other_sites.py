"""Nothing that an editor sends makes the site ask another one; the newsletter's links are apart."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import make_administrator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["https://www.youtube.com/watch?v=x", "https://vimeo.com/1"])
def test_no_film_is_looked_up(client: Client, address: str) -> None:
    """Wagtail's form for films asks their sites; no text here takes one."""
    client.force_login(make_administrator())

    answer = client.post(
        reverse("wagtailembeds:chooser_upload"), {"embed-chooser-url": address}
    )  # a test that goes out fails (tests/conftest.py)

    assert answer.status_code == 200
    assert answer.json()["step"] == "chooser"
